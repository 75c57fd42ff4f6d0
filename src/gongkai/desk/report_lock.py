"""年报: the day on which a year's records are locked, and what was changed in them afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.reports import actions, locking
from gongkai.reports.models import LateChange
from gongkai.ui.pages import page_of

from .access import Asking, accepted, posted, reading, working
from .audit_words import verb_words
from .report_forms import text, year_field
from .report_overview import due_year, years
from .tables import csv_response, xlsx_response

HEAD: Final = ("年度", "机关", "事项", "锁定日", "改动时间", "经办", "理由")
_PAGES: Final = {"case": "desk:case", "proceeding": "desk:proceeding", "item": "desk:item"}


class LockForm(forms.Form):
    year = year_field()
    lock_on = forms.DateField(
        label="锁定日", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="这一天以前（含当天）照常登记；以后登记或者更正这一年度的事项，须写明理由。留空表示不锁定",
        error_messages={"invalid": "锁定日应是 2026-01-15 这样的日期"},
    )  # fmt: skip
    reason = text("依据或者理由", "请写明依据的文件，或者改动锁定日的理由", rows=2)


class ChangeSearch(forms.Form):
    year = year_field(required=False)
    agency = forms.ModelChoiceField(
        label="机关", queryset=Agency.objects.none(), required=False, empty_label="全部"
    )

    def __init__(self, *args: object, agencies: AgencyQuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, as they came
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = agencies


@dataclass(frozen=True, slots=True)
class Row:
    """``address``: of what was changed, "" where it has no page of its own."""

    change: LateChange
    words: str
    address: str


@working
def lock_days(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    district = asking.agency("reports.settings", pk)
    form = LockForm(posted(request), initial={"year": due_year(asking.on)})
    if form.is_valid() and accepted(form, lambda: _set(form, asking, district)):
        year, day = form.cleaned_data["year"], form.cleaned_data["lock_on"]
        messages.success(request, f"{year}年度的锁定日已{f'设为{day}' if day else '取消'}。")
        return redirect("desk:lock_days", pk=pk)
    context = {
        "district": district,
        "form": form,
        "holding": {one.pk for one in locking.locks(district)},
        "history": locking.history(district),
        "on": asking.on,
    }
    return render(request, "desk/reports/lock_days.html", context)


def _set(form: LockForm, asking: Asking, district: Agency) -> None:
    given = form.cleaned_data
    actions.set_lock_day(
        asking.person, district, year=given["year"], lock_on=given["lock_on"], reason=given["reason"], at=asking.at
    )


@reading
def late_changes(request: HttpRequest, asking: Asking) -> HttpResponse:
    """锁定后的变动 of a year, of all agencies that one sees or of one; ``?csv`` and ``?xlsx`` hand it out."""
    asking.ensure_somewhere("reports.view")
    search = ChangeSearch(request.GET or None, agencies=asking.within("reports.view").order_by("rank"))
    wanted = search.cleaned_data if search.is_valid() else {}
    year, agency = wanted.get("year") or due_year(asking.on), wanted.get("agency")
    found = locking.late_changes(asking.person, year, on=asking.on)
    found = found.filter(agency=agency) if agency else found
    for asked, respond in (("csv", csv_response), ("xlsx", xlsx_response)):
        if asked in request.GET:
            return respond(f"锁定后的变动-{year}", HEAD, _lines(found))
    page = page_of(request, found)
    context = {"page": page, "rows": [_row(one) for one in page], "search": search, "year": year,
               "years": years(asking.on, year), "agency": agency}  # fmt: skip
    return render(request, "desk/reports/late_changes.html", context)


def _row(change: LateChange) -> Row:
    kind, _, key = change.about.partition(":")
    name = _PAGES.get(kind)
    return Row(change, verb_words(change.verb), reverse(name, args=[int(key)]) if name and key.isdigit() else "")


def _lines(changes: QuerySet[LateChange]) -> Iterable[tuple[object, ...]]:
    for one in changes:
        moment = timezone.localtime(one.at).strftime("%Y-%m-%d %H:%M")
        yield (one.year, one.agency.name, verb_words(one.verb), one.lock_on, moment,
               one.by.name if one.by else "运维人员", one.reason)  # fmt: skip


def late_note(agency: Agency, year: int) -> dict[str, object]:
    """How many late changes are behind one report, and where those of the agency itself are listed."""
    number = locking.changes_of(agency, year).count()
    return {"number": number, "address": f"{reverse('desk:late_changes')}?year={year}&agency={agency.pk}"}
