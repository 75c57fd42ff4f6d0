"""One form with several matters becomes several cases, and several become one again. The original is never lost.

split(user, case, *, parts, at) -> [case, *new]   the case keeps the first part; each other has its own number
merge(user, case, *, into, at) -> Case            the case is answered with another and not counted in table 3
unmerge(user, case, *, at) -> Case                it stands alone again

``original_description`` keeps the words of the form as they were registered; the scan lies in the file of every
part. A part counts from the day of the whole: splitting gives nobody more time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongkai.agencies import locked_years
from gongkai.agencies.permissions import Who
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases import due, events, locked
from gongkai.cases.acting import finish, hold
from gongkai.cases.models import Case, CaseEvent, CaseFile, CaseParty
from gongkai.cases.registering import LONGEST, PATTERN, SERIES
from gongkai.cases.states import State
from gongkai.errors import Refused
from gongkai.letters import numbering
from gongkai.statute.clock import EventKind

MAX_PARTS = 30
SPLIT, MERGED, MERGED_IN, UNMERGED = "split", "merged", "merged-in", "unmerged"
# What was told to the applicant about the whole form holds for every part. Who was asked about one part was not
# asked about the others, so consultations and fees stay where they are.
_OF_THE_WHOLE = (
    EventKind.RECEIVED, EventKind.SUPPLEMENT_NOTICED, EventKind.SUPPLEMENT_RECEIVED, EventKind.REASONS_ASKED,
    EventKind.REASONS_RECEIVED, EventKind.DELAYED_TO, EventKind.EXTENDED,
)  # fmt: skip
_COPIED = (
    "agency", "kind", "channel", "applicant", "applicant_class", "arrived_on", "office_confirmed_on",
    "applicant_confirmed_on", "received_on", "document_number", "form", "route", "electronic_service", "unit",
    "handler", "round",
)  # fmt: skip


@transaction.atomic
def split(user: Who, case: Case, *, parts: Sequence[str], revision: int | None = None, at: datetime) -> list[Case]:
    """Each part in its own words, two at least. Refused when nothing would be left to answer, WrongState once the
    case waits for somebody or is being decided."""
    held = hold(user, case, "cases.register", "split", revision=revision, at=at)
    wanted = _checked(parts)
    whole = held.original_description or held.description
    held.original_description, held.description = whole, wanted[0]
    made = [_part(held, words, whole, user, at) for words in wanted[1:]]
    events.add(held, SPLIT, day(at), data={"into": [one.number for one in made]}, by=user, at=at)
    for one in made:
        locked.ensure(user, one, locked_years.changed(None, locked.place(one), at=at), verb="split-off", at=at)
        data = {"number": one.number, "from": held.key}
        record("cases.split-off", actor=actor(user), agency=held.agency, object=one, data=data, at=at)
    first = finish(user, held, "split", "split", data={"into": [one.key for one in made]}, at=at)
    return [first, *made]


@transaction.atomic
def merge(user: Who, case: Case, *, into: Case, revision: int | None = None, at: datetime) -> Case:
    """Answer the case together with another of the same applicant, one that came no later: nobody gains time by
    it. A part goes back into what it was split from in the same way."""
    target = _locked_target(case, into)
    held = hold(user, case, "cases.register", "merge", revision=revision, at=at)
    _may_merge(held, target)
    held.merged_into = target
    _take_in(target, held)
    target.revision += 1
    events.add(held, MERGED, day(at), data={"into": target.number}, by=user, at=at)
    events.add(target, MERGED_IN, day(at), data={"from": held.number}, by=user, at=at)
    target.save()
    return finish(user, held, "merge", "merge", data={"into": target.key}, at=at)


@transaction.atomic
def unmerge(user: Who, case: Case, *, revision: int | None = None, at: datetime) -> Case:
    """It stands alone again, with its own number and days. Refused once what it was merged into was decided: the
    answer that went out answered both."""
    target = _locked_target(case, Case.objects.get(pk=case.pk).merged_into or case)
    held = hold(user, case, "cases.register", "unmerge", revision=revision, at=at)
    if target.state not in (State.OPEN, State.AWAITING_SUPPLEMENT, State.AWAITING_REASONS):
        raise Refused(f"{target.number}已进入审批或者已答复，并案的申请随它一并办理，不能再分开。")
    _give_back(target, held)
    held.merged_into = None
    target.revision += 1
    target.save()
    events.add(held, UNMERGED, day(at), data={"from": target.number}, by=user, at=at)
    return finish(user, held, "unmerge", "unmerge", data={"from": target.key}, at=at)


def _checked(parts: Sequence[str]) -> list[str]:
    wanted = [part.strip() for part in parts if part.strip()]
    if len(wanted) < 2:
        raise Refused("请把申请内容分成两项以上，每项写明所需信息。")
    if len(wanted) > MAX_PARTS:
        raise Refused(f"一份申请最多拆分为{MAX_PARTS}件；更多的请先与申请人沟通。")
    if any(len(part) > LONGEST for part in wanted):
        raise Refused(f"每项内容不超过{LONGEST}字。")
    if len(set(wanted)) < len(wanted):
        raise Refused("有两项内容相同；请核对拆分后的各项内容。")
    return wanted


def _part(held: Case, words: str, whole: str, user: Who, at: datetime) -> Case:
    made = Case.objects.create(
        **{name: getattr(held, name) for name in _COPIED},
        number=numbering.take(held.agency, SERIES, held.arrived_on.year, pattern=PATTERN),
        state=State.OPEN,
        description=words,
        original_description=whole,
        # Parts of a part hang on the form itself.
        split_from=held.split_from or held,
        created_by=person(user),
        created_at=at,
    )
    _copy_papers(held, made, user, at)
    for row in held.events.filter(struck_at=None, round=held.round, kind__in=_OF_THE_WHOLE):
        CaseEvent.objects.create(
            case=made, round=made.round, kind=row.kind, on=row.on, tag=row.tag, days=row.days, until=row.until,
            letter=row.letter, data=row.data, by=row.by, at=at,
        )  # fmt: skip
    events.add(made, SPLIT, day(at), data={"from": held.number}, by=user, at=at)
    due.refresh(made, on=day(at))
    return made


def _copy_papers(held: Case, made: Case, user: Who, at: datetime) -> None:
    """Every part has the whole file: the form, the proof of identity, the powers of attorney."""
    copies: dict[int, CaseFile] = {}
    for one in held.files.filter(after_decision=False):
        copies[one.pk] = CaseFile.objects.create(
            case=made, file_id=one.file_id, name=one.name, what=one.what, evidence=one.evidence,
            added_by=one.added_by, added_at=one.added_at,
        )  # fmt: skip
    for party in held.parties.all():
        authority = copies.get(party.authority_id or 0)
        CaseParty.objects.create(case=made, applicant_id=party.applicant_id, role=party.role, authority=authority)


def _locked_target(case: Case, into: Case) -> Case:
    """Both rows are held in the order of their keys, so that two clerks merging crosswise do not wait for each
    other for ever."""
    rows = (
        Case.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=[case.pk, into.pk]).order_by("pk")
    )
    return {row.pk: row for row in rows.select_related("agency")}[into.pk]


def _may_merge(held: Case, target: Case) -> None:
    if target.pk == held.pk:
        raise Refused("不能并入自己。")
    if (target.agency_id, target.applicant_id, target.kind) != (held.agency_id, held.applicant_id, held.kind):
        raise Refused("只能并入同一申请人向本机关提出的同类申请；不同申请人的相同申请各自办理。")
    if target.state != State.OPEN or target.round != held.round:
        raise Refused(f"{target.number}“{State(target.state).label}”，不能再并入其他申请。")
    if target.received_on is None or held.received_on is None or target.received_on > held.received_on:
        raise Refused("应并入收到日期较早的一件：并案不得使答复期限推后。")
    if held.merged.exists():
        raise Refused("已有其他申请并入这一件，请先撤销并案。")


def _take_in(target: Case, held: Case) -> None:
    """Its words go after the target's, on a line of their own."""
    target.original_description = target.original_description or target.description
    target.description = f"{target.description}\n{held.description}"


def _give_back(target: Case, held: Case) -> None:
    """The target without the words of this one; words that somebody changed since are left to them."""
    words = re.compile(rf"\n{re.escape(held.description)}(?=\n|\Z)")
    target.description = words.sub("", target.description, count=1)
