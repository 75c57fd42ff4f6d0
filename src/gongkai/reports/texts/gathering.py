"""The records of a year, read: what ``knowing`` makes facts of.

gathered(agency, year, tables) -> Facts         asks nobody's permission

An agency that took others over by the end of the year tells what was theirs, as its tables do
(``compiling.bodies``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, Membership
from gongkai.agencies.models import in_force as holds
from gongkai.agencies.roles import Role
from gongkai.cases import channels
from gongkai.cases.words import Channel
from gongkai.publication import counted, door_states, work_rules
from gongkai.publication.models import (
    Column,
    DoorReport,
    Guide,
    Item,
    Reassessment,
    Showing,
    Step,
    Topic,
    WorkRuleStep,
)
from gongkai.publication.states import ItemState
from gongkai.publication.words import DisclosureClass, Genre, StepKind, Way
from gongkai.reports.compiling import charges
from gongkai.reports.compiling.bodies import bodies
from gongkai.reports.texts.facts import Facts
from gongkai.reports.texts.knowing import Asked, Head, Published, known
from gongkai.reports.texts.naming import names
from gongkai.statute.form import Value
from gongkai.supervision import queries as supervision
from gongkai.supervision.queries import YearRecords

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
# The way of a text to the public, as a report names it, and the steps that are its trace.
_WAY: Final[Mapping[str, tuple[str, ...]]] = {
    "整理草拟": (StepKind.SUBMIT,),
    "审核审查": (StepKind.UNIT_PASS, StepKind.DISCLOSURE_PASS),
    "录入发布": (StepKind.RELEASE,),
    "页面检查": (StepKind.CHECK,),
}
# As a sentence names them; the others by their labels.
_WAYS: Final = {
    Way.PRESS_CONFERENCE: "新闻发布会", Way.ON_SITE: "入户宣传", Way.BOARD: "政务公开宣传栏",
}  # fmt: skip
_CHANNELS: Final = {
    Channel.WINDOW: "当面提交", Channel.ORAL: "口头提出", Channel.SIGNED_POST: "邮政寄送",
    Channel.ORDINARY_POST: "邮政寄送", Channel.FAX: "传真提交", Channel.EMAIL: "电子邮件提交",
    Channel.WEB: "网上提交",
}  # fmt: skip
_TITLES: Final = {one.value: str(one.label) for one in DisclosureClass}


def gathered(agency: Agency, year: int, tables: Mapping[str, Value]) -> Facts:
    """With a number of questions that does not grow with the records."""
    found = bodies(agency, year)
    return known(
        head(agency, year),
        tables,
        published(agency, found, year),
        asked(agency, found, year),
        records(found, year),
    )


def head(agency: Agency, year: int) -> Head:
    called = names(agency.name, government_name(agency))
    return Head(
        year=year, agency=agency.name, name=called.name, short=called.short, we=called.we,
        leadership=called.leadership, leaders=called.leaders, address=agency.address, postcode=agency.postcode,
        phone=agency.phone, email=agency.email, staff=_staff(agency, year),
    )  # fmt: skip


def government_name(agency: Agency) -> str | None:
    """The nearest government above, which the agency belongs to."""
    above = government(agency)
    return above.name if above else None


def government(agency: Agency) -> Agency | None:
    keys = [int(key) for key in (agency.path or "").split("/") if key and int(key) != agency.pk]
    found = Agency.objects.filter(pk__in=keys, kind=Kind.GOVERNMENT).order_by("-path")
    return max(found, key=lambda one: len(one.path or ""), default=None)


def _staff(agency: Agency, year: int) -> int:
    clerks = Membership.objects.filter(holds(date(year, 12, 31)), agency=agency, role=Role.CLERK)
    return clerks.values("person").distinct().count()


def published(agency: Agency, found: Sequence[Agency], year: int) -> Published:
    items = _together([counted.counted(one, year) for one in found])
    number = items.count()
    here = [one.pk for one in found]
    steps = Step.objects.filter(version__item__agency__in=here, at__range=_range(year))
    ways = _ways(items)
    way = tuple(name for name, traces in _WAY.items() if steps.filter(kind__in=traces).exists())
    last = date(year, 12, 31)
    return Published(
        items=number,
        topic_items=_topics(items, year),
        way_items={
            _WAYS.get(Way(one), str(Way(one).label)): ways[one] for one in Way if ways[one] and one != Way.OTHER
        },
        website=ways[Way.WEBSITE],
        boards=ways[Way.BOARD],
        interpretations=items.filter(genre=Genre.INTERPRETATION).count(),
        classes=_classes(here, year, number),
        steps=way,
        every_step=len(way) == len(_WAY),
        reviewed=steps.filter(kind=StepKind.DISCLOSURE_PASS).count(),
        errors_mended=_mended(here, year),
        rules=work_rules.in_force(agency, last).count(),
        rules_new=_rules_new(here, year),
        reassessed=Reassessment.objects.filter(item__agency__in=here, looked_on__year=year).count(),
        obligations=_leaves(agency, last, standard=True),
        columns=_leaves(agency, last, standard=False),
        complaint_line=_complaint_line(agency, last),
    )


def _together(several: Sequence[QuerySet[Item]]) -> QuerySet[Item]:
    """The items of all of them as one question."""
    if len(several) == 1:
        return several[0].select_related(None).order_by()
    keys = Q()
    for one in several:
        keys |= Q(pk__in=one.order_by().values("pk"))
    return Item.objects.filter(keys)


def _topics(items: QuerySet[Item], year: int) -> dict[str, int]:
    """The key topics of the year that something was published about, in the district's order, and how much."""
    rows = Topic.objects.filter(year=year, items__in=items).order_by("order", "pk")
    found: dict[str, int] = {}
    for name, number in rows.values_list("name").annotate(number=Count("items", distinct=True)):
        found[name] = found.get(name, 0) + number
    return found


