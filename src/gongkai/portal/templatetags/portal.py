"""Addresses of agencies and reports, as templates write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.portal import item_facts
from gongkai.publication.models import Attachment, Column, Item
from gongkai.publication.reading import validity_on
from gongkai.publication.words import Genre, RelationKind, Validity
from gongkai.reports.models import Rendering, ReportVersion
from gongkai.ui.templatetags.ui import day

register = template.Library()

_TONES: Mapping[str, str] = {
    Validity.IN_FORCE: "ok", Validity.AMENDED: "soon", Validity.REPEALED: "late", Validity.LAPSED: "late",
}  # fmt: skip
_NOT_AS_MADE = (Validity.AMENDED, Validity.REPEALED, Validity.LAPSED)
_OVER = (Validity.REPEALED, Validity.LAPSED)
_KINDS = {"text": "TXT", "jpeg": "JPG"}
_MARKED = (Genre.INTERPRETATION, Genre.CLARIFICATION, Genre.NORMATIVE, Genre.RULE)
_FORMATS = {
    "html": "网页（HTML）",
    "docx": "文档（DOCX，可编辑）",
    "pdf": "版式文件（PDF）",
    "xlsx": "表格（XLSX）",
    "json": "数据（JSON）",
}


@register.filter
def agency_url(agency: Agency) -> str:
    return _of_agency("portal:agency", addresses.word(agency))


@lru_cache(maxsize=8192)
def _of_agency(name: str, word: str) -> str:
    return reverse(name, args=[word])


@register.filter
def ask_url(agency: Agency) -> str:
    return _of_agency("portal:ask_agency", addresses.word(agency))


@register.simple_tag
def agency_links(agencies: Iterable[Agency]) -> SafeString:
    """A list of agencies; written here for the same reason as ``item_rows``."""
    links = (f'<li><a href="{agency_url(one)}">{escape(one.name)}</a></li>' for one in agencies)
    return mark_safe(f"<ul>{''.join(links)}</ul>")  # noqa: S308 - escaped here, words of addresses need none


@register.filter
def years_url(agency: Agency) -> str:
    return reverse("portal:years", args=[addresses.word(agency)])


@register.filter
def word(agency: Agency) -> str:
    return addresses.word(agency)


@register.filter
def report_url(version: ReportVersion) -> str:
    """The permanent address of the report, whichever version holds."""
    return reverse("portal:report", args=[addresses.word(version.agency), version.year])


@register.filter
def version_url(version: ReportVersion) -> str:
    """The address of this very version."""
    return reverse("portal:version", args=[addresses.word(version.agency), version.year, version.public_number])


@register.filter
def file_url(rendering: Rendering) -> str:
    version = rendering.version
    address = [addresses.word(version.agency), version.year, version.public_number, rendering.format]
    return reverse("portal:file", args=address)


@register.filter
def format_name(format: str) -> str:
    return _FORMATS[format]


@register.filter
def item_url(item: Item) -> str:
    return item_facts.address(item)


@register.filter
def catalogue_url(agency: Agency) -> str:
    return _of_agency("portal:agency_catalogue", addresses.word(agency))


@register.filter
def column_url(column: Column, agency: Agency) -> str:
    return reverse("portal:agency_column", args=[addresses.word(agency), column.pk])


@register.filter
def validity_tone(validity: str) -> str:
    """The colour of a validity mark; the word stands with it."""
    return _TONES.get(validity, "")


@register.filter
def published_body(body: str) -> SafeString:
    """The body as it was cleaned before it was stored (``papers.rich_text``); nothing else writes that column."""
    return mark_safe(body)  # noqa: S308 - clean HTML of the safe subset


@register.filter
def validity_name(validity: str) -> str:
    """As a mark beside a title: 已废止, 已失效, 已修改, 有效."""
    return ended_words(validity) if validity in _OVER else Validity(validity).label if validity else ""


@register.filter
def ended_words(validity: str) -> str:
    return f"已{Validity(validity).label}" if validity else ""


@register.filter
def code_of(codes: Mapping[int, str], one: Attachment) -> str:
    """防伪码 of a file; "" where it has none."""
    return codes.get(one.pk, "") if codes else ""


@register.filter
def file_kind(one: Attachment) -> str:
    """As a reader calls it: PDF, DOCX, TXT; CSV is text by its bytes, and a table by its name."""
    kind = one.file.kind
    if kind == "text" and one.name.lower().endswith(".csv"):
        return "CSV"
    return _KINDS.get(kind, kind.upper())


@register.filter
def marks(item: Item) -> SafeString:
    """What a reader of a list wants to know beside the title: that it holds no more, what it is, that it was put
    right."""
    held = validity_on(item, timezone.localdate())
    found = [(_TONES[held], validity_name(held))] if held in _NOT_AS_MADE else []
    found += [("info", item.get_genre_display())] if item.genre in _MARKED else []
    found += [("soon", "已更正")] if item.current and item.current.found_at else []
    return mark_safe("".join(f' <span class="tag {tone}">{word}</span>' for tone, word in found))  # noqa: S308 - ours


@register.simple_tag
def item_rows(items: Iterable[Item], whose: bool = False) -> SafeString:
    """A list of items: title, number, marks and day, and ``whose`` they are where the title does not say it.
    Written here and not as a template, which takes longer for the fifty rows of a page than all the rest of it."""
    rows = "".join(_row(one, whose) for one in items)
    return mark_safe(f'<ul class="news dated">{rows}</ul>')  # noqa: S308 - escaped below


def _row(item: Item, whose: bool) -> str:
    number = (
        f' <span class="quiet small docnum">{escape(item.document_number)}</span>' if item.document_number else ""
    )
    name = item.agency.name if whose else ""
    number += f' <span class="quiet small docnum">{escape(name)}</span>' if name and name not in item.title else ""
    on = day(item.first_public_on)
    return (
        f'<li><span class="what"><a href="{item_url(item)}">{escape(item.title)}</a>{number}{marks(item)}</span>'
        f'<time class="quiet small" datetime="{on}">{on}</time></li>\n'
    )


@register.simple_tag
def options(choices: Iterable[tuple[object, str]], chosen: object = "") -> SafeString:
    """The options of a choice, with the one that the address asks for."""
    return mark_safe("".join(_option(value, label, chosen) for value, label in choices))  # noqa: S308 - escaped below


def _option(value: object, label: str, chosen: object) -> str:
    selected = " selected" if value == chosen else ""
    return f'<option value="{escape(str(value))}"{selected}>{escape(label)}</option>'


@register.filter
def year_choices(years: Iterable[int]) -> list[tuple[object, str]]:
    return [(year, f"{year}年") for year in years]


@register.filter
def held_words(item: Item) -> str:
    """What holds of a document today, in words; 未标注 where nobody has said."""
    found = validity_on(item, timezone.localdate())
    return Validity(found).label if found else "未标注"


@dataclass(frozen=True, slots=True)
class Interpreted:
    """A document that an interpretation speaks of: here, or elsewhere and known by its words."""

    item: Item | None
    words: str


@register.filter
def interpreted(item: Item) -> list[Interpreted]:
    """Of the relations that were fetched with the item; one that is not shown, or not passed, is not named."""
    every = item.relations.all()
    found = [one for one in every if one.kind == RelationKind.INTERPRETS and one.passed_at is not None]
    return [Interpreted(one.target, one.words) for one in found if one.target is None or one.target.is_public]
