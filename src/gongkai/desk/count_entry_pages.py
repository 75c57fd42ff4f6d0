"""数量 and 有效文件: what was published in a year, its part of table 2, the register, each with what is behind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.publication import counted, counts, register
from gongkai.publication.models import YearCount
from gongkai.publication.words import REGISTERED, Genre
from gongkai.statute import duties
from gongkai.statute.form import Cell, edition_for
from gongkai.ui.official import Sheet, sheets
from gongkai.ui.pages import page_of

from .access import Asking, reading, working
from .case_fields import words
from .column_fields import category_choices, choice, whole
from .column_place import agency_of, frame, may, sheet
from .numbers import number
from .tables import csv_response

PART = "published_year"
# Years that are offered.
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class CellShown:
    text: str
    number: int | None
    open: bool
    entered: bool


class CountForm(forms.Form):
    year = whole("年度", least=counts.FIRST_YEAR, most=2100)
    what = choice("项目", YearCount.What.choices, hint="处理决定计全部，不论是否公开")
    number = forms.DecimalField(label="数量", min_value=0, max_digits=16, decimal_places=6,
                                help_text="收费金额以万元计",
                                error_messages={"required": "请填写数量", "invalid": "数量应是数字"})  # fmt: skip
    source = words("来源", required=False, most=60, hint="几个系统分别登记时填写系统名称，各来源相加")
    note = words("说明", required=False)


class TargetForm(forms.Form):
    year = whole("年度", least=counts.FIRST_YEAR, most=2100)
    category = choice("条例事项", category_choices("全部信息"), required=False)
    number = whole("计划公开条数", most=10_000_000)


@reading
def published_year(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk)
    year = year_of(request, asking)
    found = counted.year_of(asking.person, agency, year, on=asking.on)
    if "csv" in request.GET:
        return csv_response(f"主动公开-{agency.name}-{year}", _HEAD, list(_lines(found)))
    groups = (
        ("按条例事项", "category", found.categories), ("按年度重点", "topic", found.topics),
        ("按渠道", "way", found.ways), ("按公开属性", "class", found.classes),
    )  # fmt: skip
    context = frame(
        asking, agency, PART, year=year, years=range(asking.on.year, asking.on.year - _SHOWN, -1), found=found,
        groups=groups, sheets=_table2(asking, agency, year), cell_template="desk/publication/figure.html",
        entered=counts.live(agency, year), may_record=may(asking, "columns.record", agency),
    )  # fmt: skip
    return render(request, "desk/publication/year.html", context)


_HEAD = ("类别", "内容", "本年", "上年", "目标")


def _lines(found: counted.Year) -> Any:
    yield "全部", "", found.items, found.before, found.target or ""
    named = (
        ("条例事项", found.categories),
        ("年度重点", found.topics),
        ("渠道", found.ways),
        ("公开属性", found.classes),
    )
    for group, lines in named:
        for one in lines:
            yield group, one.label, one.number, one.before, "" if one.target is None else one.target


def year_of(request: HttpRequest, asking: Asking) -> int:
    """The year in the address, else this one; one that cannot be is not there."""
    year = number(request.GET.get("year", "")) or asking.on.year
    if not counts.FIRST_YEAR <= year <= asking.on.year:
        raise Http404
    return year


def _table2(asking: Asking, agency: Agency, year: int) -> tuple[Sheet, ...]:
    figures = counted.table2(asking.person, agency, year, on=asking.on)
    names = list(figures)

    def show(cell: Cell) -> CellShown:
        figure = figures[cell.name]
        return CellShown(
            _plain(figure.number), names.index(cell.name), figure.records > 0, figure.number is not None
        )

    form = edition_for(year)
    blocks = [one for one in (form.blocks if form else ()) if one.code in ("20.1", "20.5", "20.6", "20.8")]
    return sheets(blocks, show) if all(one.name in figures for block in blocks for one in block.cells) else ()


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


@reading
def published_group(request: HttpRequest, asking: Asking, pk: int, year: int, by: str, code: str) -> HttpResponse:
    """The items behind one figure of a year; 撤回 has a list of its own."""
    agency = agency_of(asking, pk)
    if by == "withdrawn":
        items, label = counted.withdrawn(agency, year), "计入后撤回"
    elif by in get_args(counted.By):
        items, label = _group(asking, agency, year, by, code)
    else:
        raise Http404
    return _items(request, asking, agency, f"{year}年：{label}", items, PART)


def _group(asking: Asking, agency: Agency, year: int, by: Any, code: str) -> tuple[Any, str]:
    found = counted.year_of(asking.person, agency, year, on=asking.on)
    lines = {"category": found.categories, "topic": found.topics, "way": found.ways, "class": found.classes}[by]
    label = next((one.label for one in lines if one.code == code), None)
    if label is None:
        raise Http404
    return counted.group(agency, year, by, code), label


@reading
def table2_cell(request: HttpRequest, asking: Asking, pk: int, year: int, cell: int) -> HttpResponse:
    """The documents or the entered counts behind a cell of table 2."""
    agency = agency_of(asking, pk)
    if cell >= len(counted.CELLS):
        raise Http404
    name = counted.CELLS[cell]
    found = counted.behind(agency, year, name)
    heading = f"{year}年：{name.replace('/', '，')}"
    if found.items is not None:
        return _items(request, asking, agency, heading, found.items, PART)
    what = found.entered.first() if found.entered is not None else None
    history = counts.history(agency, year).filter(what=what.what) if what else counts.history(agency, year).none()
    context = frame(asking, agency, PART, heading=heading, history=history, year=year)
    return render(request, "desk/publication/entered.html", context)


def _items(
    request: HttpRequest, asking: Asking, agency: Agency, heading: str, items: Any, part: str
) -> HttpResponse:
    page = page_of(request, items)
    context = frame(asking, agency, part, heading=heading, page=page, categories=duties.CATEGORIES)
    return render(request, "desk/publication/items.html", context)


@working
def count_enter(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "columns.record")
    form = CountForm(request.POST or None, initial={"year": year_of(request, asking)})

    def step() -> object:
        return counts.enter(asking.person, agency, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, agency, PART, form, step, heading="登记数量", button="登记", done="数量已登记。",
                 words=("再次登记同一年度、项目和来源的，取代原来的数；原来的数保留在记录里。",),
                 back=reverse("desk:published_year", args=[pk]),
                 goes_to=lambda made: f"{reverse('desk:published_year', args=[pk])}?year={made.year}")  # fmt: skip


@working
def count_target(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "columns.record")
    form = TargetForm(request.POST or None, initial={"year": asking.on.year})

    def step() -> object:
        return counts.set_target(asking.person, agency, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, agency, PART, form, step, heading="年度目标", button="保存", done="目标已保存。",
                 words=("填 0 取消目标。",), back=reverse("desk:published_year", args=[pk]))  # fmt: skip


@reading
def register_page(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """有效文件: why the stock of the last day of a year is not that of the year before."""
    agency = agency_of(asking, pk)
    year = year_of(request, asking)
    movements = [(Genre(one).label, register.movement(agency, year, one)) for one in REGISTERED]
    shown = [(label, one, one.figures) for label, one in movements if any(one.figures)]
    context = frame(
        asking, agency, "register", year=year, years=range(asking.on.year, asking.on.year - _SHOWN, -1),
        movements=shown, page=page_of(request, register.in_force(agency, asking.on)),
    )  # fmt: skip
    return render(request, "desk/publication/register.html", context)


_LISTS = {
    "before": "上年末有效", "made": "本年制发", "repealed": "本年废止", "lapsed": "本年失效", "now": "年末有效",
    "entered_late": "以前制发、本年才收录", "undated": "已废止或者失效、日期不明",
}  # fmt: skip


@reading
def register_list(
    request: HttpRequest, asking: Asking, pk: int, year: int, genre: str, which: str
) -> HttpResponse:
    """The documents behind one number of the register."""
    agency = agency_of(asking, pk)
    if genre not in REGISTERED or which not in _LISTS or not counts.FIRST_YEAR <= year <= asking.on.year:
        raise Http404
    movement = register.movement(agency, year, genre)
    heading = f"{year}年{Genre(genre).label}：{_LISTS[which]}"
    return _items(request, asking, agency, heading, getattr(movement, which), "register")
