"""What the annual report asks of proactive disclosure: figures, each with the records behind it.

year_of(user, agency, year) -> Year           items by category, topic, channel and class, last year's beside them
counted(agency, year) -> QuerySet[Item]       the items of a year: by the day they first were public anywhere
group(agency, year, by, code) -> QuerySet[Item]   those behind one figure
table2(user, agency, year) -> {cell: Figure}  its part of table 2 by the names of the form's cells
documents(agencies, year) -> {cell: int}      those of its cells that count documents, in one question
behind(agency, year, cell) -> Behind          the items or the entered counts behind a cell

An item counts once, in the year of its first release on any channel; corrections, versions, copies and further
channels do not. One that was withdrawn counts and is listed; one that had to be taken away after a leak does not,
and is told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final, Literal
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.publication import counts, register
from gongkai.publication.models import Item, Step, Topic, YearCount, YearTarget
from gongkai.publication.states import ItemState
from gongkai.publication.words import DisclosureClass, Genre, StepKind, Way
from gongkai.statute import duties

By = Literal["category", "topic", "way", "class"]
_COUNTED: Final = (ItemState.PUBLIC, ItemState.WITHDRAWN)
_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a group. ``target`` None where none was set."""

    code: str
    label: str
    number: int
    before: int
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """``classes``: what was published, and what was decided not to be in the year, by its class."""

    agency: Agency
    year: int
    items: int
    before: int
    target: int | None
    withdrawn: int
    removed: int
    categories: tuple[Line, ...]
    topics: tuple[Line, ...]
    ways: tuple[Line, ...]
    classes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of table 2. ``number`` None: nothing was entered, which is not nought."""

    cell: str
    number: Decimal | None
    # Whether something opens behind it.
    records: int


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a cell: documents, or counts that were entered or imported."""

    items: QuerySet[Item] | None
    entered: QuerySet[YearCount] | None


def year_of(user: Who, agency: Agency, year: int, *, on: date) -> Year:
    """NotAllowed for who may not look there."""
    ensure(user, "columns.view", agency, on=on)
    rows = counted(agency, year)
    targets = {
        one.category: one.number for one in YearTarget.objects.filter(agency=agency, year=year) if one.number
    }
    return Year(
        agency=agency,
        year=year,
        items=rows.count(),
        before=counted(agency, year - 1).count(),
        target=targets.get(""),
        withdrawn=withdrawn(agency, year).count(),
        removed=_first_public(agency, year).filter(state=ItemState.REMOVED).count(),
        categories=_categories(agency, year, targets),
        topics=_topics(agency, year),
        ways=_ways(agency, year),
        classes=_classes(agency, year),
    )


def counted(agency: Agency, year: int) -> QuerySet[Item]:
    """Every item of a year, once, the newest first."""
    rows = _first_public(agency, year).filter(state__in=_COUNTED)
    return rows.select_related("agency", "column").order_by("-first_public_on", "-pk")


def withdrawn(agency: Agency, year: int) -> QuerySet[Item]:
    """Those of them that the public no longer sees."""
    return counted(agency, year).filter(state=ItemState.WITHDRAWN)


def group(agency: Agency, year: int, by: By, code: str) -> QuerySet[Item]:
    """The items behind one figure. KeyError for a group that there is not."""
    return _GROUPS[by](agency, year, code)


def _first_public(agency: Agency, year: int) -> QuerySet[Item]:
    return Item.objects.filter(agency=agency, first_public_on__range=(date(year, 1, 1), date(year, 12, 31)))


def _categories(agency: Agency, year: int, targets: Mapping[str, int]) -> tuple[Line, ...]:
    now, before = (_by(counted(agency, one), "category") for one in (year, year - 1))
    labels = {"": "未归类", **{code: one.short for code, one in duties.CATEGORIES.items()}}
    codes = [code for code in labels if code in now or code in before or (code and code in targets)]
    unknown = sorted((set(now) | set(before)) - set(labels))
    return tuple(
        Line(code or NONE, labels.get(code, code), now.get(code, 0), before.get(code, 0),
             targets.get(code) if code else None)
        for code in [*codes, *unknown]
    )  # fmt: skip


def _by(rows: QuerySet[Item], field: str) -> dict[str, int]:
    found = rows.order_by().values(field).annotate(number=Count("pk", distinct=True))
    return {row[field]: row["number"] for row in found}


def _topics(agency: Agency, year: int) -> tuple[Line, ...]:
    """The key topics of the year; a topic of the same name stands for last year's figure."""
    here = _topic_counts(agency, year)
    before = {topic.name: number for topic, number in _topic_counts(agency, year - 1).items()}
    return tuple(
        Line(str(topic.pk), topic.name, number, before.get(topic.name, 0)) for topic, number in here.items()
    )


def _topic_counts(agency: Agency, year: int) -> dict[Topic, int]:
    root = (agency.path or f"/{agency.pk}/").split("/")[1]
    topics = Topic.objects.filter(year=year, district=int(root)) | Topic.objects.filter(
        year=year, items__in=counted(agency, year)
    )
    numbers = _by(counted(agency, year), "topics")
    ordered = topics.distinct().order_by("order", "pk")
    return {one: {str(k): n for k, n in numbers.items()}.get(str(one.pk), 0) for one in ordered}


