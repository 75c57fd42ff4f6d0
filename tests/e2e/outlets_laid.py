"""Ways out and in of an agency: a platform that takes, one that does not, a feed that is read, one that fails.

Run as ``python -m tests.e2e.outlets_laid`` after ``tests.e2e.portal_items``.
"""

from __future__ import annotations

import os
from datetime import timedelta

import django

from .portal_items import AT

TAKES, REFUSES, READ, FAILS, SIGNED = (
    "市政府门户网站",
    "区融媒体客户端",
    "区住建局旧网站",
    "区公报网",
    "市政务公开平台",
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from django.db.models import F

    from gongkai.agencies.models import Agency
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.publication.models import Push, PushTarget
    from gongkai.publication.pushing import targets
    from gongkai.publication.taking_in import reading, sources

    housing = Agency.objects.get(name="示范区住房和城乡建设局")
    hour = timedelta(hours=1)
    for name, host in ((TAKES, "city"), (REFUSES, "app")):
        targets.add(OPERATOR, housing, name=name, address=f"https://{host}.example.cn/intake", at=AT)
    Push.objects.filter(target__name=TAKES).update(sent=F("asked"), next_at=None, sent_at=AT + hour)
    PushTarget.objects.filter(name=TAKES).update(took_at=AT + hour)
    refused = Push.objects.filter(target__name=REFUSES)
    refused.update(attempts=8, next_at=None, failure="对方没有接收（500）")
    refused.filter(pk=refused.values("pk")[:1]).update(attempts=2, next_at=AT + hour)
    for name, host in ((READ, "old"), (FAILS, "gazette")):
        one, _ = sources.add(
            OPERATOR, housing, kind="feed", name=name, address=f"https://{host}.example.cn/rss.xml", at=AT
        )
        failure = "" if name == READ else "来源没有给出订阅内容（404）"
        reading.note(one, said="收录3条", failure=failure, at=AT + hour)
    sources.add(OPERATOR, housing, kind="signed", name=SIGNED, at=AT)


if __name__ == "__main__":
    main()
