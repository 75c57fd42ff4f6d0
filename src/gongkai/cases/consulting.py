"""Others are asked: a third party (Art. 32), a joint maker (Art. 34), another agency (Art. 33(3)).

Each has a clock of its own under its tag. Whoever is asked sees the necessary extract and never who asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.cases import due, events, filing, papers
from gongkai.cases.acting import finish, hold, words
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseFile, Consultation, Service
from gongkai.errors import Refused, WrongState
from gongkai.letters.models import Letter
from gongkai.statute import clock
from gongkai.statute.clock import EventKind

Whom, Opinion = Consultation.Whom, Consultation.Opinion
LETTERS: Mapping[str, str] = {
    Whom.THIRD_PARTY: "third-party-consultation",
    Whom.JOINT_MAKER: "joint-maker-consultation",
    Whom.AGENCY: "agency-consultation",
}
_ASKED = {
    Whom.THIRD_PARTY: EventKind.THIRD_PARTY_ASKED,
    Whom.JOINT_MAKER: EventKind.JOINT_MAKER_ASKED,
    Whom.AGENCY: EventKind.AGENCY_ASKED,
}
_GOT_IT = {
    Whom.THIRD_PARTY: EventKind.THIRD_PARTY_RECEIVED,
    Whom.JOINT_MAKER: EventKind.JOINT_MAKER_RECEIVED,
}
_ANSWERED = {
    Whom.THIRD_PARTY: EventKind.OPINION_RECEIVED,
    Whom.JOINT_MAKER: EventKind.JOINT_MAKER_ANSWERED,
    Whom.AGENCY: EventKind.AGENCY_ANSWERED,
}
# What somebody may say; silence is found out, not said.
SAID = (Opinion.AGREES, Opinion.PARTLY, Opinion.REFUSES)
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@transaction.atomic
def ask(
    user: Who,
    case: Case,
    *,
    whom: str,
    party: str,
    extract: str,
    contact: str = "",
    values: Mapping[str, object] | None = None,
    revision: int | None = None,
    at: datetime,
) -> Consultation:
    """Draft the letter. The time is not counted from the day it leaves. Refused when the applicant can be
    recognised in what is shown."""
    held = hold(user, case, "cases.work", "consult", revision=revision, at=at)
    if whom not in LETTERS:
        raise Refused("请选择征求谁的意见：第三方、共同制作机关或者其他机关。")
    party = words(party, "请写明向谁征求意见。")
    extract = words(extract, "请写明征求意见的信息（必要的摘要）。")
    tag = _next_tag(held)
    full = {**(values or {}), "extract": extract}
    letter = papers.draft(user, held, kind=LETTERS[whom], values=full, addressee=party, tag=tag, at=at)
    made = Consultation.objects.create(
        case=held, tag=tag, whom=whom, party=party, party_contact=contact.strip(), extract=extract, letter=letter,
        created_at=at,
    )  # fmt: skip
    finish(user, held, "consult", "consult", data={"tag": tag, "whom": whom}, at=at)
    return made


def leaves(user: Who, case: Case, service: Service, on: date, at: datetime) -> None:
    """From the next working day the time is not counted."""
    made = _of_letter(case, service.letter)
    data = {"service": service.pk}
    kind = _ASKED[Whom(made.whom)]
    events.add(case, kind, on, tag=made.tag, letter=service.letter, data=data, by=user, at=at)


def arrives(user: Who, case: Case, service: Service, on: date, at: datetime) -> None:
    """Their 15 working days begin; another agency has no limit."""
    made = _of_letter(case, service.letter)
    kind = _GOT_IT.get(Whom(made.whom), "letter-received")
    events.add(case, kind, on, tag=made.tag, data={"service": service.pk}, by=user, at=at)


def answer_by(made: Consultation) -> date | None:
    """The last day of whoever is asked; None before their receipt is known, and for another agency."""
    kind = _GOT_IT.get(Whom(made.whom))
    got = events.of(made.case, kind, tag=made.tag) if kind else None
    if got is None:
        return None
    until = clock.third_party_until if made.whom == Whom.THIRD_PARTY else clock.joint_maker_until
    return until(got.on, due.calendar_of(made.case)).on


@transaction.atomic
def hear(
    user: Who,
    made: Consultation,
    *,
    opinion: str,
    on: date,
    reasons: str = "",
    paper: Paper | None = None,
    revision: int | None = None,
    at: datetime,
) -> Consultation:
    """The opinion came; the count goes on the next working day. A refusal names its reasons."""
    held = hold(user, made.case, "cases.work", "hear", revision=revision, at=at)
    made = _locked(made)
    if made.opinion not in (Opinion.WAITING, Opinion.SILENT, Opinion.DEEMED):
        raise WrongState("已经登记过意见；有误的，请划去后重新登记。")
    if opinion not in SAID:
        raise Refused("请从所列意见中选择。")
    asked = events.of(held, _ASKED[Whom(made.whom)], tag=made.tag)
    if asked is None or on < asked.on:
        raise Refused("征求意见书发出以前不会有意见，请核对日期。")
    made.opinion, made.opinion_reasons = opinion, reasons.strip()
    made.reasonable, made.finding = None, ""
    made.save(update_fields=["opinion", "opinion_reasons", "reasonable", "finding"])
    if paper is not None:
        filing.put(user, held, paper, what=CaseFile.What.OPINION, at=at)
    events.add(held, _ANSWERED[Whom(made.whom)], on, tag=made.tag, data={"opinion": opinion}, by=user, at=at)
    finish(user, held, "hear", "hear", data={"tag": made.tag, "opinion": opinion}, at=at)
    return made


@transaction.atomic
def silent(user: Who, made: Consultation, *, revision: int | None = None, at: datetime) -> Consultation:
    """Nothing came in their 15 working days. A third party's silence is no consent (Art. 32), a joint maker's is
    (Art. 34); another agency is no longer waited for. Refused before the last day is over."""
    held = hold(user, made.case, "cases.work", "hear", revision=revision, at=at)
    made = _locked(made)
    if made.opinion:
        raise WrongState("已经登记过意见。")
    last = answer_by(made)
    if made.whom == Whom.AGENCY:
        _no_longer_waited_for(user, held, made, at)
    elif last is None:
        raise WrongState("还没有登记对方收到征求意见书的日期，无法计算15个工作日。")
    elif day(at) <= last:
        raise Refused(f"对方的答复期限到{last}，届满次日起才能认定逾期未答复。")
    made.opinion = Opinion.DEEMED if made.whom == Whom.JOINT_MAKER else Opinion.SILENT
    made.save(update_fields=["opinion"])
    events.add(held, "silence", day(at), tag=made.tag, data={"opinion": made.opinion}, by=user, at=at)
    finish(user, held, "hear", "silence", data={"tag": made.tag, "opinion": made.opinion}, at=at)
    return made


@transaction.atomic
def find(
    user: Who,
    made: Consultation,
    *,
    reasonable: bool,
    finding: str,
    revision: int | None = None,
    at: datetime,
) -> Consultation:
    """Are the third party's grounds reasonable (Art. 32)? After silence: would giving it harm them?"""
    held = hold(user, made.case, "cases.work", "hear", revision=revision, at=at)
    made = _locked(made)
    if made.whom != Whom.THIRD_PARTY or made.opinion in (Opinion.WAITING, Opinion.AGREES):
        raise WrongState("只对不同意公开或者逾期未答复的第三方作出认定。")
    made.reasonable = reasonable
    made.finding = words(finding, "请写明认定的理由（《条例》第三十二条）。")
    made.save(update_fields=["reasonable", "finding"])
    events.add(held, "grounds-found", day(at), tag=made.tag, data={"reasonable": reasonable}, by=user, at=at)
    finish(user, held, "hear", "find", data={"tag": made.tag, "reasonable": reasonable}, at=at)
    return made


