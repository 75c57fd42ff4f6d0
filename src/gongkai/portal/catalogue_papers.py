"""The catalogue of an agency as Word, PDF and workbook: what it must make public, and what is (Art. 12)."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Agency
from gongkai.publication import queries
from gongkai.publication.columns import MANNERS, Node, public_columns
from gongkai.publication.models import Item
from gongkai.publication.words import Way
from gongkai.statute import duties
from gongkai.ui.templatetags.ui import day
from gongkai.writers import catalogue as writer

from .asked import with_agency
from .item_lists import listed
from .item_papers import written
from .templatetags.portal import held_words

MOST = 5000
"""Items that one file lists; all of them are open data."""
_WAYS = dict(Way.choices)
Row = tuple[str, ...]


@require_safe
@with_agency
def duties_list(request: HttpRequest, agency: Agency, format: str) -> HttpResponse:
    """主动公开目录: what it must make public, as the district's own table has it."""
    tree = public_columns(agency, timezone.localdate())
    rows = tuple((str(n), *row) for n, row in enumerate(_duties(agency, tree), 1))
    return _written(request, agency, f"{agency.name}主动公开目录", format, writer.OF_DUTIES, rows)


@require_safe
@with_agency
def items_list(request: HttpRequest, agency: Agency, format: str) -> HttpResponse:
    """What it has made public, newest first."""
    found = listed(queries.shown().filter(agency=agency))[:MOST]
    rows = tuple((str(n), *_line(item)) for n, item in enumerate(found, 1))
    return _written(request, agency, f"{agency.name}已主动公开信息目录", format, writer.OF_ITEMS, rows)


def _written(
    request: HttpRequest, agency: Agency, title: str, format: str, columns: tuple[writer.Column, ...],
    rows: tuple[Row, ...],
) -> HttpResponse:  # fmt: skip
    if format not in writer.FORMATS:
        raise Http404
    made = writer.Catalogue(title, agency.name, timezone.localdate(), columns, rows)
    return written(request, title, format, lambda: writer.write(made, format))


def _duties(agency: Agency, tree: tuple[Node, ...]) -> Iterator[Row]:
    for node in tree:
        for leaf in node.children or (node,):
            one = leaf.column
            second = one.title if leaf is not node else ""
            period = one.period_words or duties.PERIODS[one.period].title
            yield (
                node.column.title, second, one.content, one.basis, period,
                agency.name, "、".join(_WAYS.get(way, way) for way in one.ways), one.audience,
                MANNERS.get(one.manner, ""), one.level,
            )  # fmt: skip


def _line(item: Item) -> Row:
    return (
        item.number or "", item.title, item.summary, item.document_number, day(item.made_on),
        day(item.first_public_on), held_words(item) if item.validity else "",
    )  # fmt: skip
