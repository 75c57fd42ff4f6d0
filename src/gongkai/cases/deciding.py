"""The answer: drafted with its outcome, submitted, returned or approved by the head, on screen or on paper.

With the approval the evidence is closed: what is added later is marked so (行诉法 35).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.cases import (
    counting,
    due,
    events,
    evidence,
    filing,
    fit,
    letter_values,
    papers,
    releases,
    reviewing,
    withholding,
)
from gongkai.cases.acting import finish, hold, words
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseFile, Consultation, Decision
from gongkai.cases.words import Kind
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.letters.models import Letter
from gongkai.statute import letters, outcomes


@transaction.atomic
def draft(
    user: Who,
    case: Case,
    *,
    reply: str,
    values: Mapping[str, object],
    path: Sequence[Sequence[str]] = (),
    revision: int | None = None,
    at: datetime,
) -> Decision:
    """Draft the answer of this round, or draft it anew: the letter changes with it, reviews of the old draft fall
    away. ``path``: the questions that led to the outcome, with their answers. Refused for a reply the law does
    not know, or grounds that cannot hold back a part."""
    held = hold(user, case, "cases.work", "draft", revision=revision, at=at)
    _of_the_kind(held, reply)
    on = day(at)
    row = outcomes.row_at(reply, on) if held.kind == Kind.DISCLOSURE else ""
    parts = letter_values.parts_of(values)
    if reply == "partial":
        outcomes.part_grounds([str(part.get("ground", "")) for part in parts], on)
    decision = _put(user, held, reply, row, values, path, at)
    withholding.put(decision, parts)
    data = {"reply": reply, "row": row, "revision": decision.revision}
    events.add(held, "drafted", on, letter=decision.letter, data=data, by=user, at=at)
    finish(user, held, "draft", "draft", data=data, at=at)
    return decision


def _put(
    user: Who,
    case: Case,
    reply: str,
    row: str,
    values: Mapping[str, object],
    path: Sequence[Sequence[str]],
    at: datetime,
) -> Decision:
    decision = locked(case) or Decision(case=case, round=case.round, revision=0)
    if decision.decided_on is not None:
        raise WrongState("处理决定已经批准，不能修改；请先退回。")
    letter = _letter(user, case, decision, letter_kind(reply), values, at)
    decision.reply, decision.row, decision.letter = reply, row, letter
    decision.values = json.dumps(dict(values), ensure_ascii=False, default=str)
    decision.path = [list(step) for step in path]
    decision.revision += 1
    decision.drafted_by, decision.drafted_at = person(user), at
    decision.returned_comments = ""
    decision.save()
    return decision


def _letter(
    user: Who, case: Case, decision: Decision, kind: str, values: Mapping[str, object], at: datetime
) -> Letter:
    """The draft that is there when it is of the kind, else a new one in its place."""
    old = decision.letter
    if old is not None and old.kind == kind and old.state == Letter.State.DRAFT:
        return papers.put_values(user, case, old, values, at=at)
    if old is not None and old.state != Letter.State.VOID:
        papers.set_aside(user, old, reason="改拟其他答复", at=at)
    return papers.draft(user, case, kind=kind, values=values, at=at)


def letter_kind(reply: str) -> str:
    """The letter of a reply; a correction has letters of its own (``correcting``)."""
    return _CORRECTIONS.get(reply, reply)


_CORRECTIONS = {
    "corrected": "correction-notice",
    "correction-refused": "correction-notice",
    "correction-transferred": "transfer-notice",
    "correction-told": "transfer-notice",
}
CORRECTIONS = tuple(_CORRECTIONS)


def values_of(decision: Decision) -> dict[str, object]:
    """What the clerk wrote."""
    found: dict[str, object] = json.loads(decision.values)
    return found


@transaction.atomic
def submit(user: Who, case: Case, *, revision: int | None = None, at: datetime) -> Decision:
    """To the head. Refused while the letter lacks an element, the file lacks evidence, somebody asked has not
    answered, or the outcome does not fit what a third party said."""
    held = hold(user, case, "cases.work", "submit", revision=revision, at=at)
    decision = _locked(held)
    ensure_ready(held, decision, on=day(at))
    decision.submitted_at, decision.returned_comments = at, ""
    decision.save(update_fields=["submitted_at", "returned_comments"])
    events.add(held, "submitted", day(at), data={"reply": decision.reply}, by=user, at=at)
    finish(user, held, "submit", "submit", data={"reply": decision.reply}, at=at)
    return decision


@transaction.atomic
def return_(user: Who, case: Case, *, comments: str, revision: int | None = None, at: datetime) -> Decision:
    """Back to the clerk, with what has to be put right. An approved answer that has not left comes back, too: its
    approval and what was counted fall away, its letter is void."""
    held = hold(user, case, "cases.approve", "return", revision=revision, at=at)
    decision = _locked(held)
    why = words(comments, "请写明退回的意见：哪里不对，怎样改。")
    if decision.decided_on is not None:
        _take_back(user, held, decision, at)
    decision.returned_comments, decision.submitted_at = why, None
    decision.save()
    events.add(held, "returned", day(at), by=user, at=at)
    finish(user, held, "return", "return", data={"reply": decision.reply}, at=at)
    return decision


def _take_back(user: Who, case: Case, decision: Decision, at: datetime) -> None:
    if decision.letter is not None and case.services.filter(letter=decision.letter).exists():
        raise WrongState("决定已经发出，不能退回。")
    counting.uncount(case, decision)
    if decision.letter is not None and decision.letter.state != Letter.State.DRAFT:
        papers.set_aside(user, decision.letter, reason="处理决定退回修改", at=at)
    case.files.filter(added_at__gte=decision.frozen_at).update(after_decision=False)
    withholding.undate(decision)
    decision.decided_on = decision.frozen_at = decision.approved_at = None
    decision.approved_by = decision.approval_scan = None
    decision.approved_on_paper_by = ""
    decision.revision += 1


@transaction.atomic
def approve(user: Who, case: Case, *, revision: int | None = None, at: datetime) -> Decision:
    """The head decides, today. Refused while a review is lacking, NotAllowed for whoever drafted it. From here on
    the evidence is closed."""
    held = hold(user, case, "cases.approve", "approve", revision=revision, at=at)
    decision = _locked(held)
    head = person(user)
    if head is None or reviewing.drew_up(head.pk, held):
        raise NotAllowed("您拟写过这份处理决定，不能由您批准；请由其他负责人批准。")
    decision.approved_by, decision.approved_at = head, at
    _decide(user, held, decision, on=day(at), at=at)
    data = {"reply": decision.reply, "row": decision.row, "on": day(at).isoformat()}
    finish(user, held, "approve", "approve", data=data, at=at)
    return decision


@transaction.atomic
def approve_on_paper(
    user: Who,
    case: Case,
    *,
    scan: Paper,
    approved_by: str,
    on: date,
    revision: int | None = None,
    at: datetime,
) -> Decision:
    """The head signed on paper; the scan of the signed sheet is the approval."""
    held = hold(user, case, "cases.work", "approve", revision=revision, at=at)
    decision = _locked(held)
    events.check_day(held, on, at)
    if held.received_on is not None and on < held.received_on:
        raise Refused("批准日期早于收到申请之日，请核对。")
    if reviewing.later_than(decision, on):
        raise Refused(
            "审查在批准日期之后，应当先审查、后批准（《保守国家秘密法实施条例》第四十二条）；请核对日期。"
        )
    decision.approved_on_paper_by = _signed(held, approved_by)
    decision.approval_scan = filing.put(user, held, scan, what=CaseFile.What.APPROVAL, at=at)
    decision.approved_at = at
    _decide(user, held, decision, on=on, at=at)
    data = {"reply": decision.reply, "row": decision.row, "on": on.isoformat(), "paper": True}
    finish(user, held, "approve", "approve", data=data, at=at)
    return decision


def _signed(case: Case, approved_by: str) -> str:
    """Who signed on paper. NotAllowed for whoever drafted any of it, as on screen."""
    name = words(approved_by, "请写明在纸质审批单上签字的负责人。")
    if "".join(name.split()) in {"".join(one.split()) for one in reviewing.drafters(case)}:
        raise NotAllowed(f"{name}拟写过这份处理决定，不能由本人批准；请由负责人签字。")
    return name


def _decide(user: Who, case: Case, decision: Decision, *, on: date, at: datetime) -> None:
    ensure_ready(case, decision, on=on)
    lacking = reviewing.missing(decision) if _reviewed(decision, on) else []
    if decision.reply in releases.GIVES:
        lacking += fit.lacking(case)
    if lacking:
        raise Refused(
            f"{'，'.join(lacking)}，不能批准（《条例》第十七条、《保守国家秘密法实施条例》第四十二条）。"
        )
    decision.decided_on, decision.frozen_at = on, at
    decision.save()
    withholding.date_them(case, decision, values_of(decision), calendar=due.calendar_of(case))
    counting.count(case, decision, on=on, moment="decision")
    data = {"reply": decision.reply, "paper": bool(decision.approved_on_paper_by)}
    events.add(case, "decided", on, letter=decision.letter, data=data, by=user, at=at)


def ensure_ready(case: Case, decision: Decision, *, on: date) -> None:
    """Refused with everything that is lacking."""
    lacking = [*unsaid(case, decision, on=on)]
    if case.kind == Kind.DISCLOSURE:
        lacking += [f"缺少{one.label}（{one.article}）" for one in _unproven(case, decision, on)]
        lacking += _unfit(case, decision)
        lacking += fit.lacking(case, checked=False) if decision.reply in releases.GIVES else []
    waiting = evidence.open_consultations(case)
    if waiting:
        lacking.append(f"{'、'.join(waiting)}尚未答复")
    if lacking:
        raise Refused(f"还不能提交：{'；'.join(lacking)}。")


def unsaid(case: Case, decision: Decision, *, on: date) -> list[str]:
    """What its letter must say and does not yet, without number and day."""
    kind = letters.letter_kind(letter_kind(decision.reply), on)
    full = letter_values.filled(case, kind.code, values_of(decision), on=on)
    return [fault.says.rstrip("。") for fault in letters.faults(kind, full, at_issue=False)]


def grounds_of(decision: Decision) -> list[str]:
    return letter_values.grounds_of(values_of(decision))


def _unproven(case: Case, decision: Decision, on: date) -> list[outcomes.Evidence]:
    return evidence.missing(case, decision, grounds=grounds_of(decision), on=on)


def _unfit(case: Case, decision: Decision) -> list[str]:
    """What is given against somebody who has a right to be heard."""
    if decision.reply not in releases.GIVES:
        return []
    parties = case.consultations.filter(whom=Consultation.Whom.THIRD_PARTY).exclude(opinion="agrees")
    if decision.reply == "partial" and "third-party" in grounds_of(decision):
        return []
    return [
        f"第三方{one.tag}不同意或者没有答复：请把其信息列入不予公开的部分（依据选“保护第三方合法权益”），"
        "或者认定其理由不合理，或者由负责人签署公共利益的理由（《条例》第三十二条）"
        for one in parties
        if one.opinion and one.reasonable is not False and one.override_at is None
    ]


def _reviewed(decision: Decision, on: date) -> bool:
    """Corrections are reviewed as well; what is not is said in the law's own table."""
    if decision.reply in CORRECTIONS:
        return True
    return any(one.code == "secrecy-review" for one in outcomes.reply(decision.reply, on).evidence)


def _of_the_kind(case: Case, reply: str) -> None:
    if (case.kind == Kind.CORRECTION) != (reply in CORRECTIONS):
        raise Refused("更正申请和公开申请各有答复种类，请在所列种类中选择（《条例》第四十一条）。")
    if reply == "withdrawn":
        raise Refused("撤回申请请用“登记撤回”。")


def _locked(case: Case) -> Decision:
    found = locked(case)
    if found is None:
        raise WrongState("还没有拟写处理决定。")
    return found


def locked(case: Case) -> Decision | None:
    """The answer of this round as it is now, held until the transaction ends."""
    return case.decisions.select_for_update(no_key=True, of=("self",)).filter(round=case.round).first()