@transaction.atomic
def override(
    user: Who, made: Consultation, *, reasons: str, revision: int | None = None, at: datetime
) -> Consultation:
    """The public interest outweighs (Arts 15, 32): the head signs the reasons. Before anything is given the third
    party must be told in writing (``notify``)."""
    held = hold(user, made.case, "cases.approve", "hear", revision=revision, at=at)
    made = _locked(made)
    if made.whom != Whom.THIRD_PARTY or made.opinion in (Opinion.WAITING, Opinion.AGREES):
        raise WrongState("第三方已同意或者尚未答复，无需以公共利益为由决定公开。")
    made.override_reasons = words(reasons, "请写明不公开会对公共利益造成何种重大影响（《条例》第三十二条）。")
    made.override_by, made.override_at = person(user), at
    made.save(update_fields=["override_reasons", "override_by", "override_at"])
    events.add(held, "public-interest", day(at), tag=made.tag, by=user, at=at)
    finish(user, held, "hear", "override", data={"tag": made.tag}, at=at)
    return made


@transaction.atomic
def notify(
    user: Who, made: Consultation, *, released: str, reasons: str, revision: int | None = None, at: datetime
) -> Letter:
    """Draft the letter that tells a third party what will be given and why, with its remedies."""
    held = hold(user, made.case, "cases.work", "write", revision=revision, at=at)
    made = _locked(made)
    if made.whom != Whom.THIRD_PARTY or made.opinion == Opinion.WAITING:
        raise WrongState("第三方尚未答复，还不能决定公开。")
    values = {
        "released": words(released, "请写明决定公开的政府信息内容（《条例》第三十二条）。"),
        "release_reasons": words(reasons, "请写明公开的理由（《条例》第三十二条）。"),
    }
    letter = papers.draft(
        user, held, kind="third-party-release", values=values, addressee=made.party, tag=made.tag, at=at
    )
    made.notice = letter
    made.save(update_fields=["notice"])
    finish(user, held, "write", "notify_third_party", data={"tag": made.tag}, at=at)
    return made.notice


def waiting(case: Case) -> list[Consultation]:
    """Those whose letter has left and who have not answered."""
    return [one for one in case.consultations.all() if not one.opinion and _left(one)]


def _left(made: Consultation) -> bool:
    return events.of(made.case, _ASKED[Whom(made.whom)], tag=made.tag) is not None


def _no_longer_waited_for(user: Who, held: Case, made: Consultation, at: datetime) -> None:
    if not _left(made):
        raise WrongState("征求意见函还没有发出。")
    events.add(held, EventKind.AGENCY_ANSWERED, day(at), tag=made.tag, data={"opinion": "silent"}, by=user, at=at)


def _next_tag(case: Case) -> str:
    number = case.consultations.count()
    letter = _ALPHABET[number % len(_ALPHABET)]
    return letter if number < len(_ALPHABET) else f"{letter}{number // len(_ALPHABET)}"


def _of_letter(case: Case, letter: Letter) -> Consultation:
    return case.consultations.get(letter=letter)


def _locked(made: Consultation) -> Consultation:
    return (
        Consultation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("case__agency")
        .get(pk=made.pk)
    )
