"""How days, instants and figures are written, and how forms and long lists are laid out."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from gongkai.statute.form import SLASH, Value

register = template.Library()


def _day(value: date | datetime | None) -> date | None:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """For tables: 2026-03-13."""
    found = _day(value)
    return found.isoformat() if found else ""


@register.filter
def day_text(value: date | datetime | None) -> str:
    """For sentences: 2026年3月13日."""
    found = _day(value)
    return f"{found.year}年{found.month}月{found.day}日" if found else ""


@register.filter
def moment(value: datetime | None) -> str:
    """2026-03-13 09:05, in the time of Beijing."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def figure(value: Value | str) -> str:
    """A figure as the form prints it: nothing for not given, "/" for not applicable, an amount without
    needless zeros."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return SLASH if value == SLASH else str(value)


@register.filter
def file_size(value: int) -> str:
    """Bytes for a person: 812 字节, 36 KB, 2.4 MB."""
    if value < 1000:
        return f"{value} 字节"
    return f"{value / 1000:.0f} KB" if value < 1_000_000 else f"{value / 1_000_000:.1f} MB"


@register.filter
def get(mapping: Any, key: object) -> Any:
    """The value under a key that only the template knows; nothing where there is none."""
    return mapping.get(key) if mapping else None


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms: BaseForm | None) -> dict[str, object]:
    """What is wrong with a sent form, on top, each line a link to its field; what several fields are told alike
    stands with their labels. A browser keeps no chosen file: ``files`` are those to be chosen once more."""
    wrong = [form for form in forms if form is not None and form.is_bound and form.errors]
    told = [(f, e) for form in wrong for f in form for e in f.errors]
    often = Counter(e for _, e in told)
    fields = [(f.auto_id, f"{f.label}：{e}" if often[e] > 1 else e) for f, e in told]
    general = [e for form in wrong for e in form.non_field_errors()]
    files = [name for form in wrong for name in _chosen(form)]
    return {"fields": fields, "general": general, "files": files, "count": len(fields) + len(general)}


def _chosen(form: BaseForm) -> list[str]:
    """The names of all files that came with a form; one that was only hashed on its way in has none."""
    files = form.files
    several = files.lists() if isinstance(files, MultiValueDict) else [(key, [files[key]]) for key in files]
    return [str(getattr(one, "name", "文件")) for _, sent in several for one in sent]


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, *, blank_means: str = "") -> dict[str, object]:
    """One field: label, hint, error, input; optional ones are marked, unless a blank is an answer
    (``blank_means`` says which)."""
    attrs: dict[str, str | bool] = {}
    described = [f"{bound.auto_id}_hint"] * bool(bound.help_text) + [f"{bound.auto_id}_wrong"] * bool(bound.errors)
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    bound.field.widget.attrs.pop("placeholder", None)  # allauth's: it repeats the label and fades while typing
    kind = getattr(bound.field.widget, "input_type", "")
    several = kind == "radio" or bound.widget_type == "checkboxselectmultiple"
    return {"field": bound, "input": bound.as_widget(attrs=attrs), "tick": kind == "checkbox" and not several,
            "several": several, "optional": not bound.field.required and not blank_means}  # fmt: skip


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages(context: template.Context, page: Page[Any]) -> dict[str, object]:
    """Where one is in a long list, with links that keep the filters of the address."""
    return {"page": page, "address": context["request"].GET}
