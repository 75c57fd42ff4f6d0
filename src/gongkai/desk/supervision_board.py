"""一览: of every body below what is due, late and wrong, those of one kind side by side; and one body opened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.supervision import board as boards
from gongkai.supervision.board import COLUMNS, Row
from gongkai.supervision.models import Inspection
from gongkai.ui.pages import page_of

from .access import Asking, reading, there
from .supervision_place import frame
from .tables import csv_response, xlsx_response

PART = "desk:board"
GROUPS = {"due": "到期", "late": "逾期", "wrong": "问题"}
# Where a number is looked at in full, for who may look there.
_LISTS = {
    "due-items": ("desk:obligations", "?standing=soon", "columns.view"),
    "late-items": ("desk:obligations", "?standing=late", "columns.view"),
    "stale-columns": ("desk:columns_of", "", "columns.view"),
    "empty-columns": ("desk:columns_of", "", "columns.view"),
    "guide": ("desk:guide", "", "columns.view"),
}
_SORTS = {"": "名单顺序", "late": "逾期多的在前", "wrong": "问题多的在前", "score": "得分低的在前"}


@reading
def board(request: HttpRequest, asking: Asking) -> HttpResponse:
    """``?kind``: of which kind, the most frequent when it is not said; ``?sort``: by what is late, wrong, or the
    score; ``?csv`` and ``?xlsx`` hand out all of the kind."""
    asking.ensure_somewhere("inspections.inspect")
    kinds = boards.kinds(asking.person, asking.on)
    chosen = next((kind for kind, _ in kinds if kind == request.GET.get("kind")), kinds[0][0] if kinds else None)
    found = boards.board(asking.person, str(chosen or ""), asking.on)
    sort = request.GET.get("sort", "")
    rows = _sorted(found.rows, sort)
    for wanted, respond in (("csv", csv_response), ("xlsx", xlsx_response)):
        if wanted in request.GET:
            return respond(f"监督一览-{asking.on}", _head(), (_line(one) for one in rows))
    page = page_of(request, rows, 100)
    context = frame(
        asking, PART, kinds=kinds, chosen=chosen, page=page, columns=COLUMNS,
        rows=[(one, _cells(one)) for one in page],
        groups=[(title, sum(1 for one in COLUMNS if one.group == code)) for code, title in GROUPS.items()],
        averages=found.averages, score=found.score, sort=sort if sort in _SORTS else "", sorts=_SORTS.items(),
        today=asking.on,
    )  # fmt: skip
    return render(request, "desk/supervision/board.html", context)


def _sorted(rows: tuple[Row, ...], sort: str) -> list[Row]:
    if sort == "score":
        return sorted(rows, key=lambda one: (one.score is None, one.score or 0))
    return sorted(rows, key=lambda one: -getattr(one, sort)) if sort in ("late", "wrong") else list(rows)


def _cells(row: Row) -> list[tuple[str, str, int | None]]:
    return [(column.title, column.group, number) for column, number in zip(COLUMNS, row.numbers, strict=True)]


def _head() -> tuple[str, ...]:
    return ("机关", "类型", *(column.title for column in COLUMNS), "最近检查得分")


def _line(row: Row) -> tuple[object, ...]:
    return (row.agency.name, row.agency.get_kind_display(), *row.numbers, row.score)


@reading
def board_one(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """One body: each number with what it is made of and where it is looked at in full."""
    agency = there(lambda: boards.looked_after(asking.person, asking.on).get(pk=pk))
    details = boards.details(agency, asking.on)
    groups = [
        (title, [(one, _list_of(one.column.code, agency)) for one in details if one.column.group == code])
        for code, title in GROUPS.items()
    ]
    inspected = Inspection.objects.filter(agency=agency, own=False).order_by("-year", "-quarter")[:4]
    context = frame(asking, PART, agency=agency, groups=groups, inspected=inspected, today=asking.on)
    return render(request, "desk/supervision/board_one.html", context)


def _list_of(code: str, agency: Agency) -> str:
    name, query, _ = _LISTS.get(code, ("", "", ""))
    return reverse(name, args=[agency.pk]) + query if name else ""
