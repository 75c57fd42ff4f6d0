"""What changes an agency: founding, renaming, its kind, moving, its days, its supervisor, merging and splitting,
its contact block.

Each locks the tree, asks permission, changes, and records; one transaction. Days are those of Shanghai.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, Succession
from gongkai.agencies.permissions import Operator, Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.statute import credit_code as codes

MAX_DEPTH = 8
# Six digits of a rank.
MAX_ORDER = 999_999


@dataclass(frozen=True)
class Contact:
    """The block that guides and reports print (Art. 12 no. 2; form of the guide)."""

    office: str = ""
    address: str = ""
    hours: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    postcode: str = ""


@transaction.atomic
def create(
    name: str,
    *,
    kind: Kind,
    parent: Agency | None,
    order: int,
    valid_from: date,
    credit_code: str = "",
    supervisor: Agency | None = None,
    demonstration: bool = False,
    reason: str = "",
    by: Who,
    at: datetime,
) -> Agency:
    """Found an agency under ``parent``; one without a parent is for the operator of the machine only."""
    parent = _locked(parent) if parent else None
    _permit(by, parent, at)
    agency = Agency(
        name=_name(name),
        kind=kind,
        parent=parent,
        order=order,
        valid_from=valid_from,
        credit_code=_code(credit_code),
        supervisor=supervisor,
        demonstration=demonstration,
    )
    if parent and not parent.exists_on(valid_from):
        raise WrongState(f"上级“{parent.name}”在{valid_from}不存在，请核对设立日期。")
    _supervises(supervisor, agency, at)
    _checked(agency)
    agency.save()
    _place(agency, parent)
    data = {"kind": str(kind), "order": order, "parent": parent.key if parent else None}
    _record("agencies.create", agency, reason, data, by, at)
    return agency


@transaction.atomic
def rename(agency: Agency, name: str, *, reason: str = "", by: Who, at: datetime) -> Agency:
    """A new name for the same body. Published reports keep the name they were published under."""
    agency = _locked(agency)
    ensure(by, "agencies.edit", agency, on=day(at))
    old, agency.name = agency.name, _name(name)
    if old == agency.name:
        raise WrongState(f"“{old}”已是现名。")
    _checked(agency)
    agency.save(update_fields=["name"])
    _record("agencies.rename", agency, reason, {"from": old, "to": agency.name}, by, at)
    return agency


@transaction.atomic
def classify(agency: Agency, kind: Kind, *, reason: str = "", by: Who, at: datetime) -> Agency:
    """Another kind for the same body. It says who owes a report of its own and whose report is a sum."""
    agency = _locked(agency)
    ensure(by, "agencies.edit", agency, on=day(at))
    old, agency.kind = agency.kind, kind
    if old == kind:
        raise WrongState(f"“{agency.name}”的类型已是{kind.label}。")
    agency.save(update_fields=["kind"])
    _record("agencies.classify", agency, reason, {"from": str(old), "to": str(kind)}, by, at)
    return agency


@transaction.atomic
def move(agency: Agency, *, parent: Agency | None, order: int, reason: str = "", by: Who, at: datetime) -> Agency:
    """To another parent or another place in the official order, with everything below."""
    agency = _locked(agency)
    parent = _locked(parent) if parent else None
    ensure(by, "agencies.edit", agency, on=day(at))
    if parent != agency.parent:
        _permit(by, parent, at)
    if parent and parent.is_within(agency):
        raise Refused(f"“{parent.name}”在“{agency.name}”之下，不能作它的上级。")
    if parent and _depth(parent) + _height(agency) > MAX_DEPTH:
        raise Refused(f"机关层级最多{MAX_DEPTH}级。")
    data = {
        "from": agency.parent.key if agency.parent else None,
        "to": parent.key if parent else None,
        "order": order,
    }
    agency.parent, agency.order = parent, order
    agency.save(update_fields=["parent", "order"])
    _place(agency, parent)
    _record("agencies.move", agency, reason, data, by, at)
    return agency


@transaction.atomic
def set_contact(agency: Agency, contact: Contact, *, by: Who, at: datetime) -> Agency:
    """The whole block at once; what is empty is emptied."""
    agency = _locked(agency)
    ensure(by, "agencies.contact", agency, on=day(at))
    new = {name: value.strip() for name, value in asdict(contact).items()}
    changed = [name for name, value in new.items() if getattr(agency, name) != value]
    for name in changed:
        setattr(agency, name, new[name])
    _checked(agency)
    agency.save(update_fields=changed)
    # Which lines changed, not what they say: a telephone may be a person's.
    _record("agencies.contact", agency, "", {"fields": changed}, by, at)
    return agency


@transaction.atomic
def set_supervisor(
    agency: Agency, supervisor: Agency | None, *, reason: str = "", by: Who, at: datetime
) -> Agency:
    """Name its competent department (政府信息公开工作主管部门, Art. 3), or none."""
    agency = _locked(agency)
    ensure(by, "agencies.edit", agency, on=day(at))
    if supervisor == agency.supervisor:
        raise WrongState("选择的与现有的主管部门相同，没有改动。")
    _supervises(supervisor, agency, at)
    old, agency.supervisor = agency.supervisor, supervisor
    agency.save(update_fields=["supervisor"])
    data = {"from": old.key if old else None, "to": supervisor.key if supervisor else None}
    _record("agencies.supervisor", agency, reason, data, by, at)
    return agency


def _supervises(supervisor: Agency | None, agency: Agency, at: datetime) -> None:
    """Nobody supervises itself, nor once it has ended."""
    if supervisor is None:
        return
    if supervisor == agency:
        raise Refused(f"“{agency.name}”不能作自己的主管部门。")
    if supervisor.valid_until and supervisor.valid_until < day(at):
        raise WrongState(f"“{supervisor.name}”已于{supervisor.valid_until}撤销，不能作主管部门。")


@transaction.atomic
def set_days(
    agency: Agency, *, valid_from: date, valid_until: date | None, reason: str, by: Who, at: datetime
) -> Agency:
    """From which day to which it exists. WrongState when a merge or split fixed its end, when the one above does
    not exist on its first day, or when one below would outlast it."""
    agency = _locked(agency)
    ensure(by, "agencies.edit", agency, on=day(at))
    if not reason.strip():
        raise Refused("请写明调整的依据（例如：批准设立或撤销的文件）。")
    _fits_around(agency, valid_from, valid_until)
    data = {"from": _days_text(agency.valid_from, agency.valid_until), "to": _days_text(valid_from, valid_until)}
    if data["from"] == data["to"]:
        raise WrongState("填写的与现有的相同，没有改动。")
    agency.valid_from, agency.valid_until = valid_from, valid_until
    _checked(agency)
    agency.save(update_fields=["valid_from", "valid_until"])
    _record("agencies.days", agency, reason, data, by, at)
    return agency


def _fits_around(agency: Agency, first: date, last: date | None) -> None:
    """Its days against those of the one above, of those below, and of whoever carries on its work."""
    if last is not None and last < first:
        raise Refused("撤销日期不能早于设立日期。")
    if last != agency.valid_until and agency.valid_until is not None and agency.successions.exists():
        raise WrongState(f"“{agency.name}”的撤销日期由合并或分立确定，不能另改。")
    if agency.parent and not agency.parent.exists_on(first):
        raise WrongState(f"上级“{agency.parent.name}”在{first}不存在，请核对设立日期。")
    left = agency.children.filter(Q(valid_until=None) | Q(valid_until__gt=last)).first() if last else None
    if left:
        raise WrongState(f"“{agency.name}”下还有“{left.name}”，请先调整其隶属关系或撤销日期。")


def _days_text(first: date, last: date | None) -> str:
    return f"{first}至{last or '长期'}"


def merge(
    predecessors: Sequence[Agency], successor: Agency, *, on: date, reason: str, by: Who, at: datetime
) -> None:
    """Several become one on a day; ``successor`` may be one of them. Refused without a reason."""
    _succeed(predecessors, [successor], on=on, reason=reason, by=by, at=at)


def split(
    predecessor: Agency, successors: Sequence[Agency], *, on: date, reason: str, by: Who, at: datetime
) -> None:
    """One becomes several on a day; it may itself be one of them. Refused without a reason."""
    _succeed([predecessor], successors, on=on, reason=reason, by=by, at=at)


@transaction.atomic
def _succeed(
    before: Sequence[Agency], after: Sequence[Agency], *, on: date, reason: str, by: Who, at: datetime
) -> None:
    """Whoever does not carry on ends the day before; each pair is kept, so figures can be added up."""
    old, new = [_locked(agency) for agency in before], [_locked(agency) for agency in after]
    for agency in {*old, *new}:
        ensure(by, "agencies.edit", agency, on=day(at))
    if not reason.strip():
        raise Refused("请写明合并或分立的依据（例如：批准文件的文号）。")
    ending = [agency for agency in old if agency not in new]
    if not ending and len(new) < 2:
        raise Refused("合并或分立至少涉及两个机关。")
    for agency in [*ending, *new]:
        _stands(agency, on if agency in new else on - timedelta(days=1))
    for agency in ending:
        _end(agency, on - timedelta(days=1))
    pairs = [(a, b) for a in old for b in new if a != b]
    Succession.objects.bulk_create(Succession(predecessor=a, successor=b, from_on=on) for a, b in pairs)
    for a in old:
        data = {"on": on.isoformat(), "to": [b.key for b in new]}
        _record("agencies.succeed", a, reason, data, by, at)


def _stands(agency: Agency, day: date) -> None:
    if not agency.exists_on(day):
        raise WrongState(f"“{agency.name}”在{day}不存在，请核对日期。")


def _end(agency: Agency, last_day: date) -> None:
    left = agency.children.filter(valid_until=None).first()
    if left:
        raise WrongState(f"“{agency.name}”下还有“{left.name}”，请先调整其隶属关系。")
    agency.valid_until = last_day
    agency.save(update_fields=["valid_until"])


def _locked(agency: Agency) -> Agency:
    """The agency as it is now, its whole tree locked, so that no two changes of place cross."""
    fresh = Agency.objects.get(pk=agency.pk)
    root = (fresh.path or f"/{fresh.pk}/").split("/")[1]
    list(Agency.objects.select_for_update(no_key=True).filter(path__startswith=f"/{root}/").values_list("pk"))
    return Agency.objects.select_related("parent").get(pk=agency.pk)


def _permit(by: Who, parent: Agency | None, at: datetime) -> None:
    if parent is not None:
        ensure(by, "agencies.edit", parent, on=day(at))
    elif not isinstance(by, Operator):
        raise NotAllowed("没有上级的机关只能由系统运维人员在服务器上用命令建立。")


def _place(agency: Agency, parent: Agency | None) -> None:
    """Derive path and rank, here and all the way down."""
    agency.path = f"{parent.path if parent else '/'}{agency.pk}/"
    agency.rank = f"{parent.rank if parent else ''}{agency.order:06d}{agency.pk:010d}"
    if agency.path.count("/") - 1 > MAX_DEPTH:
        raise Refused(f"机关层级最多{MAX_DEPTH}级。")
    agency.save(update_fields=["path", "rank"])
    for child in agency.children.all():
        _place(child, agency)


def _depth(agency: Agency) -> int:
    return (agency.path or "").count("/") - 1


def _height(agency: Agency) -> int:
    """Levels from this one down to its lowest."""
    paths = Agency.objects.below(agency).values_list("path", flat=True)
    return max((path or "").count("/") for path in paths) - (agency.path or "").count("/") + 1


def _checked(agency: Agency) -> None:
    try:
        agency.full_clean(exclude=["path", "rank"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _name(text: str) -> str:
    if not (name := "".join(text.split())):
        raise Refused("请填写机关名称。")
    return name


def _code(text: str) -> str | None:
    code = codes.normal(text)
    if code and (fault := codes.fault(code)):
        raise Refused(fault)
    return code or None


def _record(verb: str, agency: Agency, reason: str, data: Mapping[str, object], by: Who, at: datetime) -> None:
    """Last of every action: the turn in the audit chain."""
    record(verb, actor=actor(by), agency=agency, object=agency, reason=reason.strip(), data=data, at=at)
