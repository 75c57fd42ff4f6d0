"""行政复议与诉讼: the ledger, what is due first on top, its export; table 4 with what is behind each figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.review import queries
from gongkai.review.models import Proceeding
from gongkai.review.readings import Known, known
from gongkai.review.registering import EARLIEST
from gongkai.review.states import State
from gongkai.review.words import Column, Kind
from gongkai.statute.form import Cell, edition, edition_for
from gongkai.ui.official import sheets
from gongkai.ui.pages import page_of

from . import review_words
from .access import Asking, reading
from .agency_search import AgencySearch
from .item_due import DueShown
from .rail import Count, waiting
from .tables import csv_response, xlsx_response

HEAD = (
    "编号", "类型", "被诉行为", "复议机关或者人民法院", "案号", "关联申请编号", "收到日期", "期限", "期限情况",
    "状态", "结果", "裁判方式", "结案日期",
)  # fmt: skip
_TABS = {"open": "在办", "closed": "已了结", "all": "全部"}
_YEARS = 10


@dataclass(frozen=True, slots=True)
class Row:
    proceeding: Proceeding
    title: str
    due: DueShown
    state: str
    tone: str
    result: review_words.ResultShown


class ReviewSearch(AgencySearch):
    which = forms.ChoiceField(choices=list(_TABS.items()), required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类型", choices=[("", "全部"), *Kind.choices], required=False)
    column = forms.ChoiceField(label="结果", choices=[("", "全部"), *Column.choices], required=False)
    year = forms.IntegerField(label="收到年度", min_value=EARLIEST.year, max_value=2100, required=False)
    q = forms.CharField(label="编号或案号", max_length=60, required=False)
    field_order = ("which", "kind", "column", "year", "agency", "q")

    @property
    def tab(self) -> str:
        return self.cleaned_data.get("which") or "open"

    @property
    def filtered(self) -> bool:
        return any(self.cleaned_data.get(one) for one in ("kind", "column", "year", "agency", "q"))

    def narrowed(self, rows: QuerySet[Proceeding], asking: Asking) -> QuerySet[Proceeding]:
        """What makes no sense is left out."""
        given = self.cleaned_data
        wanted = {"open": queries.unsettled(), "closed": Q(state=State.CLOSED), "all": Q()}[self.tab]
        for name, path in (("kind", "kind"), ("agency", "agency"), ("year", "received_on__year")):
            wanted &= Q(**{path: given[name]}) if given.get(name) else Q()
        if text := given.get("q", "").strip():
            wanted &= Q(number__icontains=text) | Q(body_number__icontains=text) | Q(case_number__icontains=text)
        found = rows.filter(wanted)
        if given.get("column"):
            found = queries.at_end_of(found.exclude(state=State.VOID), asking.on)
            found = found.filter(queries.in_column(given["column"]))
        if self.tab == "open":
            return found.order_by(F("due_on").asc(nulls_last=True), "pk")
        return found.order_by("-received_on", "-pk")


@reading
def proceeding_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Due first; ``?csv`` and ``?xlsx`` hand out exactly what is shown."""
    asking.ensure_somewhere("reviews.view")
    search = ReviewSearch(request.GET, agencies=asking.within("reviews.view"))
    mine = queries.visible(asking.person, on=asking.on)
    found = listed(search.narrowed(mine, asking))
    for kind, respond in (("csv", csv_response), ("xlsx", xlsx_response)):
        if kind in request.GET:
            return respond(f"行政复议与诉讼-{asking.on}", HEAD, lines(found, asking))
    page = page_of(request, found)
    waits = mine.filter(queries.unsettled()).count()
    context = {"page": page, "rows": rows_of(page, asking), "search": search, "which": search.tab,
               "tabs": [(key, label, waits if key == "open" else None) for key, label in _TABS.items()],
               "may_register": asking.may_somewhere("reviews.work"), "any": mine.exists(),
               "may_import": asking.may_somewhere("reviews.import"), "today": asking.on}  # fmt: skip
    return render(request, "desk/reviews/list.html", context)


def listed(found: QuerySet[Proceeding]) -> QuerySet[Proceeding]:
    """With what a row shows."""
    return found.select_related("agency").prefetch_related("instances")


