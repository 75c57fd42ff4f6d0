"""What an applicant sent by the page of the request and no clerk has taken up yet: nothing is decided past it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gongkai.cases.models import Case, Incoming, OnlinePaper
from gongkai.errors import Refused


def unsettled() -> QuerySet[OnlinePaper]:
    """Of all cases; without what was sent before there was one."""
    return OnlinePaper.objects.filter(incoming__settled_as=Incoming.SettledAs.WAITING).exclude(case=None)


def waiting(case: Case) -> QuerySet[OnlinePaper]:
    """The oldest first; what was sent before the request was registered is about the case that it became."""
    early = Q(case=None, about__case=case, about__settled_as=Incoming.SettledAs.CASE)
    rows = OnlinePaper.objects.filter(Q(case=case) | early, incoming__settled_as=Incoming.SettledAs.WAITING)
    return rows.select_related("incoming").order_by("pk")


def obstacle(case: Case, what: str) -> str:
    """Why the case cannot be given up for want of it; "" when nothing of the kind waits."""
    found = waiting(case).filter(what=what).first()
    if found is None:
        return ""
    label, number = found.get_what_display(), found.incoming.number
    return f"申请人已在网上提交“{label}”（来件{number}），还没有登记；请先打开这件来件。"


def ensure_none(case: Case, what: str) -> None:
    """Refused while one waits."""
    if why := obstacle(case, what):
        raise Refused(why)
