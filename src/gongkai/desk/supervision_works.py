"""工作台账: what was done in a year, by kind; one list, one page and one export for all kinds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.supervision import queries
from gongkai.supervision.kinds import KINDS, Column, Kind, code_of, columns, kind_of, shown, title_of
from gongkai.supervision.models import Complaint, Correction, WorkRecord
from gongkai.ui.pages import page_of

from .access import Asking, reading, there
from .supervision_place import frame, number_in
from .supervision_shown import shown as led_of
from .tables import csv_response, xlsx_response

PART = "desk:works"
FIRST_YEAR = 2008
# So many columns stand in a list beside day and title; the page of a record shows all.
_IN_LIST = 4


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind in the overview of a year."""

    code: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class Row:
    record: WorkRecord
    cells: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which year and which agency a list is about; no agency is all that one looks after."""

    year: int
    agency: Agency | None

    def narrowed(self, rows: QuerySet[WorkRecord]) -> QuerySet[WorkRecord]:
        found = rows.filter(on__year=self.year)
        return found.filter(agency=self.agency) if self.agency else found


def asked_of(request: HttpRequest, asking: Asking) -> Asked:
    year = number_in(request.GET.get("year", ""), FIRST_YEAR, 2100, asking.on.year)
    pk = number_in(request.GET.get("agency", ""), 1, 2**31, 0)
    return Asked(year, asking.within("supervision.view").filter(pk=pk).first() if pk else None)


def kind_or_none(word: str) -> Kind:
    """A kind by its code, or a page that is not there."""
    try:
        return kind_of(word)
    except Refused:
        raise Http404 from None


@reading
def works(request: HttpRequest, asking: Asking) -> HttpResponse:
    """A year at a glance: how many of each kind."""
    asking.ensure_somewhere("supervision.view")
    asked = asked_of(request, asking)
    counted = [
        Counted(code_of(kind), title_of(kind), _rows(kind, asked, asking).filter(withdrawn_at=None).count())
        for kind in KINDS
    ]
    context = frame(asking, PART, counted=counted, may_record=asking.may_somewhere("supervision.record"),
                    **around(asked, asking))  # fmt: skip
    return render(request, "desk/supervision/works.html", context)


@reading
def work_list(request: HttpRequest, asking: Asking, kind: str) -> HttpResponse:
    """By year and agency; ``?csv`` and ``?xlsx`` hand out what counts, in the head that can be taken in again."""
    asking.ensure_somewhere("supervision.view")
    which, asked = kind_or_none(kind), asked_of(request, asking)
    found = _rows(which, asked, asking).order_by("-on", "-pk")
    for wanted, respond in (("csv", csv_response), ("xlsx", xlsx_response)):
        if wanted in request.GET:
            name = f"{title_of(which)}-{asked.year}"
            return respond(name, head(which), lines(which, found.filter(withdrawn_at=None).order_by("on", "pk")))
    page = page_of(request, found)
    beside = _beside(which)
    rows = [Row(one, tuple((each.label, shown(one, each)) for each in beside)) for one in page]
    context = frame(
        asking, PART, code=code_of(which), title=title_of(which), page=page, rows=rows, heads=beside,
        day_label=which.DAY, title_label=which.TITLE, hint=which.HINT,
        may_record=asking.may_somewhere("supervision.record"), **around(asked, asking),
    )  # fmt: skip
    return render(request, "desk/supervision/work_list.html", context)


def head(kind: Kind) -> tuple[str, ...]:
    return ("机关", *(one.label for one in columns(kind)))


def lines(kind: Kind, rows: Iterable[WorkRecord]) -> Iterable[tuple[object, ...]]:
    for one in rows:
        yield (one.agency.name, *(shown(one, each) for each in columns(kind)))


def record_of(asking: Asking, kind: str, pk: int, verb: str = "supervision.view") -> WorkRecord:
    """One that this person may look at, or a page that is not there."""
    rows: QuerySet[Any] = queries.visible(asking.person, kind_or_none(kind), on=asking.on, verb=verb)
    found: WorkRecord = there(lambda: rows.get(pk=pk))
    return found


@reading
def work_one(request: HttpRequest, asking: Asking, kind: str, pk: int) -> HttpResponse:
    record = record_of(asking, kind, pk)
    which = type(record)
    labels = {one.name: one.label for one in columns(which)}
    corrections = [
        (one, [(labels.get(name, name), value) for name, value in one.before.items()])
        for one in Correction.objects.filter(record=record.key).select_related("by")
    ]
    own = [(one.label, shown(record, one)) for one in columns(which) if one.name not in ("on", "title")]
    works_on_it = asking.within("supervision.record").filter(pk=record.agency_id).exists()
    context = frame(
        asking, PART, record=record, code=code_of(which), title=title_of(which), day_label=which.DAY, own=own,
        corrections=corrections, may_record=works_on_it and record.withdrawn_at is None,
        led=led_of(asking, record) if isinstance(record, Complaint) else None,
    )  # fmt: skip
    return render(request, "desk/supervision/work.html", context)


def _rows(kind: Kind, asked: Asked, asking: Asking) -> QuerySet[WorkRecord]:
    return asked.narrowed(queries.visible(asking.person, kind, on=asking.on))


def _beside(kind: Kind) -> tuple[Column, ...]:
    return tuple(one for one in columns(kind) if one.name not in ("on", "title"))[:_IN_LIST]


def around(asked: Asked, asking: Asking) -> dict[str, object]:
    mine = asking.within("supervision.view").on(asking.on)
    years = range(asking.on.year, max(asking.on.year - 6, FIRST_YEAR), -1)
    return {"asked": asked, "years": years, "agencies": mine[:500], "several": mine[:2].count() > 1}
