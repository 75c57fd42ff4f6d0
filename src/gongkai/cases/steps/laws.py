"""What the law says about a step at this moment: None, not now at all; "", yes; a sentence, why not yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import (
    answering,
    awaiting,
    consenting,
    consulting,
    deciding,
    due,
    effects,
    events,
    extending,
    fees,
    fit,
    online,
    papers,
    releases,
    reviewing,
    supplementing,
)
from gongkai.cases import closing as closing_
from gongkai.cases import delivering as delivering_
from gongkai.cases.models import Case, Consultation, Fee, OnlinePaper
from gongkai.cases.states import UNDECIDED, State
from gongkai.cases.steps.described import Law
from gongkai.cases.words import Kind
from gongkai.errors import Refused
from gongkai.letters.models import Letter
from gongkai.statute.clock import EventKind


def supplement(case: Case, target: Any, on: date) -> str | None:
    """Once, within the 7 working days, and not while one lies ready."""
    if events.of(case, EventKind.SUPPLEMENT_NOTICED) is not None or _drafted(case, supplementing.NOTICE):
        return None
    by = supplementing.notice_by(case)
    return None if by is not None and on > by.on else ""


def reasons(case: Case, target: Any, on: date) -> str | None:
    if events.of(case, EventKind.REASONS_ASKED) is not None or _drafted(case, "reasons-notice"):
        return None
    return _in_period(case, on)


def delay(case: Case, target: Any, on: date) -> str | None:
    came = events.of(case, EventKind.REASONS_RECEIVED) is not None
    told = events.of(case, EventKind.DELAYED_TO) is not None or _drafted(case, "delay-notice")
    return _in_period(case, on) if came and not told else None


def extension(case: Case, target: Any, on: date) -> str | None:
    if extending.pending(case) is not None or _drafted(case, extending.NOTICE):
        return None
    return refused(lambda: extending.ensure_possible(case, on))


def consent(case: Case, target: Any, on: date) -> str | None:
    if extending.pending(case) is None:
        return None
    return refused(lambda: extending.ensure_possible(case, on))


def fee(case: Case, target: Any, on: date) -> str | None:
    if Fee.objects.filter(case=case).exists():
        return None
    return _in_period(case, on)


def payment(case: Case, target: Any, on: date) -> str | None:
    return "" if Fee.objects.filter(case=case, paid_on=None).exclude(noticed_on=None).exists() else None


def late_payment(case: Case, target: Any, on: date) -> str | None:
    """For money that came all the same."""
    found = Fee.objects.filter(case=case, paid_on=None).first()
    return "" if found is not None and fees.came_late(case, found, on=on) else None


def no_consent(case: Case, target: Any, on: date) -> str | None:
    """While something may still be served, and they have not agreed before."""
    return "" if case.state in UNDECIDED and not consenting.given(case) else None


def consented(case: Case, target: Any, on: date) -> str | None:
    """As long as it stands: it may be taken back at any time (PIPL 15)."""
    return "" if case.electronic_service else None


def refund(case: Case, target: Any, on: date) -> str | None:
    found = Fee.objects.filter(case=case).exclude(paid_on=None).first()
    return "" if found and found.refunded_amount < found.paid_amount else None


def unsupplemented(case: Case, target: Any, on: date) -> str | None:
    return online.obstacle(case, OnlinePaper.What.SUPPLEMENT) if supplementing.expired(case, on=on) else None


def unpaid(case: Case, target: Any, on: date) -> str | None:
    found = Fee.objects.filter(case=case).first()
    if found is None or not fees.expired(found, on=on):
        return None
    return online.obstacle(case, OnlinePaper.What.PAYMENT)


def of_kind(kind: Kind) -> Law:
    """Requests for information and for correction have drafts of their own."""
    return lambda case, target, on: "" if case.kind == kind else None


def submission(case: Case, target: Any, on: date) -> str | None:
    decision = case.decisions.filter(round=case.round, decided_on=None).first()
    if decision is None:
        return None
    return refused(lambda: deciding.ensure_ready(case, decision, on=on))


def approval(case: Case, target: Any, on: date) -> str | None:
    found = submission(case, target, on)
    if found != "":
        return found
    decision = case.decisions.get(round=case.round)
    lacking = reviewing.missing(decision)
    lacking += fit.lacking(case) if decision.reply in releases.GIVES else []
    return f"{'，'.join(lacking)}。" if lacking else ""


def release(case: Case, target: Any, on: date) -> str | None:
    """While papers lie in the file that could be given."""
    return "" if releases.sources(case).exists() else None


def check_release(case: Case, target: Any, on: date) -> str | None:
    return "" if releases.waiting(case).exists() else None


def anothers_files(person: Person, case: Case) -> bool:
    return awaiting.to_check(person).filter(case=case).exists()


def anothers_draft(person: Person, case: Case) -> bool:
    return not reviewing.drew_up(person.pk, case)


def review(case: Case, target: Any, on: date) -> str | None:
    return "" if case.decisions.filter(round=case.round, decided_on=None).exists() else None


def closing(case: Case, target: Any, on: date) -> str | None:
    open_ = closing_.unfinished(case)
    return f"还不能办结：{'；'.join(open_)}。" if open_ else ""


def silence(case: Case, target: Consultation, on: date) -> str | None:
    """After their last day; another agency at any time."""
    if target.opinion:
        return None
    last = consulting.answer_by(target)
    if target.whom == Consultation.Whom.AGENCY:
        return ""
    if last is None:
        return "还没有登记对方收到征求意见书的日期。"
    return "" if on > last else f"对方的答复期限到{last}。"


def not_overridden(case: Case, target: Consultation, on: date) -> str | None:
    return "" if target.override_at is None else None


def not_told(case: Case, target: Consultation, on: date) -> str | None:
    """Who is to be told before the release; after a decision that keeps theirs back, nobody."""
    decided = case.decisions.filter(round=case.round).exclude(decided_on=None).first()
    if decided is not None and (
        decided.reply not in releases.GIVES or target not in answering.to_be_told(case, decided)
    ):
        return None
    return "" if target.notice is None or target.notice.state == Letter.State.VOID else None


def issuing(case: Case, target: Letter, on: date) -> str | None:
    """A decision after its approval, an extension after its consent."""
    return refused(lambda: papers.ensure_ready(case, target))


def offices(case: Case, target: Any, on: date) -> str | None:
    """Whom to ask: what the agency has below it."""
    below = Agency.objects.below(case.agency).exclude(pk=case.agency_id).on(on)
    return "" if below.exists() else "还没有登记本机关的科室；请系统管理员在“机构”中设立内设机构。"


def claiming(case: Case, target: Any, on: date) -> str | None:
    return "" if case.handler_id is None else None


def handing_over(case: Case, target: Any, on: date) -> str | None:
    return "" if case.handler_id is not None else None


def dispatching(case: Case, target: Letter, on: date) -> str | None:
    effect = effects.of(case, target)
    if effect.answers and case.state not in (State.APPROVED, State.DISPATCHED):
        return None
    if effects.too_late(case, target, on):
        return None
    return refused(lambda: effect.law(case, target, on))


def delivering(case: Case, target: Letter, on: date) -> str | None:
    """As dispatching; and somebody must be able to open it."""
    found = dispatching(case, target, on)
    if found != "":
        return found
    if not consenting.given(case):
        return "没有申请人同意电子送达的书面材料；请先登记同意，或者邮寄、当面送达。"
    return refused(lambda: delivering_.ensure_reached(case))


def dispatching_late(case: Case, target: Letter, on: date) -> str | None:
    """What the law no longer lets act today may have left in time, or too late: either is taken down."""
    over = case.state in (State.ANSWERED, State.CLOSED)
    return "" if not over and effects.too_late(case, target, on) else None


def unlinking(case: Case, target: Any, on: date) -> str | None:
    return "" if case.repeats_id is not None else None


def linking(case: Case, target: Any, on: date) -> str | None:
    """Where this applicant asked this agency before."""
    same = Case.objects.filter(agency=case.agency, applicant=case.applicant_id, arrived_on__lte=case.arrived_on)
    return "" if case.repeats_id is None and same.exclude(pk=case.pk).exists() else None


def merging(case: Case, target: Any, on: date) -> str | None:
    """Where the same applicant has another open case of the kind."""
    same = Case.objects.filter(agency=case.agency, applicant=case.applicant_id, kind=case.kind, state=State.OPEN)
    return "" if same.exclude(pk=case.pk).exists() else None


def refused(question: Callable[[], object]) -> str:
    """The sentence of a refusal, "" when there is none."""
    try:
        question()
    except Refused as refusal:
        return str(refusal)
    return ""


def _in_period(case: Case, on: date) -> str | None:
    last = due.last_day(case, on=on)
    return "" if last is None or on <= last else None


def _drafted(case: Case, kind: str) -> bool:
    letters = Letter.objects.filter(subject=case.key, kind=kind).exclude(state=Letter.State.VOID)
    return letters.filter(pk__in=case.events.filter(round=case.round).values("letter")).exists()
