"""A file from outside in which a virus was found after it had come in: the clerks are told, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from gongkai.cases.models import Incoming, IncomingFile
from gongkai.documents.models import Scan
from gongkai.jobs.registry import Periodic, register
from gongkai.notices.alarms import CLERKS, tell

_SUBJECT = "依申请公开：一件来件的附件中发现病毒"
# What was found longer ago was told long ago.
_RECENT = timedelta(days=30)


def tell_of_infected(at: datetime) -> int:
    """The periodic job; how many people were told of something new."""
    found = IncomingFile.objects.filter(file__scan__state=Scan.State.INFECTED,
                                        file__scan__answered_at__gt=at - _RECENT)  # fmt: skip
    papers = Incoming.objects.filter(pk__in=found.values("incoming")).select_related("agency")
    return sum(_tell(one, at) for one in papers.order_by("pk"))


def _tell(paper: Incoming, at: datetime) -> int:
    body = (
        f"{paper.number}的附件中发现病毒，已经不能打开。请联系申请人另行提供这份材料；"
        "申请本身照常登记、办理，答复期限不受影响。"
    )
    occasion = f"infected:{paper.key}"
    told = tell(paper.agency, CLERKS, occasion=occasion, subject=_SUBJECT, body=body, about=paper.key, at=at)
    return len(told)


register(Periodic("cases.infected", "提醒附件中发现病毒", timedelta(minutes=5), tell_of_infected))
