"""A request becomes a case: who asks, what, in which form; its number; the day it counts from.

register(user, *, incoming, applicant, description, …, at) -> Case
confirm(user, case, *, office_on, applicant_on, means, at) -> Case     the call or mail that Art. 31 asks for
tried(user, case, *, means, on, at) -> Case                            nobody answered; the attempt is on record

Never a purpose: the law asks for none (Art. 27), so there is no field for one. Somebody without proof of identity
is registered all the same and asked to supplement (Art. 30); ``flags`` says what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction

from gongkai.agencies import locked_years
from gongkai.agencies.permissions import Who
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases import applicants, consenting, due, events, locked, telling
from gongkai.cases import incoming as arriving
from gongkai.cases.acting import finish, hold
from gongkai.cases.applicants import Details
from gongkai.cases.models import Applicant, Case, CaseFile, CaseParty, Incoming, IncomingFile
from gongkai.cases.receiving import of_case, receipt
from gongkai.cases.states import State
from gongkai.cases.words import Form, Kind, PartyRole, Route
from gongkai.errors import Refused
from gongkai.letters import numbering
from gongkai.statute.clock import EventKind, Receipt

SERIES = "case"
PATTERN = "YSQ{year}-{n:04d}"
LONGEST = 5000
REGISTERED, CONFIRMED, TRIED = "registered", "confirmed", "confirmation-tried"


class Means(models.TextChoices):
    """How office and applicant confirmed."""

    PHONE = "phone", "电话"
    EMAIL = "email", "电子邮件"
    IN_PERSON = "in_person", "当面"
    LETTER = "letter", "书面"
    ONLINE = "online", "在线"


@dataclass(frozen=True)
class Party:
    """A joint applicant or an agent. ``authority`` is the power of attorney among what came in."""

    role: str
    details: Details
    authority: IncomingFile | None = None
    same_person: bool = False


@dataclass(frozen=True)
class Asked:
    """What is asked for, and how it shall be given (Art. 29). What was left open is ""."""

    description: str
    document_number: str = ""
    form: str = ""
    route: str = ""
    electronic_service: bool = False
    kind: str = Kind.DISCLOSURE


@dataclass(frozen=True)
class Confirmation:
    """The days on which each side confirmed; None for who has not."""

    office_on: date | None = None
    applicant_on: date | None = None
    means: str = ""


@transaction.atomic
def register(
    user: Who,
    *,
    incoming: Incoming,
    applicant: Details,
    asked: Asked,
    parties: Sequence[Party] = (),
    confirmation: Confirmation | None = None,
    identity: Sequence[IncomingFile] = (),
    same_person: bool = False,
    repeats: Case | None = None,
    at: datetime,
) -> Case:
    """The case, with its number and, where the day of receipt is known, its due date.

    ``identity`` are the papers among what came in that prove who asks. WrongState when somebody settled this paper
    a moment ago: one wins, the other is told, and no number is lost.
    """
    held = arriving.hold(user, incoming, at=at)
    arriving.unsettled(held)
    for fault in faults(asked).values():
        raise Refused(fault)
    told = _told(confirmation or Confirmation(), held.arrived_on, at)
    received = _receipt(held, told)
    who = applicants.known(held.agency, applicant, same_person=same_person, at=at)
    case = Case.objects.create(
        agency=held.agency,
        kind=asked.kind,
        number=numbering.take(held.agency, SERIES, held.arrived_on.year, pattern=PATTERN),
        state=State.OPEN if received.on else State.UNCONFIRMED,
        channel=held.channel,
        applicant=who,
        applicant_class=who.kind,
        arrived_on=held.arrived_on,
        office_confirmed_on=told.office_on,
        applicant_confirmed_on=told.applicant_on,
        received_on=received.on,
        description=asked.description.strip(),
        document_number=asked.document_number.strip(),
        form=asked.form,
        route=asked.route,
        electronic_service=asked.electronic_service and not consenting.taken_back(held),
        repeats=_of_the_same(repeats, who),
        created_by=person(user),
        created_at=at,
    )
    _file(case, held, identity, parties, user, at)
    _events(case, told, user, at)
    held.case = case
    arriving.settled(user, held, Incoming.SettledAs.CASE, at)
    due.refresh(case, on=day(at))
    _told_applicant(case, at)
    locked.ensure(user, case, locked_years.changed(None, locked.place(case), at=at), verb="register", at=at)
    _record(user, case, held, at)
    return case


@transaction.atomic
def confirm(
    user: Who,
    case: Case,
    *,
    office_on: date | None = None,
    applicant_on: date | None = None,
    means: str = Means.PHONE,
    revision: int | None = None,
    at: datetime,
) -> Case:
    """Both sides confirmed, or one of them; with both the request counts as received and the period begins. One
    telephone call is both on one day. Days entered before stay unless given anew."""
    held = hold(user, case, "cases.register", "confirm", revision=revision, at=at)
    told = _told(
        Confirmation(office_on or held.office_confirmed_on, applicant_on or held.applicant_confirmed_on, means),
        held.arrived_on,
        at,
    )
    if told.office_on is None and told.applicant_on is None:
        raise Refused("请填写本机关或者申请人确认的日期（《条例》第三十一条）。")
    held.office_confirmed_on, held.applicant_confirmed_on = told.office_on, told.applicant_on
    held.received_on = of_case(held).on
    _events(held, told, user, at)
    verb = "confirm" if held.received_on else "record"
    data = {"means": str(means), "received_on": held.received_on.isoformat() if held.received_on else None}
    return finish(user, held, verb, "confirm", data=data, tell=_told_applicant, at=at)


@transaction.atomic
def tried(
    user: Who, case: Case, *, means: str = Means.PHONE, on: date, revision: int | None = None, at: datetime
) -> Case:
    """The office tried to reach the applicant and could not; the period begins when contact is made
    (国办公开办函〔2015〕207号), and the attempts are on record."""
    held = hold(user, case, "cases.register", "confirm", revision=revision, at=at)
    _check_means(means)
    events.add(held, TRIED, on, data={"means": str(means)}, by=user, at=at)
    return finish(
        user, held, "record", "confirmation-tried", data={"means": str(means), "on": on.isoformat()}, at=at
    )


def _told_applicant(case: Case, at: datetime) -> None:
    """That it is registered and until when it will be answered: once the day it counts from is known."""
    if case.received_on is not None:
        telling.tell(case, "accepted", at=at)


def faults(asked: Asked) -> dict[str, str]:
    """Every fault by the field it stands in, in the order of the form."""
    found: dict[str, str] = {}
    if not asked.description.strip():
        found["description"] = "请填写所需政府信息的名称、文号或者便于查询的其他特征性描述（《条例》第二十九条）。"
    elif len(asked.description) > LONGEST:
        found["description"] = f"内容描述超过{LONGEST}字；全文请作为附件保存，这里摘录所需信息。"
    if len(asked.document_number) > 100:
        found["document_number"] = "文号超过100字，请核对。"
    for name, choices, label in (
        ("form", Form, "获取信息的形式"), ("route", Route, "获取信息的途径"), ("kind", Kind, "种类"),
    ):  # fmt: skip
        if (value := getattr(asked, name)) and value not in choices.values:
            found[name] = f"请从所列{label}中选择。"
    return found


def _told(given: Confirmation, arrived_on: date, at: datetime) -> Confirmation:
    """The same, checked: no day before the paper came or after today."""
    for on in (given.office_on, given.applicant_on):
        if on is not None and not arrived_on <= on <= day(at):
            raise Refused(f"确认日期{on}应在收到来件（{arrived_on}）之后、今天之前，请核对。")
    if given.means or given.office_on or given.applicant_on:
        _check_means(given.means or Means.PHONE)
    return given


def _check_means(means: str) -> None:
    if means not in Means.values:
        raise Refused("请选择确认的方式。")


def _receipt(held: Incoming, told: Confirmation) -> Receipt:
    return receipt(
        held.channel,
        arrived_on=held.arrived_on,
        office_confirmed_on=told.office_on,
        applicant_confirmed_on=told.applicant_on,
    )


def _of_the_same(repeats: Case | None, who: Applicant) -> Case | None:
    """Another's request is repeated by nobody, and is no answer to give them (Art. 36(6))."""
    if repeats is None:
        return None
    asked = repeats.applicant_id == who.pk
    joined = repeats.parties.filter(applicant=who, role=PartyRole.JOINT).exists()
    if repeats.agency_id != who.agency_id or not (asked or joined):
        raise Refused("重复申请只能对应同一申请人此前向本机关提出的申请（《条例》第三十六条第（六）项）。")
    return repeats


