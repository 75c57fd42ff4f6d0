"""The fields of the sheets of a case: what a step needs to be told, what a letter must say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import assigning
from gongkai.cases.models import Case
from gongkai.cases.steps import Need
from gongkai.documents.files import MAX_SIZE

from .access import Asking
from .case_found import visible
from .days import day_field

# As many answers are seen at once; more are unfolded.
_SEEN = 8
# What is never taken for a no because nobody looked: neither answer stands there at first.
_DECIDED: Mapping[str, tuple[str, str]] = {
    "has_it": ("有此信息", "没有此信息"),
    "found": ("找到", "没有找到"),
    "passed": ("通过", "不通过"),
    "reasonable": ("合理，公开会损害其合法权益", "不合理，可以公开"),
}
_TODAY = ("on", "looked_on")


def fields_of(needs: Iterable[Need], case: Case, asking: Asking) -> dict[str, forms.Field]:
    """One field for each thing to enter; ``elements`` have pages of their own."""
    return {need.code: _FIELDS[need.kind](need, case, asking) for need in needs if need.kind in _FIELDS}


def _text(need: Need, case: Case, asking: Asking) -> forms.Field:
    return words(need.label, hint=need.hint, required=need.required, most=500)


def _paragraph(need: Need, case: Case, asking: Asking) -> forms.Field:
    return text(need.label, hint=need.hint, required=need.required)


def _date(need: Need, case: Case, asking: Asking) -> forms.Field:
    field = day_field(need.label, required=need.required, hint=need.hint)
    field.initial = asking.on if need.code in _TODAY and need.required else None
    return field


def _number(need: Need, case: Case, asking: Asking) -> forms.Field:
    errors = {"required": f"请填写{need.label}", "invalid": f"{need.label}应是整数",
              "min_value": f"{need.label}不能小于0", "max_value": f"{need.label}太大，请核对"}  # fmt: skip
    return forms.IntegerField(label=need.label, min_value=0, max_value=100_000_000, required=need.required,
                              help_text=need.hint, error_messages=errors)  # fmt: skip


def _choice(need: Need, case: Case, asking: Asking) -> forms.Field:
    offered = list(need.choices) if need.required else [("", "不选"), *need.choices]
    widget = forms.RadioSelect if len(offered) <= _SEEN else forms.Select
    if widget is forms.Select and need.required:
        offered = [("", "请选择"), *offered]
    return forms.ChoiceField(label=need.label, choices=offered, required=need.required, widget=widget,
                             help_text=need.hint, error_messages={"required": f"请选择{need.label}"})  # fmt: skip


def _bool(need: Need, case: Case, asking: Asking) -> forms.Field:
    if need.code not in _DECIDED:
        return forms.BooleanField(label=need.label, required=False, help_text=need.hint)
    yes, no = _DECIDED[need.code]
    return forms.TypedChoiceField(label="结论", choices=[("yes", yes), ("no", no)], coerce=lambda v: v == "yes",
                                  widget=forms.RadioSelect, help_text=need.hint,
                                  error_messages={"required": "请选择结论"})  # fmt: skip


def _paper(need: Need, case: Case, asking: Asking) -> forms.Field:
    return paper(need.label, hint=need.hint, required=need.required)


def _unit(need: Need, case: Case, asking: Asking) -> forms.Field:
    below = Agency.objects.below(case.agency).exclude(pk=case.agency_id).on(asking.on)
    return _of(below, need, "不指定")


def _person(need: Need, case: Case, asking: Asking) -> forms.Field:
    able = [one.pk for one in assigning.candidates(case, on=asking.on)]
    if need.required:
        # Handed over: to somebody else.
        able = [pk for pk in able if pk != case.handler_id]
    return _of(Person.objects.filter(pk__in=able).order_by("name"), need, "不指定")


def _case(need: Need, case: Case, asking: Asking) -> forms.Field:
    same = visible(asking).filter(applicant=case.applicant_id, agency=case.agency_id).exclude(pk=case.pk)
    return _of(same.order_by("-arrived_on", "-pk"), need, "不指定")


def _of(queryset: Any, need: Need, none: str) -> forms.ModelChoiceField[Any]:
    return forms.ModelChoiceField(queryset, label=need.label, required=need.required, help_text=need.hint,
                                  empty_label="请选择" if need.required else none,
                                  error_messages={"required": f"请选择{need.label}"})  # fmt: skip


_FIELDS: Mapping[str, Callable[[Need, Case, Asking], forms.Field]] = {
    "text": _text, "link": _text, "paragraph": _paragraph, "date": _date, "number": _number, "choice": _choice,
    "bool": _bool, "paper": _paper, "unit": _unit, "person": _person, "case": _case,
}  # fmt: skip


def first_of(need: Need) -> object:
    """What stands in the field at first."""
    return need.initial.isoformat() if isinstance(need.initial, date) else need.initial


def text(
    label: str, missing: str = "", *, hint: str = "", rows: int = 4, required: bool = True, most: int = 20_000
) -> forms.CharField:
    """Sentences."""
    errors = {"required": missing or f"请填写{label}"}
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, help_text=hint, required=required,
                           error_messages=errors)  # fmt: skip


def words(label: str, *, hint: str = "", required: bool = True, most: int = 200) -> forms.CharField:
    """One line."""
    return forms.CharField(label=label, max_length=most, help_text=hint, required=required,
                           error_messages={"required": f"请填写{label}"})  # fmt: skip


def paper(label: str, *, hint: str = "", required: bool = True) -> forms.FileField:
    """One file."""
    return OneFile(label=label, required=required, help_text=hint, widget=forms.FileInput(),
                   error_messages={"required": f"请选择{label}", "empty": "空文件，请重新选择"})  # fmt: skip


class OneFile(forms.FileField):
    """Bounded: what is too large is told at the field."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > MAX_SIZE:
            raise forms.ValidationError(f"文件超过 {MAX_SIZE // 2**20} MB，请拆分或压缩后再选")
        return file
