"""The sheets of 放假安排: a national notice, days of a region, taking one out again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.statute.calendar import Notice, Regional

from .days import day_field

_BETWEEN = re.compile(r"[\s,，、;；]+")
_FULL = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", re.ASCII)
_SHORT = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?", re.ASCII)
_HINT = "每天写成 2027-02-08 或 2月8日，中间用空格、顿号或换行分开"


class DaysText(forms.CharField):
    """Several days in one box. ``days`` reads them; short ones belong to the year given."""

    def __init__(self, label: str, hint: str, *, required: bool) -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=4000,
            help_text=hint,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": f"请填写{label}", "max_length": "写得太多，请核对"},
        )


def days(text: str, year: int | None) -> Iterator[date]:
    """ValidationError for what is no day, naming it."""
    for word in filter(None, _BETWEEN.split(text.strip())):
        yield _day(word, year)


def _day(word: str, year: int | None) -> date:
    found = _FULL.fullmatch(word)
    parts = [int(part) for part in found.groups()] if found else []
    if not found and year and (short := _SHORT.fullmatch(word)):
        parts = [year, *(int(part) for part in short.groups())]
    try:
        return date(*parts)
    except (TypeError, ValueError):
        raise forms.ValidationError(f"“{word}”不是日期，{_HINT}") from None


class _Days(forms.Form):
    """What both sheets share."""

    reference = forms.CharField(
        label="文号",
        max_length=120,
        help_text="放假通知的文号，如 国办发明电〔2025〕7号",
        error_messages={"required": "请填写文号"},
    )
    checked_on = day_field("核对日期", hint="哪一天与通知原文核对过")
    off = DaysText("放假的工作日", f"只写放假的周一至周五；{_HINT}", required=True)
    on = DaysText("上班的休息日", f"只写调休上班的周六、周日；{_HINT}", required=False)

    def _year(self) -> int | None:
        return None

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("核对日期还没有到，请填写实际核对的日期")
        return day

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("off", "on"):
            if name in given:
                try:
                    given[name] = tuple(days(given[name], self._year()))
                except forms.ValidationError as error:
                    self.add_error(name, error)
        return given


class NoticeForm(_Days):
    year = forms.IntegerField(
        label="年份",
        min_value=2004,
        max_value=2100,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "年份是四位数字，如 2027")
        | {"required": "请填写年份"},
    )
    revises = forms.BooleanField(label="这是调整已载入安排的新通知，代替该年原来的安排", required=False)
    field_order = ("year", "reference", "checked_on", "off", "on", "revises")

    def _year(self) -> int | None:
        return self.cleaned_data.get("year")

    def notice(self) -> Notice:
        given = self.cleaned_data
        return Notice(
            given["year"], given["reference"], given["checked_on"], given["off"], given["on"], given["revises"]
        )


class RegionalForm(_Days):
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="适用地区",
        empty_label="请选择",
        help_text="这个机关和它下面的所有机关都按此计算",
        error_messages={"required": "请选择适用地区"},
    )
    off = DaysText("放假的工作日", "民族节日等由当地人民政府规定的放假；每天写成 2027-08-08", required=False)
    field_order = ("agency", "reference", "checked_on", "off", "on")

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = agencies

    def regional(self) -> Regional:
        given = self.cleaned_data
        return Regional(given["agency"].name, given["reference"], given["checked_on"], given["off"], given["on"])


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="为什么撤下",
        max_length=200,
        error_messages={"required": "请写明为什么撤下"},
    )
