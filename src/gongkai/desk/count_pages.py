"""表三: the live figures of a year, each opening onto its cases; the quarters in which nothing came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.cases import quarters, table3
from gongkai.cases.carrying import carry_difference
from gongkai.cases.models import QuarterLook
from gongkai.cases.words import ApplicantClass, Channel
from gongkai.statute.form import Cell
from gongkai.ui.downloads import csv_download
from gongkai.ui.official import Sheet, sheets
from gongkai.ui.pages import page_of
from gongkai.writers.spreadsheet import csv_text

from .access import Asking, accepted, reading, working
from .case_fields import text
from .case_list import rows
from .days import day_field

FIRST = 2008


@dataclass(frozen=True, slots=True)
class FigureShown:
    """``open``: the address of the cases behind it, "" for who may not see them or where there are none."""

    text: str
    row: str
    column: str
    open: bool


@dataclass(frozen=True, slots=True)
class QuarterShown:
    number: int
    first: date
    last: date
    over: bool
    received: int
    look: QuarterLook | None


class QuarterForm(forms.Form):
    channels = forms.MultipleChoiceField(label="查看过的渠道", widget=forms.CheckboxSelectMultiple,
                                         error_messages={"required": "请逐个渠道查看后勾选"})  # fmt: skip
    looked_on = day_field("查看日期", hint="季度结束以后")
    note = text("说明", required=False, rows=2)

    def __init__(self, data: object, *, offered: list[str], today: date) -> None:
        super().__init__(data, initial={"looked_on": today})  # type: ignore[arg-type]  # None or what was sent
        field = self.fields["channels"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one, Channel(one).label) for one in offered]


@reading
def counts_home(request: HttpRequest, asking: Asking) -> HttpResponse:
    """To this year's table of the first agency that this person may count."""
    asking.ensure_somewhere("cases.count")
    first = asking.within("cases.count").on(asking.on).first()
    if first is None:
        raise Http404
    return redirect("desk:counts", pk=first.pk, year=asking.on.year)


@reading
def counts(request: HttpRequest, asking: Asking, pk: int, year: int) -> HttpResponse:
    agency = _counted(asking, pk, year)
    found = table3.counts(asking.person, agency, year, on=asking.on)
    may_see = asking.within("cases.view").filter(pk=pk).exists()
    if "csv" in request.GET:
        head = ("行", *(column.label for column in table3.form().columns))
        return csv_download(f"表三-{agency.name}-{year}", csv_text(head, _lines(found)))
    context = {
        "agency": agency,
        "year": year,
        "years": range(asking.on.year, max(FIRST, asking.on.year - 10) - 1, -1),
        "agencies": asking.within("cases.count").on(asking.on)[:500],
        "sheets": _sheets(found, may_see),
        "cell_template": "desk/counts/figure.html",
        "carry": carry_difference(agency, year),
        "classes": dict(ApplicantClass.choices),
        "unnamed": sum(found.unnamed.values()),
        "quarters": _quarters(agency, year, asking),
        "may_confirm": asking.within("cases.register").filter(pk=pk).exists(),
    }
    return render(request, "desk/counts/table.html", context)


def _lines(found: table3.Table3) -> list[tuple[object, ...]]:
    labels = {row.code: row.full_label for row in table3.form().rows}
    return [(labels[code], *figures) for code, figures in found.rows()]


def _sheets(found: table3.Table3, may_see: bool) -> tuple[Sheet, ...]:
    def show(cell: Cell) -> FigureShown:
        number = found[cell.row.code, cell.column.code]
        return FigureShown(str(number), cell.row.code, cell.column.code, may_see and number > 0)

    return sheets((table3.form(),), show)


def _quarters(agency: Agency, year: int, asking: Asking) -> list[QuarterShown]:
    looks = quarters.looks(agency, year)
    shown = []
    for number in quarters.QUARTERS:
        first, last = quarters.days_of(year, number)
        received = quarters.arrived(agency, first, last)
        shown.append(QuarterShown(number, first, last, last < asking.on, received, looks.get(number)))
    return shown


@reading
def cell(request: HttpRequest, asking: Asking, pk: int, year: int, row: str, column: str) -> HttpResponse:
    """The cases of one figure, for those who may see them."""
    agency = _counted(asking, pk, year)
    asking.agency("cases.view", pk)
    try:
        found = table3.cell_cases(asking.person, agency, year, row, column, on=asking.on)
    except KeyError:
        raise Http404 from None
    page = page_of(request, found.select_related("agency", "unit", "handler", "applicant"))
    labels = {one.code: one.full_label for one in table3.form().rows}
    context = {
        "agency": agency,
        "year": year,
        "row": labels[row],
        "column": {**dict(ApplicantClass.choices), table3.TOTAL: "总计"}[column],
        "page": page,
        "rows": list(rows(page, asking)),
    }
    return render(request, "desk/counts/cell.html", context)


@working
def quarter(request: HttpRequest, asking: Asking, pk: int, year: int, number: int) -> HttpResponse:
    """零申请确认: who looked at which channels, on what day."""
    agency = asking.agency("cases.register", pk)
    if number not in quarters.QUARTERS or not FIRST <= year <= asking.on.year:
        raise Http404
    first, last = quarters.days_of(year, number)
    form = QuarterForm(request.POST or None, offered=quarters.open_channels(agency, first, last), today=asking.on)

    def step() -> object:
        return quarters.confirm_quarter(
            asking.person, agency, year=year, quarter=number, **form.cleaned_data, at=asking.at
        )

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, f"{year}年第{number}季度已确认。")
        return redirect("desk:counts", pk=pk, year=year)
    context = {"agency": agency, "year": year, "number": number, "form": form,
               "received": quarters.arrived(agency, first, last), "first": first, "last": last}  # fmt: skip
    return render(request, "desk/counts/quarter.html", context)


def _counted(asking: Asking, pk: int, year: int) -> Agency:
    if not FIRST <= year <= asking.on.year:
        raise Http404
    return asking.agency("cases.count", pk)