def _file(
    case: Case, held: Incoming, identity: Sequence[IncomingFile], parties: Sequence[Party], user: Who, at: datetime
) -> None:
    """Everything that came in goes into the file, each paper under what it is."""
    proofs = {one.pk for one in identity}
    powers = {party.authority.pk for party in parties if party.authority}
    kept: dict[int, CaseFile] = {}
    for one in held.files.select_related("file"):
        what = CaseFile.What.REQUEST
        if one.pk in proofs:
            what = CaseFile.What.IDENTITY
        elif one.pk in powers:
            what = CaseFile.What.AUTHORITY
        kept[one.pk] = CaseFile.objects.create(
            case=case, file=one.file, name=one.name, what=what, added_by=person(user), added_at=at
        )
    if not proofs | powers <= set(kept):
        raise Refused("身份证明和授权委托书应当是这件来件的附件。")
    for party in parties:
        authority = kept[party.authority.pk] if party.authority else None
        add_party(case, party, authority, at=at)


def add_party(case: Case, party: Party, authority: CaseFile | None, *, at: datetime) -> CaseParty:
    """Refused for a party who is the applicant already, or here in this role."""
    if party.role not in (PartyRole.JOINT, PartyRole.AGENT):
        raise Refused("请选择：共同申请人，或者代理人。")
    who = applicants.known(case.agency, party.details, same_person=party.same_person, at=at)
    if who.pk == case.applicant_id or case.parties.filter(applicant=who, role=party.role).exists():
        raise Refused("同一人不能既是申请人又是代理人，也不能登记两次。")
    if party.role == PartyRole.JOINT and authority is not None:
        raise Refused("授权委托书是代理人的，共同申请人不需要。")
    return CaseParty.objects.create(case=case, applicant=who, role=party.role, authority=authority)


def _events(case: Case, told: Confirmation, user: Who, at: datetime) -> None:
    """The lines of the time line: the confirmation as it was made, and the receipt the law counts from."""
    given = [on for on in (told.office_on, told.applicant_on) if on is not None]
    if given:
        data = {"means": str(told.means or Means.PHONE), "office": bool(told.office_on),
                "applicant": bool(told.applicant_on)}  # fmt: skip
        events.add(case, CONFIRMED, max(given), data=data, by=user, at=at)
    if case.received_on is not None:
        events.add(case, EventKind.RECEIVED, case.received_on, data={"channel": case.channel}, by=user, at=at)


def _record(user: Who, case: Case, held: Incoming, at: datetime) -> None:
    data = {
        "number": case.number,
        "incoming": held.key,
        "channel": case.channel,
        "class": case.applicant_class,
        "kind": case.kind,
        "received_on": case.received_on.isoformat() if case.received_on else None,
        "applicant": case.applicant.key,
    }
    record("cases.register", actor=actor(user), agency=case.agency, object=case, data=data, at=at)
