"""A letter served electronically in the installation that the environment names, to who gave a mail address.

Run as ``python -m tests.e2e.letter_sent``, in a process of its own; prints its number as JSON. The link is in the
mail that the worker then lays into the folder.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from django.utils import timezone

    from gongkai.accounts.models import Person
    from gongkai.agencies.models import Agency
    from gongkai.cases import delivering
    from tests.cases.walk import LINK, Office, at, opened, turn_to

    today = timezone.localdate()
    agency = Agency.objects.get(name="示范区住房和城乡建设局")
    turn_to(agency, today - timedelta(days=90))
    clerk, reviewer, head = (Person.objects.get(username=name) for name in ("jingban", "shenhe", "fuze"))
    office = Office(agency, clerk, reviewer, head)
    case = opened(agency, today, electronic=True)
    case.applicant.email = "zhang@example.cn"
    case.applicant.save()
    office.draft(case, today, provided_on=today.isoformat())
    letter = office.approved(case, today).letter
    assert letter is not None
    letter = office.sealed(case, letter, today)
    delivering.deliver(clerk, case, letter, review_link=LINK, at=at(today, 0))
    json.dump({"number": case.number, "letter": letter.number}, sys.stdout)


if __name__ == "__main__":
    main()
