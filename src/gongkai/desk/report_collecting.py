"""年报: who has filed for a year, how far every report is, how it came and how late; also to hand out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.reports.collecting import Filing, Stage, collected
from gongkai.reports.table import districts
from gongkai.reports.taking_in import FIRST_YEAR

from .access import Asking, reading
from .report_overview import years
from .tables import csv_response, xlsx_response

HEAD: Final = ("机关", "年度", "应报日期", "报送日期", "进度", "来源", "签发人", "签发日期", "逾期天数")
_LATE, _COMPILED, _FILE = "late", "compiled", "file"


class FilingSearch(forms.Form):
    district = forms.ModelChoiceField(label="地区", queryset=Agency.objects.none(), required=False)
    stage = forms.ChoiceField(
        label="进度", required=False,
        choices=[("", "全部"), (_LATE, "逾期"), *((one.value, one.words) for one in Stage)],
    )  # fmt: skip
    source = forms.ChoiceField(
        label="来源", required=False, choices=[("", "全部"), (_COMPILED, "由记录编制"), (_FILE, "上传文件")]
    )
    q = forms.CharField(label="机关", max_length=60, required=False)

    def __init__(self, *args: Any, governments: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        district = self.fields["district"]
        assert isinstance(district, forms.ModelChoiceField)
        district.queryset, district.empty_label = governments, None
        if governments.count() < 2:
            district.widget = forms.HiddenInput()


@reading
def collecting(request: HttpRequest, asking: Asking, year: int) -> HttpResponse:
    """Of a whole district, for who sees one; everybody else is led to their own report. ``?csv``, ``?xlsx``."""
    asking.ensure_somewhere("reports.view")
    if not FIRST_YEAR <= year <= asking.on.year:
        raise Http404
    governments = districts(asking.person, on=asking.on)
    search = FilingSearch(request.GET or None, governments=governments)
    wanted = search.cleaned_data if search.is_valid() else {}
    district = wanted.get("district") or governments.first()
    if district is None:
        return redirect(f"{reverse('desk:reports')}?year={year}")
    filings = collected(asking.person, district, year, on=asking.on)
    rows = [one for one in filings if _fits(one, wanted)]
    for asked, respond in (("csv", csv_response), ("xlsx", xlsx_response)):
        if asked in request.GET:
            return respond(f"报送进度-{district.name}-{year}", HEAD, _lines(rows, year))
    context = {
        "rows": rows,
        "district": district,
        "year": year,
        "years": years(asking.on, year),
        "search": search,
        "several": governments.count() > 1,
        "counts": _counts(filings),
        "on": asking.on,
        "may_set": asking.within("reports.settings").filter(pk=district.pk).exists(),
    }
    return render(request, "desk/reports/collecting.html", context)


def _fits(one: Filing, wanted: dict[str, Any]) -> bool:
    stage, source = wanted.get("stage") or "", wanted.get("source") or ""
    if stage and not (one.late if stage == _LATE else one.stage == stage):
        return False
    if source and one.compiled is not (source == _COMPILED):
        return False
    return (wanted.get("q") or "") in one.agency.name


def _counts(filings: Iterable[Filing]) -> list[tuple[str, str, int]]:
    """Stage, words and number, of the stages that there are; those that are late first."""
    found = list(filings)
    number = Counter(one.stage for one in found)
    late = [(_LATE, "逾期", sum(one.late for one in found))]
    return [one for one in (*late, *((str(s), s.words, number[s]) for s in Stage)) if one[2]]


def _lines(rows: Iterable[Filing], year: int) -> Iterable[tuple[object, ...]]:
    for one in rows:
        name, on = (one.signed.name, one.signed.signed_on) if one.signed else ("", "")
        yield (one.agency.name, year, one.due.on, one.filed_on or "", one.stage.words, one.source, name, on,
               one.days_late if one.late else 0)  # fmt: skip
