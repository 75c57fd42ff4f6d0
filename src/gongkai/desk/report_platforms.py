"""年报: questions of other platforms, answered by export; the reference figures that are typed once for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.agencies.models import Agency
from gongkai.publication.sheet import Outcome
from gongkai.reports import platforms
from gongkai.reports.district import reporters
from gongkai.reports.models import PlatformQuestion, ReferenceFigure
from gongkai.reports.platforms import HEAD, Row
from gongkai.reports.taking_in import FIRST_YEAR

from .access import Asking, accepted, posted, posted_with_files, reading, sending, working
from .case_fields import words
from .days import day_field
from .report_overview import due_year
from .report_overview import years as years_back
from .tables import csv_response, xlsx_response
from .tried import TableForm, tried


class ReferenceForm(forms.Form):
    """A figure that no record makes."""

    name = words("名称", most=60, hint="与平台问题的取数里花括号中的名称相同")
    value = forms.DecimalField(
        label="数值", max_digits=15, decimal_places=8,
        widget=forms.TextInput(attrs={"class": "figure", "autocomplete": "off", "inputmode": "decimal"}),
        error_messages={"required": "请填写数值", "invalid": "数值应是数字", "max_digits": "这个数字太大，请核对"},
    )  # fmt: skip
    unit = words("单位", required=False, most=20, hint="例如：人、万元")
    source = words("来源", hint="例如：2024年国民经济和社会发展统计公报")
    as_of = day_field("截至日期")


@reading
def platform_questions(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """What is asked of a district's agencies, and the answers of all of them as one file."""
    district = asking.agency("reports.settings", pk)
    year = _year(request, asking)
    found = list(platforms.questions(district))
    names = list(dict.fromkeys(one.platform for one in found))
    platform = request.GET.get("platform", "")
    if {"csv", "xlsx"} & request.GET.keys():
        seen = set(asking.within("reports.view").values_list("pk", flat=True))
        agencies = [one for one in reporters(district, year) if one.pk in seen]
        asked = [one for one in found if not platform or one.platform == platform]
        rows = platforms.answers(asking.person, agencies, year, asked, on=asking.on)
        return _file(request, f"{platform or '平台问题'}-{district.name}-{year}", rows)
    context = {
        "district": district,
        "year": year,
        "years": years_back(asking.on, year),
        "groups": [(name, [one for one in found if one.platform == name]) for name in names],
    }
    return render(request, "desk/reports/platforms.html", context)


@working
def platform_import(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    district = asking.agency("reports.settings", pk)
    form = TableForm(*posted_with_files(request))

    def take(data: bytes, dry_run: bool) -> Outcome:
        return platforms.import_questions(asking.person, district, data, dry_run=dry_run, at=asking.at)

    found = tried(request, form, take)
    if found.applied:
        messages.success(request, f"已导入平台问题，共 {found.applied} 行。")
    context = {
        "district": district, "form": form, "part": "平台问题", **found.context,
        "back": reverse("desk:platform_questions", args=[pk]),
        "columns": "、".join((*platforms.COLUMNS, *platforms.OPTIONAL)),
    }  # fmt: skip
    return render(request, "desk/reports/platform_import.html", context)


@sending
def platform_retire(request: HttpRequest, asking: Asking, pk: int, question: int) -> HttpResponse:
    district = asking.agency("reports.settings", pk)
    found = PlatformQuestion.objects.filter(district=district, pk=question).select_related("district").first()
    if found is None:
        raise Http404
    platforms.retire(asking.person, found, at=asking.at)
    messages.success(request, f"“{found.text}”已停用，不再出现在答案里。")
    return redirect("desk:platform_questions", pk=pk)


@reading
def platform_answers(request: HttpRequest, asking: Asking, agency: int, year: int) -> HttpResponse:
    """One agency's answers for a year; what is missing first said and then filled in once."""
    owner = _owner(asking, agency, year)
    platform = request.GET.get("platform", "")
    asked = list(platforms.asked_of(owner))
    names = list(dict.fromkeys(one.platform for one in asked))
    wanted = [one for one in asked if platform not in names or one.platform == platform]
    rows = platforms.answers(asking.person, [owner], year, wanted, on=asking.on)
    if {"csv", "xlsx"} & request.GET.keys():
        return _file(request, f"{platform or '平台答案'}-{owner.name}-{year}", rows)
    context = {
        "agency": owner, "year": year, "years": years_back(asking.on, year), "rows": rows, "platforms": names,
        "platform": platform if platform in names else "",
        "missing": sum(bool(row.missing) for row in rows),
        "references": _references(owner, year),
        "may": asking.within("reports.reference").filter(pk=agency).exists(),
    }  # fmt: skip
    return render(request, "desk/reports/platform_answers.html", context)


@working
def reference_enter(request: HttpRequest, asking: Asking, agency: int, year: int) -> HttpResponse:
    owner = asking.agency("reports.reference", agency)
    _owner(asking, agency, year)
    name = request.GET.get("name", "")[:60]
    held = platforms.references([owner], year).get((owner.pk, name))
    form = ReferenceForm(posted(request), initial=_initial(name, held, year))
    if form.is_valid() and accepted(form, lambda: platforms.enter(
        asking.person, owner, year, **form.cleaned_data, at=asking.at
    )):  # fmt: skip
        messages.success(request, f"已填写{form.cleaned_data['name']}，各平台问到的都用这个数。")
        return redirect("desk:platform_answers", agency=agency, year=year)
    context = {
        "agency": owner, "year": year, "form": form, "held": held, "names": platforms.names_asked(owner),
        "before": ReferenceFigure.objects.filter(agency=owner, name=name).select_related("by")[:10],
    }  # fmt: skip
    return render(request, "desk/reports/reference.html", context)


def _references(owner: Agency, year: int) -> list[tuple[str, ReferenceFigure | None, str]]:
    """Every name that is asked or was typed, with what holds and where it is entered."""
    held = {name: one for (_, name), one in platforms.references([owner], year).items()}
    names = dict.fromkeys((*platforms.names_asked(owner), *held))
    where = reverse("desk:reference_enter", args=[owner.pk, year])
    return [(name, held.get(name), f"{where}?{urlencode({'name': name})}") for name in names]


def _initial(name: str, held: ReferenceFigure | None, year: int) -> dict[str, Any]:
    if held is None:
        return {"name": name, "as_of": f"{year}-12-31"}
    return {"name": name, "unit": held.unit, "source": held.source, "as_of": held.as_of,
            "value": f"{held.value.normalize():f}"}  # fmt: skip


def _file(request: HttpRequest, name: str, rows: Sequence[Row]) -> HttpResponse:
    cells = (row.cells for row in rows)
    return csv_response(name, HEAD, cells) if "csv" in request.GET else xlsx_response(name, HEAD, cells)


def _owner(asking: Asking, agency: int, year: int) -> Agency:
    owner = asking.agency("reports.view", agency)
    if not FIRST_YEAR <= year <= asking.on.year:
        raise Http404
    return owner


def _year(request: HttpRequest, asking: Asking) -> int:
    written = request.GET.get("year", "")
    year = int(written) if written.isascii() and written.isdigit() and len(written) == 4 else 0
    return year if FIRST_YEAR <= year <= asking.on.year else due_year(asking.on)