def _ways(agency: Agency, year: int) -> tuple[Line, ...]:
    """On how many items each channel stands; one that was struck does not."""
    now, before = (_way_counts(agency, one) for one in (year, year - 1))
    return tuple(
        Line(one.value, str(one.label), now.get(one.value, 0), before.get(one.value, 0))
        for one in Way
        if one.value in now or one.value in before
    )


def _way_counts(agency: Agency, year: int) -> dict[str, int]:
    rows = counted(agency, year).filter(showings__struck_at=None, showings__passed_at__isnull=False)
    found = rows.order_by().values("showings__way").annotate(number=Count("pk", distinct=True))
    return {row["showings__way"]: row["number"] for row in found if row["showings__way"]}


def _classes(agency: Agency, year: int) -> tuple[Line, ...]:
    """Published ones are all of one class; the others are counted by the day that was decided."""
    return tuple(
        Line(one.value, str(one.label), *(_of_class(agency, when, one.value).count() for when in (year, year - 1)))
        for one in DisclosureClass
    )


def _of_class(agency: Agency, year: int, code: str) -> QuerySet[Item]:
    if code == DisclosureClass.ACTIVE:
        return counted(agency, year)
    first = datetime.combine(date(year, 1, 1), time.min, _SHANGHAI)
    until = datetime.combine(date(year + 1, 1, 1), time.min, _SHANGHAI)
    decided = Step.objects.filter(kind=StepKind.KEEP, at__gte=first, at__lt=until).values("version__item")
    rows = Item.objects.filter(agency=agency, state=ItemState.KEPT, pk__in=decided, disclosure_class=code)
    return rows.select_related("agency", "column").order_by("-pk")


def _of_category(agency: Agency, year: int, code: str) -> QuerySet[Item]:
    return counted(agency, year).filter(category="" if code == NONE else code)


def _of_topic(agency: Agency, year: int, code: str) -> QuerySet[Item]:
    if not (code.isascii() and code.isdigit() and len(code) <= 18):
        raise KeyError(code)
    return counted(agency, year).filter(topics=int(code))


def _of_way(agency: Agency, year: int, code: str) -> QuerySet[Item]:
    if code not in Way.values:
        raise KeyError(code)
    stands = Q(showings__struck_at=None, showings__passed_at__isnull=False)
    return counted(agency, year).filter(stands, showings__way=code).distinct()


def _class_group(agency: Agency, year: int, code: str) -> QuerySet[Item]:
    if code not in DisclosureClass.values:
        raise KeyError(code)
    return _of_class(agency, year, code)


_GROUPS: Final[Mapping[str, Callable[[Agency, int, str], QuerySet[Item]]]] = {
    "category": _of_category, "topic": _of_topic, "way": _of_way, "class": _class_group,
}  # fmt: skip

# The cells of table 2 (form of 2021) by name, and what each asks for.
_DOCUMENTS: Final = {"规章": Genre.RULE, "行政规范性文件": Genre.NORMATIVE}
_STEPS: Final[Mapping[str, Callable[[Agency, int, str], QuerySet[Item]]]] = {
    "本年制发件数": register.made,
    "本年废止件数": register.repealed,
    "现行有效件数": lambda agency, year, genre: register.stock(agency, date(year, 12, 31), genre),
}
_ENTERED: Final = {
    "行政许可/本年处理决定数量": YearCount.What.LICENCE,
    "行政处罚/本年处理决定数量": YearCount.What.PENALTY,
    "行政强制/本年处理决定数量": YearCount.What.COERCION,
    "行政事业性收费/本年收费金额": YearCount.What.CHARGE,
}
_DOCUMENT_CELLS: Final = tuple(f"{row}/{step}" for row in _DOCUMENTS for step in _STEPS)
CELLS: Final = (*_DOCUMENT_CELLS, *_ENTERED)


def table2(user: Who, agency: Agency, year: int, *, on: date) -> dict[str, Figure]:
    """Without the fees for processing requests: those are the ledger's, and join in ``reports``."""
    ensure(user, "columns.view", agency, on=on)
    return {cell: _figure(agency, year, cell) for cell in CELLS}


def documents(agencies: Iterable[Agency], year: int) -> dict[str, int]:
    """The cells that count documents, of all these agencies together; ``behind`` has them one by one."""
    numbers = register.numbers(agencies, year)
    figures = [number for genre in _DOCUMENTS.values() for number in numbers[genre]]
    return dict(zip(_DOCUMENT_CELLS, figures, strict=True))


def behind(agency: Agency, year: int, cell: str) -> Behind:
    """KeyError for a cell that is not of our part of the table."""
    if cell in _ENTERED:
        return Behind(None, counts.live(agency, year).filter(what=_ENTERED[cell]))
    row, _, step = cell.partition("/")
    return Behind(_STEPS[step](agency, year, _DOCUMENTS[row]), None)


def _figure(agency: Agency, year: int, cell: str) -> Figure:
    found = behind(agency, year, cell)
    if found.items is not None:
        number = found.items.count()
        return Figure(cell, Decimal(number), number)
    assert found.entered is not None
    return Figure(cell, counts.total(agency, year, _ENTERED[cell]), found.entered.count())
