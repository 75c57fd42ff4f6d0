"""Every verb between an open and a closed case, with a case in which it works: for the tests that ask the same of
each of them (wrong person, wrong state, an older page, the audit entry)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind as AgencyKind
from gongkai.agencies.models import Agency
from gongkai.cases import (
    abandoning,
    assigning,
    closing,
    consulting,
    correcting,
    deciding,
    dispatching,
    events,
    extending,
    fees,
    filing,
    papers,
    reasons,
    redating,
    relating,
    releasing,
    reviewing,
    searching,
    supplementing,
    tasks_of_offices,
    withdrawing,
    withholding,
)
from gongkai.cases.dispatching import Way
from gongkai.cases.models import Case, Consultation, Decision, Fee, Withheld
from gongkai.cases.words import Kind, Route
from gongkai.letters.models import Letter
from gongkai.statute.clock import EventKind
from tests.district import found

from . import walk
from .walk import Office, at, paper

RECEIVED = date(2026, 3, 2)
DAY = date(2026, 3, 4)
NEXT = date(2026, 3, 5)

# The action with everything but who does it, the revision and the time.
Do = Callable[..., object]


@dataclass(frozen=True)
class Ready:
    """A case in which the deed is possible, who may do it, and the deed."""

    case: Case
    who: Person
    do: Do
    on: date = DAY


Prepare = Callable[[Office], Ready]


def _open(office: Office, **kwargs: Any) -> Case:
    return walk.opened(office.agency, RECEIVED, **kwargs)


def unit_of(office: Office) -> Agency:
    before = Agency.objects.filter(name="社会救助科").first()
    return before or found("社会救助科", office.agency, 1, AgencyKind.INTERNAL)


def noticed(office: Office) -> Case:
    """Waiting for the supplement until 1 April."""
    case = _open(office)
    letter = supplementing.prepare(office.clerk, case, items="请明确名称。", until=date(2026, 4, 1), at=at(DAY, 9))
    office.served(office.post(case, letter, DAY), DAY)
    return case


def reasoned(office: Office) -> Case:
    """Waiting for reasons until 1 April."""
    case = _open(office)
    letter = reasons.ask(office.clerk, case, excess="一月三百件", until=date(2026, 4, 1), at=at(DAY, 9))
    office.served(office.post(case, letter, DAY), DAY)
    return case


def charged(office: Office) -> Case:
    """Waiting for 380 yuan."""
    case = _open(office)
    fee = fees.prepare(office.clerk, case, method=Fee.Method.BY_VOLUME, pages=68, at=at(DAY, 9))
    assert fee.letter is not None
    office.served(office.post(case, fee.letter, DAY), DAY)
    return case


def asked(office: Office, whom: str = "third-party", *, got: date | None = DAY, **values: object) -> Consultation:
    """The letter to somebody has left, and came."""
    case = _open(office)
    made = consulting.ask(
        office.clerk,
        case,
        whom=whom,
        party="示范建材有限公司",
        extract="低保资金采购合同",
        values=values,
        at=at(DAY, 9),
    )
    assert made.letter is not None
    service = office.post(case, made.letter, DAY)
    if got:
        office.served(service, got)
    return made


def refused(office: Office) -> Consultation:
    made = asked(office)
    return consulting.hear(office.clerk, made, opinion="refuses", reasons="涉及商业秘密", on=NEXT, at=at(NEXT))


def drafted(office: Office) -> Case:
    case = _open(office)
    office.draft(case, DAY)
    return case


def submitted(office: Office) -> Case:
    case = drafted(office)
    office.review(case, DAY)
    deciding.submit(office.clerk, case, at=at(DAY, 12))
    return case


def approved(office: Office) -> Decision:
    return deciding.approve(office.head, submitted(office), at=at(DAY, 13))


def sealed(office: Office) -> tuple[Case, Letter]:
    decision = approved(office)
    assert decision.letter is not None
    return decision.case, office.sealed(decision.case, decision.letter, DAY)


def answered(office: Office) -> Case:
    case, letter = sealed(office)
    office.served(office.post(case, letter, DAY), NEXT)
    return case


def withheld(office: Office) -> Withheld:
    case = _open(office)
    office.served(office.answer(case, DAY, "process", **_of("process")), NEXT)
    return Withheld.objects.get(decision__case=case)


def _of(reply: str) -> dict[str, object]:
    from .histories import values_for

    return values_for(reply, DAY)


def _assign(office: Office) -> Ready:
    case = _open(office)
    unit = unit_of(office)
    return Ready(case, office.head, lambda user, **k: assigning.assign(user, case, unit=unit, **k))


def _claim(office: Office) -> Ready:
    case = _open(office)
    return Ready(case, office.clerk, lambda user, **k: assigning.claim(user, case, **k))


def _hand_over(office: Office) -> Ready:
    from gongkai.agencies.roles import Role
    from tests.district import invited

    case = assigning.claim(office.clerk, _open(office), at=at(DAY, 9))
    other = invited("colleague", office.agency, Role.CLERK)
    return Ready(case, office.clerk, lambda user, **k: assigning.hand_over(user, case, to=other, **k))


def _supplement(office: Office) -> Ready:
    case = _open(office)
    until = date(2026, 4, 1)
    return Ready(case, office.clerk, lambda user, **k: supplementing.prepare(
        user, case, items="请明确名称。", until=until, **k))  # fmt: skip


def _receive_supplement(office: Office) -> Ready:
    case = noticed(office)
    return Ready(case, office.clerk, lambda user, **k: supplementing.receive(user, case, on=NEXT, **k), NEXT)


def _unsupplemented(office: Office) -> Ready:
    case = noticed(office)
    return Ready(
        case, office.clerk, lambda user, **k: abandoning.unsupplemented(user, case, **k), date(2026, 4, 2)
    )


def _ask_reasons(office: Office) -> Ready:
    case = _open(office)
    until = date(2026, 4, 1)
    return Ready(case, office.clerk, lambda user, **k: reasons.ask(user, case, excess="三百件", until=until, **k))


def _receive_reasons(office: Office) -> Ready:
    case = reasoned(office)
    return Ready(case, office.clerk, lambda user, **k: reasons.receive(user, case, on=NEXT, **k), NEXT)


def _delay(office: Office) -> Ready:
    case = reasoned(office)
    reasons.receive(office.clerk, case, on=NEXT, at=at(NEXT, 9))
    until = date(2026, 6, 30)
    return Ready(case, office.clerk, lambda user, **k: reasons.delay(user, case, reasons="量大", until=until, **k),
                 NEXT)  # fmt: skip


def _ask_office(office: Office) -> Ready:
    case, unit = _open(office), unit_of(office)
    return Ready(case, office.clerk, lambda user, **k: tasks_of_offices.ask(
        user, case, unit=unit, question="有无此方案？", due_on=NEXT, **k))  # fmt: skip


def _answer_task(office: Office) -> Ready:
    case, unit = _open(office), unit_of(office)
    task = tasks_of_offices.ask(office.clerk, case, unit=unit, question="有无？", due_on=NEXT, at=at(DAY, 9))
    return Ready(case, office.clerk, lambda user, **k: tasks_of_offices.answer(
        user, task, has_it=True, answer="在2025年案卷中", **k))  # fmt: skip


def _search(office: Office) -> Ready:
    case = _open(office)
    return Ready(case, office.clerk, lambda user, **k: searching.record_search(
        user, case, systems="档案系统", keywords="低保", on=DAY, result="未检索到", found=False,
        searched_by="经办", **k))  # fmt: skip


def _sign_search(office: Office) -> Ready:
    case = _open(office)
    made = searching.record_search(
        office.clerk, case, systems="档案系统", keywords="低保", on=DAY, result="未检索到", found=False,
        searched_by="库管", sign=False, at=at(DAY, 9),
    )  # fmt: skip
    return Ready(case, office.clerk, lambda user, **k: searching.sign(user, made, **k))


def _consult(office: Office) -> Ready:
    case = _open(office)
    return Ready(case, office.clerk, lambda user, **k: consulting.ask(
        user, case, whom="third-party", party="示范公司", extract="采购合同", **k))  # fmt: skip


def _hear(office: Office) -> Ready:
    made = asked(office)
    return Ready(made.case, office.clerk, lambda user, **k: consulting.hear(
        user, made, opinion="agrees", on=NEXT, **k), NEXT)  # fmt: skip


def _silence(office: Office) -> Ready:
    made = asked(office)
    return Ready(made.case, office.clerk, lambda user, **k: consulting.silent(user, made, **k), date(2026, 3, 26))


def _find(office: Office) -> Ready:
    made = refused(office)
    return Ready(made.case, office.clerk, lambda user, **k: consulting.find(
        user, made, reasonable=False, finding="不涉及商业秘密", **k), NEXT)  # fmt: skip


def _override(office: Office) -> Ready:
    made = refused(office)
    return Ready(made.case, office.head, lambda user, **k: consulting.override(
        user, made, reasons="关系公共资金使用", **k), NEXT)  # fmt: skip


def _notify(office: Office) -> Ready:
    made = refused(office)
    return Ready(made.case, office.clerk, lambda user, **k: consulting.notify(
        user, made, released="合同金额", reasons="关系公共资金使用", **k), NEXT)  # fmt: skip


def _ask_extension(office: Office) -> Ready:
    case = _open(office)
    return Ready(case, office.clerk, lambda user, **k: extending.ask(user, case, reasons="案卷多", days=10, **k))


def _consent(office: Office) -> Ready:
    case = _open(office)
    extending.ask(office.clerk, case, reasons="案卷多", days=10, at=at(DAY, 9))
    return Ready(case, office.head, lambda user, **k: extending.consent(user, case, **k))


def _decline(office: Office) -> Ready:
    case = _open(office)
    extending.ask(office.clerk, case, reasons="案卷多", days=10, at=at(DAY, 9))
    return Ready(case, office.head, lambda user, **k: extending.decline(user, case, comments="来得及", **k))


def _fee(office: Office) -> Ready:
    case = _open(office)
    return Ready(case, office.clerk, lambda user, **k: fees.prepare(user, case, method="by_volume", pages=68, **k))


def _pay(office: Office) -> Ready:
    case = charged(office)
    return Ready(case, office.clerk, lambda user, **k: fees.pay(
        user, case, amount=380, on=NEXT, receipt_number="鲁财0001", **k), NEXT)  # fmt: skip


def _pay_late(office: Office) -> Ready:
    case, late = charged(office), date(2026, 4, 10)
    return Ready(case, office.clerk, lambda user, **k: fees.pay_late(
        user, case, amount=380, on=late, receipt_number="鲁财0001", **k), late)  # fmt: skip


def _refund(office: Office) -> Ready:
    case = charged(office)
    fees.pay(office.clerk, case, amount=380, on=NEXT, receipt_number="鲁财0001", at=at(NEXT, 9))
    return Ready(case, office.clerk, lambda user, **k: fees.refund(
        user, case, amount=80, on=NEXT, reason="多收", **k), NEXT)  # fmt: skip


def _unpaid(office: Office) -> Ready:
    case = charged(office)
    return Ready(case, office.clerk, lambda user, **k: abandoning.unpaid(user, case, **k), date(2026, 4, 10))


def _link(office: Office) -> Ready:
    earlier = _open(office)
    case = _open(office, who=earlier.applicant)
    return Ready(case, office.clerk, lambda user, **k: relating.link(user, case, earlier, **k))


def _unlink(office: Office) -> Ready:
    earlier = _open(office)
    case = relating.link(office.clerk, _open(office, who=earlier.applicant), earlier, at=at(DAY, 9))
    return Ready(case, office.clerk, lambda user, **k: relating.unlink(user, case, **k))


def _draft(office: Office) -> Ready:
    case = _open(office)
    return Ready(case, office.clerk, lambda user, **k: deciding.draft(
        user, case, reply="granted", values=walk.GRANTED, **k))  # fmt: skip


def _correction(office: Office) -> Ready:
    case = _open(office, kind=Kind.CORRECTION)
    return Ready(case, office.clerk, lambda user, **k: correcting.draft(
        user, case, result="corrected", values={"found": "登记有误"}, **k))  # fmt: skip


def _review(office: Office) -> Ready:
    case = drafted(office)
    return Ready(case, office.reviewer, lambda user, **k: reviewing.review(
        user, case, what="secrecy", passed=True, **k))  # fmt: skip


def _submit(office: Office) -> Ready:
    case = drafted(office)
    return Ready(case, office.clerk, lambda user, **k: deciding.submit(user, case, **k))


def _return(office: Office) -> Ready:
    case = submitted(office)
    return Ready(case, office.head, lambda user, **k: deciding.return_(user, case, comments="理由不清", **k))


def _approve(office: Office) -> Ready:
    case = submitted(office)
    return Ready(case, office.head, lambda user, **k: deciding.approve(user, case, **k))


def _approve_on_paper(office: Office) -> Ready:
    case = submitted(office)
    return Ready(case, office.clerk, lambda user, **k: deciding.approve_on_paper(
        user, case, scan=paper(), approved_by="负责人", on=DAY, **k))  # fmt: skip


def _write(office: Office) -> Ready:
    case = _open(office)
    return Ready(case, office.clerk, lambda user, **k: papers.prepare(user, case, kind="receipt", values={}, **k))


def _revise(office: Office) -> Ready:
    case = _open(office)
    letter = papers.prepare(office.clerk, case, kind="receipt", values={}, at=at(DAY, 9))
    return Ready(case, office.clerk, lambda user, **k: papers.revise(user, case, letter, values={}, **k))


def _issue(office: Office) -> Ready:
    decision = approved(office)
    letter = decision.letter
    assert letter is not None
    return Ready(decision.case, office.clerk, lambda user, **k: papers.issue(user, decision.case, letter, **k))


def _seal(office: Office) -> Ready:
    decision = approved(office)
    assert decision.letter is not None
    letter = papers.issue(office.clerk, decision.case, decision.letter, at=at(DAY, 14))
    return Ready(decision.case, office.clerk, lambda user, **k: papers.seal(
        user, decision.case, letter, paper=paper(), **k))  # fmt: skip


def _void(office: Office) -> Ready:
    case = _open(office)
    letter = papers.prepare(office.clerk, case, kind="receipt", values={}, at=at(DAY, 9))
    return Ready(case, office.clerk, lambda user, **k: papers.void(user, case, letter, reason="写错", **k))


def _dispatch(office: Office) -> Ready:
    case, letter = sealed(office)
    way = Way(Route.POST, carrier="EMS", postal_number="EA123456789CN")
    return Ready(case, office.clerk, lambda user, **k: dispatching.dispatch(user, case, letter, way, on=DAY, **k))


def _serve(office: Office) -> Ready:
    case, letter = sealed(office)
    service = office.post(case, letter, DAY)
    return Ready(case, office.clerk, lambda user, **k: dispatching.serve(
        user, service, result="served", on=NEXT, proof=paper(), **k), NEXT)  # fmt: skip


def _withdraw(office: Office) -> Ready:
    case = _open(office)
    return Ready(
        case, office.clerk, lambda user, **k: withdrawing.withdraw(user, case, on=DAY, paper=paper(), **k)
    )


def _close(office: Office) -> Ready:
    case = answered(office)
    return Ready(case, office.reviewer, lambda user, **k: closing.close(user, case, **k), NEXT)


def _reopen(office: Office) -> Ready:
    case = answered(office)
    return Ready(case, office.reviewer, lambda user, **k: closing.reopen(
        user, case, ground="review", on=NEXT, document_number="复决〔2026〕1号", **k), NEXT)  # fmt: skip


def _file(office: Office) -> Ready:
    case = _open(office)
    return Ready(case, office.clerk, lambda user, **k: filing.add(user, case, paper(), what="proof", **k))


def _redate(office: Office) -> Ready:
    case = _open(office)
    event = walk.line(case, EventKind.RECEIVED)
    return Ready(case, office.clerk, lambda user, **k: redating.redate(
        user, event, on=date(2026, 3, 3), reason="收文章为3日", **k))  # fmt: skip


def _strike(office: Office) -> Ready:
    made = asked(office)
    consulting.hear(office.clerk, made, opinion="agrees", on=NEXT, at=at(NEXT, 9))
    event = walk.line(made.case, EventKind.OPINION_RECEIVED)
    return Ready(made.case, office.clerk, lambda user, **k: events.strike(user, event, reason="记错了", **k), NEXT)


def _reassess(office: Office) -> Ready:
    one = withheld(office)
    return Ready(one.decision.case, office.clerk, lambda user, **k: withholding.reassess(
        user, one, result="仍不宜公开", **k), DAY + timedelta(days=366))  # fmt: skip


# By the verb of the audit entry.
def _choose_file(office: Office) -> Ready:
    from . import giving

    case = _open(office)
    source = giving.information(office, case)
    return Ready(case, office.clerk, lambda user, **k: releasing.choose(user, case, source=source, **k))


def _drop_file(office: Office) -> Ready:
    from . import giving

    one = giving.chosen(office)
    return Ready(one.case, office.clerk, lambda user, **k: releasing.drop(user, one.case, one, **k))


def _prepare_file(office: Office) -> Ready:
    from . import giving

    one = giving.chosen(office)
    return Ready(one.case, office.clerk, lambda user, **k: releasing.as_it_is(user, one.case, one, **k))


def _check_file(office: Office) -> Ready:
    from . import giving

    one = giving.prepared(office)
    return Ready(one.case, office.reviewer, lambda user, **k: releasing.check(user, one.case, one, **k))


def _refuse_file(office: Office) -> Ready:
    from . import giving

    one = giving.prepared(office)
    return Ready(one.case, office.reviewer, lambda user, **k: releasing.refuse(
        user, one.case, one, reason="张三丰的电话没有遮盖", **k))  # fmt: skip


DEEDS: Mapping[str, Prepare] = {
    "assign": _assign, "claim": _claim, "hand_over": _hand_over, "write:supplement": _supplement,
    "receive_supplement": _receive_supplement, "no_good_reason": _unsupplemented, "write:reasons": _ask_reasons,
    "receive_reasons": _receive_reasons, "write:delay": _delay, "ask_office": _ask_office,
    "answer_task": _answer_task, "search": _search, "sign_search": _sign_search, "consult": _consult,
    "hear": _hear, "silence": _silence, "find": _find, "override": _override, "notify_third_party": _notify,
    "ask_extension": _ask_extension, "consent_extension": _consent, "decline_extension": _decline, "fee": _fee,
    "pay": _pay, "pay_late": _pay_late, "refund": _refund, "draft:unpaid": _unpaid, "link": _link,
    "unlink": _unlink, "draft": _draft,
    "draft:correction": _correction, "review": _review, "submit": _submit, "return": _return, "approve": _approve,
    "approve:paper": _approve_on_paper, "write": _write, "revise": _revise, "issue": _issue, "seal": _seal,
    "void": _void, "dispatch": _dispatch, "serve": _serve, "withdraw": _withdraw, "close": _close,
    "reopen": _reopen, "file": _file, "redate_event": _redate, "strike": _strike, "reassess": _reassess,
    "choose_file": _choose_file, "drop_file": _drop_file, "prepare_file": _prepare_file,
    "check_file": _check_file, "refuse_file": _refuse_file,
}  # fmt: skip
