"""年报: a district's report against its parts, cell by cell: what is still to be explained, and what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.reports import sums
from gongkai.reports.joint import Joint
from gongkai.reports.models import ReportVersion, SumExplanation
from gongkai.reports.sums import Account, Line
from gongkai.reports.table import districts
from gongkai.reports.taking_in import FIRST_YEAR
from gongkai.statute.form import cells_by_name
from gongkai.statute.form.editions import Cell
from gongkai.ui.official import anchor, label
from gongkai.ui.templatetags.ui import day

from .access import Asking, accepted, posted, reading, sending, working
from .case_fields import text
from .column_fields import choice
from .report_cells import by_anchor
from .tables import csv_response, xlsx_response

HEAD = (
    "项目",
    "单元格",
    "本级报告",
    "本级记录",
    "所属报告合计",
    "差额",
    "已说明",
    "待说明",
    "重复登记的文件",
    "说明",
)


class ExplainForm(forms.Form):
    """One part of a difference."""

    kind = choice("原因", [("", "请选择"), *SumExplanation.Kind.choices])
    amount = forms.DecimalField(
        label="造成的差额", max_digits=15,
        widget=forms.TextInput(attrs={"class": "figure", "autocomplete": "off"}),
        help_text="本级报告比本级记录与所属合计多的填正数，少的填负数；重复计算的填负数，例如 -1",
        error_messages={"required": "请填写造成的差额", "invalid": "差额应是数字，例如 3 或者 -1",
                        "max_digits": "这个数字太大，请核对"},
    )  # fmt: skip
    reason = text(
        "说明", "请写明说明：是哪些事项、为什么", hint="例如：示府发〔2024〕1号由两局联合制发，各计一次", rows=3
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its place in words and where it opens."""

    line: Line
    label: str
    address: str


@reading
def sum_differences(request: HttpRequest, asking: Asking, pk: int, year: int) -> HttpResponse:
    account = _account(asking, pk, year)
    rows = account.lines if "all" in request.GET else account.told
    name = f"汇总差额-{account.table.district.name}-{year}"
    if "csv" in request.GET:
        return csv_response(name, HEAD, _cells(rows))
    if "xlsx" in request.GET:
        return xlsx_response(name, HEAD, _cells(rows))
    context = {
        "account": account,
        "year": year,
        "rows": [_shown(account, line) for line in rows],
        "all": "all" in request.GET,
        "open": account.open,
        "doubtful": account.table.rolled_up.doubtful if account.table.rolled_up else (),
    }
    return render(request, "desk/reports/differences.html", context)


@working
def sum_difference(request: HttpRequest, asking: Asking, pk: int, year: int, place: str) -> HttpResponse:
    """One cell with everything behind it, and the sheet for an explanation."""
    account = _account(asking, pk, year)
    district = account.table.district
    cell = by_anchor(place, {line.cell for line in account.lines})
    line = account.line(cell.name) if cell else None
    if cell is None or line is None:
        raise Http404
    may = asking.within("reports.settings").filter(pk=pk).exists()
    if request.method == "POST" and not may:
        raise Http404
    form = ExplainForm(posted(request), initial=_initial(line))
    if form.is_valid() and accepted(form, lambda: _explain(form, asking, district, year, line.cell)):
        messages.success(request, "已记下这条说明。")
        return redirect("desk:sum_difference", pk=pk, year=year, place=place)
    context = {
        "district": district,
        "year": year,
        "line": line,
        "label": label(cell),
        "parts": [(part, _cell_address(part.version, cell)) for part in line.parts],
        "own": _cell_address(account.reported_by, cell) if account.reported_by else "",
        "gone": _withdrawn(district, year, line.cell),
        "form": form if may else None,
        "back": reverse("desk:sum_differences", args=[pk, year]),
    }
    return render(request, "desk/reports/difference.html", context)


@sending
def sum_withdraw(request: HttpRequest, asking: Asking, pk: int, year: int, explanation: int) -> HttpResponse:
    district = asking.agency("reports.settings", pk)
    found = SumExplanation.objects.filter(district=district, year=year, pk=explanation).first()
    if found is None:
        raise Http404
    sums.withdraw(asking.person, found, at=asking.at)
    messages.success(request, "已撤回这条说明；它和撤回的人、时间仍可查。")
    place = anchor(cells_by_name()[found.cell][0])
    return redirect("desk:sum_difference", pk=pk, year=year, place=place)


def _initial(line: Line) -> dict[str, object]:
    """What is likely: documents in several registers, else all that is left."""
    if line.doubled and not line.explanations:
        return {"kind": SumExplanation.Kind.JOINT, "amount": -line.doubled}
    return {"amount": line.rest or None}


def _account(asking: Asking, pk: int, year: int) -> Account:
    """Of a government whose district this person sees."""
    district = asking.agency("reports.view", pk)
    if (
        not FIRST_YEAR <= year <= asking.on.year
        or not districts(asking.person, on=asking.on).filter(pk=pk).exists()
    ):
        raise Http404
    return sums.account(asking.person, district, year, on=asking.on)


def _explain(form: ExplainForm, asking: Asking, district: Agency, year: int, cell: str) -> None:
    given = form.cleaned_data
    sums.explain(
        asking.person, district, year=year, cell=cell, kind=given["kind"], amount=Decimal(given["amount"]),
        reason=given["reason"], at=asking.at,
    )  # fmt: skip


def _shown(account: Account, line: Line) -> Shown:
    cell = cells_by_name()[line.cell][0]
    where = reverse("desk:sum_difference", args=[account.table.district.pk, account.table.year, anchor(cell)])
    return Shown(line, label(cell), where)


def _cell_address(version: ReportVersion, cell: Cell) -> str:
    return reverse("desk:cell", args=[version.pk, anchor(cell)])


def _withdrawn(district: Agency, year: int, cell: str) -> list[SumExplanation]:
    rows = SumExplanation.objects.filter(district=district, year=year, cell=cell).exclude(withdrawn_at=None)
    return list(rows.select_related("by", "withdrawn_by"))


def _cells(rows: tuple[Line, ...]) -> Iterator[tuple[object, ...]]:
    for line in rows:
        documents = "；".join(f"{one.number or one.title}（{_makers(one)}）" for one in line.joint)
        said = "；".join(map(_told, line.explanations))
        yield (
            label(cells_by_name()[line.cell][0]), line.cell, line.reported, line.own, line.below, line.difference,
            line.explained, line.rest, documents, said,
        )  # fmt: skip


def _told(one: SumExplanation) -> str:
    who = one.by.name if one.by else "运维人员"
    return f"{one.get_kind_display()} {sums.plain(one.amount)}：{one.reason}（{who}，{day(one.at)}）"


def _makers(joint: Joint) -> str:
    return "、".join(one.agency.name for one in joint.items)