def row_of(one: Proceeding, asking: Asking, known: Known) -> Row:
    return Row(one, review_words.title(one), review_words.due_shown(one, asking), review_words.state_words(one),
               review_words.tone(one), review_words.result(one, known))  # fmt: skip


def rows_of(found: Iterable[Proceeding], asking: Asking) -> list[Row]:
    """The lines of a page."""
    readings = known()
    return [row_of(one, asking, readings) for one in found]


def lines(found: QuerySet[Proceeding], asking: Asking) -> Iterator[tuple[object, ...]]:
    readings = known()
    for one in found:
        row = row_of(one, asking, readings)
        yield (one.number, one.get_kind_display(), one.get_about_display(), one.body, one.body_number,
               one.case_number, one.received_on, one.due_on or "", row.due.tag, row.state, row.result.column,
               row.result.how, review_words.last_of(one).ended_on or "")  # fmt: skip


def count(asking: Asking) -> Count | None:
    """In the rail: what waits for somebody who works on it, and how much of it is late."""
    due = Proceeding.objects.filter(agency__in=asking.within("reviews.work")).exclude(due_on=None)
    return waiting(due.count(), "件待办", late=due.filter(due_on__lt=asking.on).count(), late_words="件已逾期")


# ------------------------------------------------------------------------------------------------------ table 4


@dataclass(frozen=True, slots=True)
class FigureShown:
    """``open``: whether what is behind it can be looked at."""

    text: str
    cell: str
    open: bool


@reading
def table4_home(request: HttpRequest, asking: Asking) -> HttpResponse:
    """To this year's table of the first agency that this person may count."""
    asking.ensure_somewhere("cases.count")
    first = asking.within("cases.count").on(asking.on).first()
    if first is None:
        raise Http404
    return redirect("desk:table4", pk=first.pk, year=asking.on.year)


@reading
def table4(request: HttpRequest, asking: Asking, pk: int, year: int) -> HttpResponse:
    """Both ways of counting what was pending last year; ``?cell=`` shows what is behind a figure."""
    agency = _counted(asking, pk, year)
    carried: queries.Carried = "once" if request.GET.get("carried") == "once" else "again"
    found = queries.table4(agency, year, carried=carried)
    may_see = asking.within("reviews.view").filter(pk=pk).exists()
    cell = request.GET.get("cell", "")
    if cell and (not may_see or cell not in found):
        raise Http404
    if "csv" in request.GET:
        return csv_response(f"表四-{agency.name}-{year}", ("单元格", "件数"), found.items())
    context: dict[str, Any] = {
        "agency": agency, "year": year, "carried": carried, "may_see": may_see,
        "sheets": _sheets(found, may_see, year),
        "cell_template": "desk/reviews/figure.html", "cell": cell, "differs": _differs(agency, year),
        "years": range(asking.on.year, max(EARLIEST.year, asking.on.year - _YEARS) - 1, -1),
        "agencies": asking.within("cases.count").on(asking.on)[:500],
        "unsure": _unsure(found, agency),
    }  # fmt: skip
    if cell:
        behind = queries.visible(asking.person, on=asking.on).filter(
            pk__in=queries.behind(agency, year, cell, carried=carried).values("pk")
        )
        page = page_of(request, listed(behind).order_by("received_on", "pk"))
        context |= {"page": page, "rows": rows_of(page, asking)}
    return render(request, "desk/reviews/table.html", context)


def _sheets(found: dict[str, int], may_see: bool, year: int) -> Any:
    def show(cell: Cell) -> FigureShown:
        return FigureShown(str(found[cell.name]), cell.name, may_see and found[cell.name] > 0)

    return sheets((edition_for(year) or edition("2021")).table(4)[:1], show)


def _unsure(found: dict[str, int], agency: Agency) -> bool:
    """Something is counted, and nobody has said yet which results belong in which column."""
    readings = known().of(agency)
    return any(found.values()) and any(one[-1].unverified for one in readings.values())


def _differs(agency: Agency, year: int) -> int:
    """How many are in the table only because they were pending when the year began."""
    again, once = (queries.in_year(agency, year, carried=one).count() for one in ("again", "once"))
    return again - once


def _counted(asking: Asking, pk: int, year: int) -> Agency:
    if not EARLIEST.year <= year <= asking.on.year:
        raise Http404
    return asking.agency("cases.count", pk)