def _ways(items: QuerySet[Item]) -> Counter[str]:
    """On how many items each channel stands."""
    rows = Showing.objects.filter(item__in=items, struck_at=None, passed_at__isnull=False).order_by()
    return Counter(dict(rows.values_list("way").annotate(number=Count("item", distinct=True))))


def _classes(here: Sequence[int], year: int, published: int) -> dict[str, int]:
    """What ``counted`` has by class, with one question: published, and decided in the year not to be."""
    decided = Step.objects.filter(kind=StepKind.KEEP, at__range=_range(year)).values("version__item")
    kept = Item.objects.filter(agency__in=here, state=ItemState.KEPT, pk__in=decided).order_by()
    found = dict(kept.values_list("disclosure_class").annotate(number=Count("pk")))
    found[DisclosureClass.ACTIVE] = published
    return {label: found.get(code, 0) for code, label in _TITLES.items()}


def _mended(here: Sequence[int], year: int) -> int:
    return DoorReport.objects.filter(
        agency__in=here, kind=door_states.Kind.ERROR, outcome=door_states.Outcome.CORRECTED,
        answered_at__range=_range(year),
    ).count()  # fmt: skip


def _rules_new(here: Sequence[int], year: int) -> int:
    """Rules that were made or revised in the year, each once."""
    kinds = (WorkRuleStep.Kind.MADE, WorkRuleStep.Kind.REVISED)
    rows = WorkRuleStep.objects.filter(rule__agency__in=here, kind__in=kinds, on__year=year)
    return rows.values("rule").distinct().count()


def _leaves(agency: Agency, on: date, *, standard: bool) -> int:
    """The lines of the agency's list that items stand in; ``standard``: those that a standard catalogue gave."""
    rows = Column.objects.filter(holds(on), agency=agency).exclude(pk__in=_parents(agency, on))
    return rows.exclude(origin="statute").count() if standard else rows.count()


def _parents(agency: Agency, on: date) -> QuerySet[Column, Any]:
    rows = Column.objects.filter(holds(on), agency=agency, parent__isnull=False)
    return rows.order_by().values("parent")


def _complaint_line(agency: Agency, on: date) -> bool:
    """Did a guide stand in the public by then that names where to complain."""
    end = _range(on.year)[1]
    return Guide.objects.filter(agency=agency, published_at__lte=end).exclude(complaint="").exists()


def asked(agency: Agency, found: Sequence[Agency], year: int) -> Asked:
    open_then = channels.of(agency, on=date(year, 12, 31))
    return Asked(
        channels=tuple(dict.fromkeys(_CHANNELS[one.channel] for one in open_then if one.open)),
        fee=int(charges.collected(found, year)),
        fee_cases=charges.ledger(found, year).values("case").distinct().count(),
    )


def records(found: Sequence[Agency], year: int) -> YearRecords:
    """Those of all of them, as one."""
    first, *others = (supervision.year_of(one, year) for one in found)
    for other in others:
        rows: dict[str, Any] = {
            one.name: (*getattr(first, one.name), *getattr(other, one.name))
            for one in fields(YearRecords)
            if one.name != "year"
        }
        first = replace(first, **rows)
    return first


def _range(year: int) -> tuple[datetime, datetime]:
    """The first and the last instant of a year."""
    return (
        datetime.combine(date(year, 1, 1), time.min, _SHANGHAI),
        datetime.combine(date(year, 12, 31), time.max, _SHANGHAI),
    )
