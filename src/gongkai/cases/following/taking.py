"""The clerk's side of what an applicant sent by the page: the one step that it asks for, or the answer to it.

of_incoming(incoming) -> OnlinePaper?
step_of(paper, case) -> code          of ``steps``; "" for a problem, which is answered
case_of(paper) -> Case?               none before the request is registered
take(user, paper, *, values, at)      the step, with the papers into the file, in one transaction
answer(user, paper, *, text, at)      to a problem; the applicant reads it on the page
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases import consenting, fees, reasons, supplementing, telling, withdrawing
from gongkai.cases import incoming as arriving
from gongkai.cases.acting import words
from gongkai.cases.models import Case, CaseFile, Fee, Incoming, OnlinePaper
from gongkai.errors import WrongState

What = OnlinePaper.What
FILED_AS: Mapping[str, CaseFile.What] = {
    What.SUPPLEMENT: CaseFile.What.SUPPLEMENT,
    What.REASONS: CaseFile.What.SUPPLEMENT,
    What.PAYMENT: CaseFile.What.PROOF,
    What.WITHDRAWAL: CaseFile.What.OTHER,
    What.CONSENT: CaseFile.What.OTHER,
    What.REVOCATION: CaseFile.What.OTHER,
    What.PROBLEM: CaseFile.What.OTHER,
}
# The days that follow from when it came: nobody types them.
OF_THE_DAY = frozenset({What.SUPPLEMENT, What.REASONS, What.WITHDRAWAL, What.CONSENT})
ANSWERED = "申请人通过查询页面反映问题，已在该页面答复。"


def of_incoming(incoming: Incoming) -> OnlinePaper | None:
    """What was sent by the page; None for anything else that came in."""
    rows = OnlinePaper.objects.select_related("about__case", "case__agency", "incoming__agency")
    return rows.filter(incoming=incoming).first()


def came_on(paper: OnlinePaper) -> date:
    """The day in Shanghai on which it came, at whatever hour."""
    return day(paper.sent_at)


def case_of(paper: OnlinePaper) -> Case | None:
    """What was sent before the request was registered is about the case that it became."""
    if paper.case is not None or paper.about.settled_as != Incoming.SettledAs.CASE:
        return paper.case
    return paper.about.case


def step_of(paper: OnlinePaper, case: Case) -> str:
    """The code of the step in ``steps.STEPS``; "" for what has none."""
    if paper.what == What.PAYMENT:
        fee = Fee.objects.filter(case=case).first()
        return "pay-late" if fee and fees.came_late(case, fee, on=came_on(paper)) else "pay"
    return _STEPS.get(paper.what, "")


@transaction.atomic
def take(
    user: Who, paper: OnlinePaper, *, values: Mapping[str, Any], revision: int | None = None, at: datetime
) -> Case:
    """Its papers go into the file of the case and the step is taken; both or neither. WrongState for one that was
    settled, before the request is registered, or when the case is past it (then it can still be filed)."""
    case = case_of(paper)
    if case is None:
        raise WrongState("原来的来件还没有登记为申请；请先登记，再办理申请人后来提交的材料。")
    arriving.paper(user, paper.incoming, case=case, what=FILED_AS[paper.what], at=at)
    given = dict(values)
    if paper.what in OF_THE_DAY:
        given["on"] = came_on(paper)
    if paper.what == What.WITHDRAWAL:
        given["paper"] = _statement(paper, case)
    else:
        telling.tell(case, "paper", occasion=paper.key, at=at)
    # Filing it counted the case up once.
    seen = revision + 1 if revision is not None else None
    _ACTS[step_of(paper, case)](user, case, **given, revision=seen, at=at)
    return case


@transaction.atomic
def answer(user: Who, paper: OnlinePaper, *, text: str, at: datetime) -> OnlinePaper:
    """What the applicant is told. WrongState for what is no problem, or was settled."""
    if paper.what != What.PROBLEM:
        raise WrongState(f"这是“{paper.get_what_display()}”，请办理相应的步骤。")
    said = words(text, "请写明答复：怎样处理，申请人还可以怎样做。")
    case = case_of(paper)
    if case is not None:
        arriving.paper(user, paper.incoming, case=case, what=FILED_AS[paper.what], at=at)
    else:
        arriving.not_a_request(user, paper.incoming, reason=ANSWERED, at=at)
    paper.answer, paper.answered_at = said, at
    paper.save(update_fields=["answer", "answered_at"])
    if case is not None:
        telling.tell(case, "problem", occasion=paper.key, at=at)
    record("follow.answer", actor=actor(user), agency=paper.incoming.agency, object=paper, at=at)
    return paper


def _statement(paper: OnlinePaper, case: Case) -> CaseFile:
    """The applicant's own words among the papers that were filed a moment ago: the first of those that came."""
    first = paper.incoming.files.order_by("pk").first()
    filed = case.files.filter(file=first.file).last() if first else None
    if filed is None:
        raise WrongState("申请人提交的撤回材料不在案卷里，没有登记撤回。")
    return filed


_STEPS: Mapping[str, str] = {
    What.SUPPLEMENT: "receive-supplement",
    What.REASONS: "receive-reasons",
    What.WITHDRAWAL: "withdraw",
    What.CONSENT: "consent-electronic",
}
_ACTS: Mapping[str, Callable[..., object]] = {
    "receive-supplement": supplementing.receive,
    "receive-reasons": reasons.receive,
    "pay": fees.pay,
    "pay-late": fees.pay_late,
    "withdraw": withdrawing.withdraw,
    "consent-electronic": consenting.consent,
}
