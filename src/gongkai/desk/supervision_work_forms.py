"""The form of a record of the work, made from what its kind declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models

from gongkai.agencies.models import Agency
from gongkai.supervision.kinds import Column, Kind, columns
from gongkai.supervision.models import WorkRecord

from .access import Asking
from .case_fields import text, words
from .column_fields import choice, of, whole
from .days import day_field
from .tried import TableForm

# So many are seen at once as radio buttons; more are unfolded.
_SEEN = 5


class WorkForm(forms.Form):
    """One record. ``agency`` is asked where there are several."""

    def __init__(
        self, data: Any = None, *, kind: Kind, initial: Mapping[str, object], asking: Asking | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial))
        if asking is not None:
            self.fields["agency"] = agency_field(asking)
        for one in columns(kind):
            self.fields[one.name] = field_of(one)

    @property
    def given(self) -> dict[str, object]:
        """What was written, without whose it is and why."""
        apart = ("agency", "reason", "revision")
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}


class CorrectForm(WorkForm):
    def __init__(self, data: Any = None, *, record: WorkRecord) -> None:
        now = {one.name: getattr(record, one.name) for one in columns(type(record))}
        super().__init__(data, kind=type(record), initial={**now, "revision": record.revision})
        self.fields["reason"] = text("更正的理由", rows=2, hint="更正前的内容会保留")
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    reason = text("撤下的理由", rows=2, hint="例如：重复登记")
    revision = forms.IntegerField(widget=forms.HiddenInput)


class WorkImportForm(TableForm):
    def __init__(self, *args: Any, asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = agency_field(asking)
        self.order_fields(["agency", "file", "kept"])


class _Only(forms.HiddenInput):
    """The one that there is, also where the form begins with nothing: nobody could put it in."""

    def __init__(self, only: object) -> None:
        super().__init__()
        self.only = only

    def format_value(self, value: Any) -> str | None:
        shown: str | None = super().format_value(value or self.only)
        return shown


def agency_field(asking: Asking, verb: str = "supervision.record") -> forms.ModelChoiceField[Any]:
    """Of whom; hidden where it can be only one."""
    mine = asking.within(verb).on(asking.on)
    field = of("机关", mine)
    only: list[Agency] = list(mine[:2])
    if len(only) == 1:
        field.widget = _Only(only[0].pk)
    return field


def field_of(column: Column) -> forms.Field:
    """How one thing is asked for."""
    field, needed, hint = column.field, column.needed, str(column.field.help_text)
    if isinstance(field, models.BooleanField):
        return forms.BooleanField(label=column.label, required=False, help_text=hint)
    if field.choices:
        offered = [(value, str(label)) for value, label in field.flatchoices]
        made = choice(column.label, offered, hint=hint)
        if len(offered) <= _SEEN:
            made.widget = forms.RadioSelect(choices=offered)
        made.initial = field.default if field.has_default() else None
        return made  # type: ignore[no-any-return]  # a field of a choice
    if isinstance(field, models.DateField):
        return day_field(column.label, required=needed, hint=hint)
    if isinstance(field, models.IntegerField):
        made = whole(column.label, hint=hint, most=1_000_000)
        made.initial = field.default
        return made  # type: ignore[no-any-return]  # a whole number
    if isinstance(field, models.DecimalField):
        errors = {"invalid": f"{column.label}应是数字", "max_digits": f"{column.label}太长，请核对"}
        return forms.DecimalField(label=column.label, required=needed, help_text=hint, decimal_places=2,
                                  max_digits=6, error_messages=errors)  # fmt: skip
    if isinstance(field, models.URLField):
        return forms.URLField(label=column.label, required=needed, max_length=field.max_length, help_text=hint,
                              assume_scheme="https", error_messages={"invalid": "请填写完整的网址"})  # fmt: skip
    if isinstance(field, models.TextField):
        return text(column.label, hint=hint, rows=3, required=needed)
    return words(column.label, hint=hint, required=needed, most=field.max_length or 200)
