"""Answering a request for one's own data: who it is, what is held, what is put right, what may go, and why not.

prove(user, asked, …)              somebody has shown who they are; nothing is shown before
look / export(user, asked, …)      what is held, for the desk and for the person; both are recorded
answer(user, asked, …)             granted or refused with a reason; a correction is made with it
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases import applicants
from gongkai.cases.acting import words
from gongkai.cases.applicants import Details
from gongkai.cases.models import Applicant, Case, DataRequest
from gongkai.cases.own_data import held
from gongkai.cases.retention import due, periods, proposing
from gongkai.errors import Refused, WrongState
from gongkai.writers.record import Block, Record

What = DataRequest.What
# What somebody may have put right: never the class, which the figures of the annual report rest on.
CORRECTABLE = ("name", "representative", "document_number", "phone", "email", "address", "postcode")


@transaction.atomic
def prove(
    user: Who, asked: DataRequest, *, number: str = "", document_number: str = "", proof: str, at: datetime
) -> DataRequest:
    """Who it is: the applicant of a request with this ``number``, or the one with this document number; ``proof``:
    what was shown. Refused where the two do not lead to one applicant of this agency."""
    row = _unanswered(user, asked, at)
    row.identity_proof = words(proof, "请写明核对了什么：当面出示的证件、授权委托书等。")
    row.case, row.applicant = _found(row, number.strip(), document_number.strip())
    row.save(update_fields=["identity_proof", "case", "applicant"])
    record(
        "data.prove",
        actor=actor(user),
        agency=row.agency,
        object=row,
        data={"applicant": row.applicant.key},
        at=at,
    )
    return row


def _found(asked: DataRequest, number: str, document_number: str) -> tuple[Case | None, Applicant]:
    case = (
        Case.objects.filter(agency=asked.agency, number=number).select_related("applicant").first()
        if number
        else None
    )
    if number and case is None:
        raise Refused(f"本机关没有编号为“{number}”的申请，请核对。")
    known = applicants.by_number(asked.agency, document_number) if document_number else None
    if document_number and known is None:
        raise Refused("本机关没有这个证件号码的申请人；确认没有的，可以直接答复“没有保存”。")
    if case is not None and known is not None and not held.cases_of(known).filter(pk=case.pk).exists():
        raise Refused("证件号码与这件申请的申请人不符，请核对。")
    found = known or (case.applicant if case else None)
    if found is None or found.anonymous:
        raise Refused("请填写申请编号或者证件号码，用来找到本人的信息。")
    return case, found


@transaction.atomic
def look(user: Who, asked: DataRequest, *, at: datetime) -> list[Block]:
    """What is held, for whoever answers. Recorded as a look at the applicant. WrongState before the proof."""
    return _gathered(user, asked, "data.look", at)


@transaction.atomic
def export(user: Who, asked: DataRequest, *, at: datetime) -> Record:
    """The same as one readable file for the person."""
    blocks = _gathered(user, asked, "data.export", at)
    told = f"{asked.agency.name}保存的本人信息，{day(at)}汇集，申请编号{asked.number}。"
    return Record("本人信息", [told, *blocks], day(at))


def _gathered(user: Who, asked: DataRequest, verb: str, at: datetime) -> list[Block]:
    ensure(user, "data.answer", asked.agency, on=day(at))
    who = _proved(asked)
    found = held.gathered(who, on=day(at))
    record(verb, actor=actor(user), agency=asked.agency, object=asked, data={"applicant": who.key}, at=at)
    return found


@transaction.atomic
def answer(
    user: Who,
    asked: DataRequest,
    *,
    granted: bool,
    text: str,
    changes: Mapping[str, str] | None = None,
    at: datetime,
) -> DataRequest:
    """``text``: what the person is told; of a refusal, why. ``changes``: of a correction that is granted, field by
    field. A deletion that is granted puts what is due on the list of destruction; Refused, saying until when each
    kind is kept, where nothing is due."""
    row = _unanswered(user, asked, at)
    row.answer = words(text, "请写明答复；不同意的，写明理由和依据（《个人信息保护法》第五十条）。")
    row.granted, row.answered_on = granted, day(at)
    row.save(update_fields=["answer", "granted", "answered_on"])
    data: dict[str, object] = {"what": row.what, "granted": granted}
    if granted and row.what == What.CORRECTION:
        data["fields"] = _correct(_proved(row), changes or {})
    if granted and row.what == What.DELETION:
        data["lines"] = _delete(_proved(row), at)
    if granted and row.what == What.ACCESS:
        _proved(row)
    record("data.answer", actor=actor(user), agency=row.agency, object=row, data=data, at=at)
    return row


def _correct(who: Applicant, changes: Mapping[str, str]) -> list[str]:
    """Every row of a request shows the applicant as they are now; letters that were sent stay as they were."""
    rows = Applicant.objects.select_for_update(no_key=True, of=("self",))
    one = rows.get(pk=who.pk)
    new = {name: value.strip() for name, value in changes.items() if name in CORRECTABLE and value.strip()}
    if not new:
        raise Refused("请填写要更正的项目和正确的内容。")
    known = {field.name: getattr(one, field.name) for field in fields(Details)}
    details = replace(Details(**known), **new).tidy()
    applicants.check(details)
    same = applicants.find(one.agency, details) if "document_number" in new else None
    if same is not None and same.pk != one.pk:
        raise Refused("更正后的证件号码已登记为另一申请人，请核对。")
    applicants.bring_up_to_date(one, details)
    one.save()
    return sorted(new)


def _delete(who: Applicant, at: datetime) -> int:
    """Appraisal and approval come after it as for anything else: what is destroyed cannot be brought back."""
    cases = Case.objects.filter(pk__in=held.cases_of(who).values("pk"))
    added = proposing.propose(who.agency, at=at, cases=cases)
    listed = cases.filter(destruction_lines__done_at=None, destruction_lines__kept_reason="",
                          destruction_lines__isnull=False)  # fmt: skip
    if not added and not listed.exists():
        raise Refused(f"保管期限没有届满，不能删除（《个人信息保护法》第四十七条）：{_until(who, at)}。")
    return added


def _until(who: Applicant, at: datetime) -> str:
    held_by = periods.of(who.agency, on=day(at))
    lines = []
    for case in held.cases_of(who):
        if why := due.obstacle(case):
            lines.append(f"{case.number}{why}")
            continue
        lines += [
            f"{case.number}“{one.period.kind.title}”{held.until(one)}"
            for one in due.of_case(case, held_by).values()
        ]
    return "；".join(lines[:6]) or "没有保存可以删除的信息"


def _proved(asked: DataRequest) -> Applicant:
    if asked.applicant is None or not asked.identity_proof:
        raise WrongState("还没有核对是不是本人，不能查看或者提供；请先核对身份。")
    return asked.applicant


def _unanswered(user: Who, asked: DataRequest, at: datetime) -> DataRequest:
    rows = DataRequest.objects.select_for_update(no_key=True, of=("self",)).select_related("agency", "applicant")
    row = rows.get(pk=asked.pk)
    ensure(user, "data.answer", row.agency, on=day(at))
    if row.answered_on is not None:
        raise WrongState(f"这件申请已于{row.answered_on}答复；又有新的要求的，请另行登记。")
    return row
