"""The register of everything that comes in, accepted or not: taken in, opened, settled.

take_in(user, *, agency, channel, arrived_on, …) -> Incoming
open_it(user, incoming, *, at)                      somebody has looked at it
not_a_request(user, incoming, *, reason, …)         and where the sender was told to go
duplicate(user, incoming, *, of, …)                 the same thing by another way
paper(user, incoming, *, case, what, …)             belongs to a case that is there
attach(user, incoming, papers, *, at)               a scan that was made later

What becomes a case goes through ``registering.register``. Nothing that came in is ever deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases import channels
from gongkai.cases.acting import words
from gongkai.cases.filing import Paper, frozen, stored
from gongkai.cases.models import Case, CaseFile, Incoming, IncomingFile
from gongkai.cases.words import Channel
from gongkai.documents import actions as documents
from gongkai.documents.names import safe
from gongkai.errors import Refused, TooLarge, WrongState
from gongkai.letters import numbering

MAX_FILES = 50
MAX_TOTAL = 100 * 2**20
PATTERN = "LJ{year}-{n:04d}"
SERIES = "incoming"
# Older papers than this are typing errors; a ledger of old cases has its own way in (``importing``).
OLDEST = timedelta(days=3 * 366)
SettledAs = Incoming.SettledAs


def visible(user: Who, *, on: date) -> QuerySet[Incoming]:
    """Whatever shows what came in fetches it through this."""
    return Incoming.objects.filter(agency__in=within(user, "cases.register", on=on))


def register_of(user: Who, *, on: date) -> QuerySet[Incoming]:
    """The same for looking only: auditors and reviewers read the register and act on nothing in it."""
    reach = Q(agency__in=within(user, "cases.view", on=on)) | Q(agency__in=within(user, "cases.register", on=on))
    return Incoming.objects.filter(reach).select_related("agency", "entered_by", "opened_by", "case")


def waiting(user: Who, *, on: date) -> QuerySet[Incoming]:
    """What somebody still has to decide about, the oldest first."""
    rows = visible(user, on=on).filter(settled_as="").select_related("agency", "matched_case")
    return rows.order_by("arrived_on", "pk")


def take_in(
    user: Who,
    *,
    agency: Agency,
    channel: str,
    arrived_on: date,
    sender: str = "",
    sender_contact: str = "",
    subject: str = "",
    postal_number: str = "",
    papers: Sequence[Paper] = (),
    opened: bool = False,
    at: datetime,
) -> Incoming:
    """Enter what came in. ``arrived_on`` is the day it came (signed post: was signed for), whatever day it is
    typed; ``opened`` says that whoever types it has read it.

    Refused for a day that is yet to come or long past, or a channel the agency had not opened that day.
    """
    bounded(papers)
    with transaction.atomic():
        ensure(user, "cases.register", agency, on=day(at))
        _check(agency, channel, arrived_on, postal_number, at)
        made = create(
            agency,
            channel=channel,
            arrived_on=arrived_on,
            sender=sender,
            sender_contact=sender_contact,
            subject=subject,
            postal_number=postal_number,
            by=user,
            at=at,
        )
        if opened:
            made.opened_by, made.opened_at = person(user), at
            made.save(update_fields=["opened_by", "opened_at"])
        kept = [keep(made, one, at=at) for one in papers]
        record_taken(user, made, kept, at)
    return made


def create(
    agency: Agency,
    *,
    channel: str,
    arrived_on: date,
    sender: str = "",
    sender_contact: str = "",
    subject: str = "",
    postal_number: str = "",
    source_key: str = "",
    matched_case: Case | None = None,
    by: Who,
    at: datetime,
) -> Incoming:
    """The row with its number, in the caller's transaction and after the caller's question of permission."""
    return Incoming.objects.create(
        agency=agency,
        number=numbering.take(agency, SERIES, arrived_on.year, pattern=PATTERN),
        channel=channel,
        arrived_on=arrived_on,
        sender=sender.strip()[:200],
        sender_contact=sender_contact.strip()[:300],
        subject=subject.strip()[:500],
        postal_number=postal_number.strip(),
        source_key=source_key,
        matched_case=matched_case,
        entered_by=person(by),
        entered_at=at,
    )


def keep(incoming: Incoming, paper: Paper, *, raw: bool = False, at: datetime) -> IncomingFile:
    """A scan or an attachment, encrypted. Refused for an empty one; a raw message is kept whatever it is."""
    file = documents.store(paper.data, paper.name, at=at, encrypted=True) if raw else stored(paper, at=at)
    return IncomingFile.objects.create(incoming=incoming, file=file, name=safe(paper.name), raw=raw)


def record_taken(user: Who, incoming: Incoming, files: Sequence[IncomingFile], at: datetime) -> None:
    data = {
        "channel": incoming.channel,
        "arrived_on": incoming.arrived_on.isoformat(),
        "files": [one.file.sha256 for one in files],
    }
    record("incoming.take-in", actor=actor(user), agency=incoming.agency, object=incoming, data=data, at=at)


def bounded(papers: Sequence[Paper]) -> None:
    """TooLarge over 50 files or 100 MB in all."""
    if len(papers) > MAX_FILES or sum(len(one.data) for one in papers) > MAX_TOTAL:
        raise TooLarge(f"一件来件最多附{MAX_FILES}个文件、共{MAX_TOTAL // 2**20}MB；请降低扫描分辨率后再试。")


@transaction.atomic
def attach(user: Who, incoming: Incoming, papers: Sequence[Paper], *, at: datetime) -> list[IncomingFile]:
    """Scans of the original that were made afterwards; a case that came of it gets them, too."""
    bounded(papers)
    held = hold(user, incoming, at=at)
    if not papers:
        raise Refused("没有选择文件；请选择原件的扫描件。")
    kept = [keep(held, one, at=at) for one in papers]
    if held.case is not None:
        file_into(held.case, kept, what=CaseFile.What.REQUEST, by=user, at=at)
    data = {"files": [one.file.sha256 for one in kept]}
    record("incoming.attach", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
    return kept


@transaction.atomic
def open_it(user: Who, incoming: Incoming, *, at: datetime) -> Incoming:
    """Somebody who may register it has looked at it. A second look changes nothing and leaves no entry."""
    held = hold(user, incoming, at=at)
    if held.opened_at is not None:
        return held
    held.opened_by, held.opened_at = person(user), at
    held.save(update_fields=["opened_by", "opened_at"])
    record("incoming.open", actor=actor(user), agency=held.agency, object=held, at=at)
    return held


@transaction.atomic
def not_a_request(user: Who, incoming: Incoming, *, reason: str, at: datetime) -> Incoming:
    """It asks for no information (a petition, an inquiry, an advertisement); ``reason`` says what it is and where
    the sender was told to go. The words stay in the row; the audit chain does not get them."""
    held = hold(user, incoming, at=at)
    unsettled(held)
    held.settled_reason = words(reason, "请写明为什么不是政府信息公开申请，以及已告知来件人向哪里反映。")
    return _settle(user, held, SettledAs.NOT_A_REQUEST, {}, at)


@transaction.atomic
def duplicate(user: Who, incoming: Incoming, *, of: Incoming, at: datetime) -> Incoming:
    """The same paper came before by another way (a fax, then the letter). Two people who write the same are no
    duplicates: that is for the clerk to see, so nothing is ever settled so by itself."""
    held = hold(user, incoming, at=at)
    unsettled(held)
    first = (
        Incoming.objects.select_for_update(no_key=True, of=("self",)).filter(pk=of.pk, agency=held.agency).first()
    )
    if first is None or first.pk == held.pk:
        raise Refused("请选择本机关的另一件来件作为原件。")
    if first.settled_as == SettledAs.DUPLICATE:
        raise Refused("所选来件本身已作为重复来件处理，请选择最先收到的一件。")
    held.duplicate_of = first
    return _settle(user, held, SettledAs.DUPLICATE, {"of": first.key}, at)


@transaction.atomic
def paper(user: Who, incoming: Incoming, *, case: Case, what: str = CaseFile.What.OTHER, at: datetime) -> Incoming:
    """It belongs to a case that is there: its papers go into that file. What it means for the case (a supplement,
    an opinion) is a step of its own."""
    held = hold(user, incoming, at=at)
    unsettled(held)
    target = (
        Case.objects.select_for_update(no_key=True, of=("self",)).filter(pk=case.pk, agency=held.agency).first()
    )
    if target is None:
        raise Refused("请选择本机关的一件申请。")
    if what not in CaseFile.What.values:
        raise Refused("请从所列材料种类中选择。")
    held.case = target
    file_into(target, list(held.files.select_related("file")), what=what, by=user, at=at)
    target.revision += 1
    target.save(update_fields=["revision"])
    return _settle(user, held, SettledAs.PAPER, {"case": target.key, "what": str(what)}, at)


def file_into(case: Case, files: Sequence[IncomingFile], *, what: str, by: Who, at: datetime) -> None:
    """The same bytes, bound to the case as well; marked when its decision was made already."""
    late = frozen(case) is not None
    for one in files:
        CaseFile.objects.create(
            case=case,
            file=one.file,
            name=one.name,
            what=what,
            added_by=person(by),
            added_at=at,
            after_decision=late,
        )


def hold(user: Who, incoming: Incoming, *, at: datetime) -> Incoming:
    """The row as it is now, held until the transaction ends. NotAllowed for who may not register there."""
    # Not the case along with it: who waited for the row gets it fresh, but what is joined as it was before.
    held = (
        Incoming.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=incoming.pk)
    )
    ensure(user, "cases.register", held.agency, on=day(at))
    return held


def unsettled(incoming: Incoming) -> None:
    """WrongState, saying what became of it and through whom: of two clerks at once the second is told."""
    if not incoming.settled_as:
        return
    who = incoming.settled_by.name if incoming.settled_by else "系统管理员"
    became = SettledAs(incoming.settled_as).label
    case = f"（{incoming.case.number}）" if incoming.case else ""
    raise WrongState(f"这件来件已由{who}处理：{became}{case}；没有再次登记，请看过再办。")


def settled(user: Who, incoming: Incoming, became: str, at: datetime) -> None:
    """Write down what became of it, in the caller's transaction."""
    incoming.settled_as, incoming.settled_at, incoming.settled_by = became, at, person(user)
    if incoming.opened_at is None:
        incoming.opened_at, incoming.opened_by = at, person(user)
    incoming.save()


def _settle(user: Who, held: Incoming, became: str, data: dict[str, object], at: datetime) -> Incoming:
    settled(user, held, became, at)
    told = {"as": str(became), **data}
    record("incoming.settle", actor=actor(user), agency=held.agency, object=held, data=told, at=at)
    return held


def _check(agency: Agency, channel: str, arrived_on: date, postal_number: str, at: datetime) -> None:
    if channel not in channels.TAKEN:
        raise Refused("请选择收到方式。")
    if arrived_on > day(at):
        raise Refused(f"{arrived_on}还没有到，请填写实际收到的日期。")
    if arrived_on < day(at) - OLDEST:
        raise Refused(f"{arrived_on}距今已超过三年，请核对；历史台账请用“导入台账”。")
    if not channels.is_open(agency, channel, on=arrived_on):
        label = Channel(channel).label
        raise Refused(f"本机关{arrived_on}没有开通“{label}”渠道；确实收到的，请先在“申请渠道”中登记启用日期。")
    if len(postal_number.strip()) > 40:
        raise Refused("邮件号超过40字，请核对。")
