"""Opens the page of requests of the housing bureau, in the installation that the environment names.

Run as ``python -m tests.e2e.asking`` in a process of its own, after ``district``.
"""

from __future__ import annotations

import os

import django

AGENCY = "示范区住房和城乡建设局"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from django.conf import settings

    from gongkai.agencies.models import Agency
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.cases import channels
    from gongkai.cases.words import Channel

    from .district import AT

    bureau = Agency.objects.get(name=AGENCY)
    address = f"{settings.GONGKAI_ADDRESS}/ask/a{bureau.pk}/"
    channels.open_channel(OPERATOR, bureau, Channel.WEB, address=address, from_on=AT.date(), at=AT)


if __name__ == "__main__":
    main()
