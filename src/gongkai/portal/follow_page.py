"""The page of one request, as whoever made it may see it; a list where several cases came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.cases import settings
from gongkai.cases.following import answer, given, offered
from gongkai.cases.following.asked import asked
from gongkai.cases.following.holder import Holder
from gongkai.cases.following.standing import Standing, Until, standing, until
from gongkai.cases.following.story import story
from gongkai.cases.models import Case, Fee, OnlinePaper
from gongkai.supervision.appraisal.queries import on_answers

from .follow_session import following

What = OnlinePaper.What
# How a step is called on its button.
BUTTONS = {
    What.SUPPLEMENT: "提交补正",
    What.REASONS: "说明理由",
    What.PAYMENT: "上传缴费凭证",
    What.WITHDRAWAL: "撤回申请",
    What.CONSENT: "同意电子送达",
    What.REVOCATION: "撤回电子送达的同意",
    What.PROBLEM: "反映问题",
}
# What the office waits for: the one filled button.
ASKED = frozenset({What.SUPPLEMENT, What.REASONS, What.PAYMENT})


@dataclass(frozen=True, slots=True)
class Step:
    """``waiting``: the same lies with a clerk."""

    what: str
    words: str
    waiting: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One of several cases, as a row."""

    number: int
    case: Case
    standing: Standing
    until: Until | None


@following
def overview(request: HttpRequest, holder: Holder, at: datetime) -> HttpResponse:
    """Straight to the one; a list where there are several."""
    if len(holder.cases) <= 1:
        return redirect("portal:follow_one", number=len(holder.cases))
    on = timezone.localdate(at)
    rows = [
        Listed(number, case, standing(holder, case, on=on), until(case, on=on))
        for number, case in enumerate(holder.cases, 1)
    ]
    return render(request, "portal/follow/several.html", {"holder": holder, "rows": rows, "column": "follow"})


@following
def one(request: HttpRequest, holder: Holder, at: datetime, number: int) -> HttpResponse:
    """``number``: the so-manieth of the holder's cases; 0 while there is none."""
    case = case_of(holder, number)
    return render(request, "portal/follow/one.html", {**shown(holder, case, number, timezone.localdate(at))})


def case_of(holder: Holder, number: int) -> Case | None:
    """None for 0, before the request is registered. A page that is not there for a number beyond."""
    if number == 0 and not holder.cases:
        return None
    found = holder.numbered(number)
    if found is None:
        raise Http404
    return found


def shown(holder: Holder, case: Case | None, number: int, on: date) -> dict[str, object]:
    day = until(case, on=on) if case else None
    steps = [Step(o.what, BUTTONS[o.what], o.waiting) for o in offered.offered(holder, case)]
    return {
        "column": "follow",
        "holder": holder,
        "incoming": holder.incoming,
        "agency": holder.agency,
        "case": case,
        "number": number,
        "standing": standing(holder, case, on=on),
        "until": day,
        "words": asked(case) if case else None,
        "asked": [one for one in steps if one.what in ASKED],
        "others": [one for one in steps if one.what not in ASKED],
        "answers": answer.answers(case) if case else (),
        "underway": answer.sent(case) if case else None,
        "silent": answer.unanswered(case, day, on=on) if case else (),
        "given": given.given(case) if case else (),
        "fee": Fee.objects.filter(case=case).exclude(noticed_on=None).first() if case else None,
        "how_to_pay": settings.of(holder.agency).how_to_pay,
        "story": story(holder, case),
        "sent": holder.sent(case),
        # Content with the handling, once there is an answer; a sheet knows nothing of the case.
        "satisfaction": on_answers(holder.agency, on) if case and case.answered_on else (),
    }
