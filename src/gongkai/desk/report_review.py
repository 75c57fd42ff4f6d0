"""年报: one version under review, its figures beside the original, and the cell that is looked at."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.audit.models import Entry
from gongkai.readers.document import Document
from gongkai.reports import actions, published, queries
from gongkai.reports.models import ReportFigure, ReportVersion
from gongkai.reports.queries import Review
from gongkai.reports.states import State
from gongkai.reports.texts.library import PARTS
from gongkai.reports.wording import parts
from gongkai.statute.form import Cell
from gongkai.ui.official import anchor, label

from .access import Asking, accepted, reading, sending, there, working
from .audit_words import Said, said
from .locating import places, spots
from .original import shown
from .report_cells import (
    about,
    anchors,
    by_anchor,
    by_name,
    candidates_for,
    figure_shown,
    findings_shown,
    layout,
    original_value,
    shown_text,
)
from .report_compiled import beside, now_possible, source_of
from .report_forms import CorrectForm, ReadingForm
from .report_lock import late_note
from .report_next import steps
from .report_wording import heading


@reading
def review(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    version = there(lambda: queries.version(asking.person, pk, on=asking.on))
    found = queries.review(version)
    compiled = beside(version)
    verbs = now_possible(queries.verbs(asking.person, version, on=asking.on), compiled)
    document = _document(version)
    read_at = spots(document, found.figures) if document else {}
    texts = [(heading(one), one) for one in parts(version)]
    context = {
        "version": version,
        "review": found,
        "sheets": layout(found, read_at),
        "findings": findings_shown(found),
        "original": shown(document, places(read_at, anchors(found.figures))) if document else (),
        "notes": document.notes if document else (),
        "first_open": _first_open(found),
        "code": published.code_of(version.agency),
        "may_correct": "correct" in verbs,
        "written": PARTS if version.state == State.DRAFT and "correct" in verbs else (),
        "steps": steps(version, verbs, asking),
        "siblings": _siblings(version, asking),
        **compiled,
        "may_compile": "compile" in verbs,
        "corrections": queries.corrections(version),
        "texts": texts,
        "objections": queries.objections(version),
        "late": late_note(version.agency, version.year),
        "rewordings": [(texts[one.part][0], one) for one in queries.rewordings(version)],
        "history": _history(version),
        "cell_template": "desk/reports/cell_in_table.html",
    }
    return render(request, "desk/reports/review.html", context)


def _document(version: ReportVersion) -> Document | None:
    return queries.extracted(version.intake) if version.intake else None


def _first_open(found: Review) -> str:
    cell = by_name(found.open_cells[0]) if found.open_cells else None
    return anchor(cell) if cell else ""


def _siblings(version: ReportVersion, asking: Asking) -> list[ReportVersion]:
    """Every version of the same report, newest first."""
    return list(queries.versions(asking.person, on=asking.on).filter(report=version.report).order_by("-number"))


def _history(version: ReportVersion) -> list[Said]:
    """What was done to this report and the files it came from, newest last."""
    report = version.report
    keys = [f"version:{pk}" for pk in report.versions.values_list("pk", flat=True)]
    keys += [f"intake:{pk}" for pk in report.versions.exclude(intake=None).values_list("intake", flat=True)]
    return said(Entry.objects.filter(object__in=keys).order_by("sequence"))


@working
def cell(request: HttpRequest, asking: Asking, pk: int, place: str) -> HttpResponse:
    """One figure: what was read and where, what is wrong with it, and, while in review, its correction."""
    version, found, one = _cell(asking, pk, place)
    form = _correct_form(request, asking, version, found.figures[one.name])
    if request.method == "POST" and form is None:
        raise Http404
    if form is not None and form.is_valid() and accepted(form, lambda: _correct(form, asking, version, one)):
        messages.success(request, f"已更正“{label(one)}”，核验已重新计算。")
        return _back(version, place)
    context = _cell_context(version, found, one, place) | {"form": form}
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "desk/reports/cell_sheet.html" if fragment else "desk/reports/cell.html", context)


def _correct_form(
    request: HttpRequest, asking: Asking, version: ReportVersion, figure: ReportFigure
) -> CorrectForm | None:
    """While in review; and for what was typed while somebody else ended the review, so that it comes back."""
    sent = request.POST or None
    open_now = "correct" in queries.verbs(asking.person, version, on=asking.on)
    if open_now or (sent and queries.has_role_for(asking.person, version, "correct", on=asking.on)):
        compiled = source_of(version, figure.cell) is not None
        return CorrectForm(sent, now=shown_text(figure), compiled=compiled)
    return None


def _cell(asking: Asking, pk: int, place: str) -> tuple[ReportVersion, Review, Cell]:
    version = there(lambda: queries.version(asking.person, pk, on=asking.on))
    found = queries.review(version)
    one = by_anchor(place, found.figures)
    if one is None:
        raise Http404
    return version, found, one


def _cell_context(version: ReportVersion, found: Review, one: Cell, place: str) -> dict[str, object]:
    figure = found.figures[one.name]
    findings = about(found, one.name)
    document = _document(version)
    read_at = spots(document, found.figures).get(one.name) if document else None
    candidates = candidates_for(found, one.name)
    return {
        "version": version,
        "source": source_of(version, one.name),
        "place": place,
        "label": label(one),
        "figure": figure,
        "shown": figure_shown(one, figure, findings, read_at),
        "original_value": original_value(figure) if figure.corrected else "",
        "about": findings,
        "corrections": queries.corrections(version).filter(cell=one.name),
        "reading_form": ReadingForm(ways=candidates[2]) if candidates else None,
    }


def _correct(form: CorrectForm, asking: Asking, version: ReportVersion, one: Cell) -> None:
    data = form.cleaned_data
    actions.correct_cell(
        asking.person, version, cell=one.name, value=data["value"], reason=data["reason"], at=asking.at
    )


def _back(version: ReportVersion, place: str) -> HttpResponse:
    return redirect(f"{reverse('desk:review', args=[version.pk])}#{place}")


@sending
def undo(request: HttpRequest, asking: Asking, pk: int, place: str) -> HttpResponse:
    version, _, one = _cell(asking, pk, place)
    actions.undo(asking.person, version, cell=one.name, at=asking.at)
    messages.success(request, f"已撤销“{label(one)}”的上一次更正。")
    return _back(version, place)


@sending
def choose_reading(request: HttpRequest, asking: Asking, pk: int, place: str) -> HttpResponse:
    """Fills a whole row as one of the ways it can be read: all its cells, or none."""
    version, found, one = _cell(asking, pk, place)
    candidates = candidates_for(found, one.name)
    if candidates is None:
        raise Http404
    _, cells, ways = candidates
    form = ReadingForm(request.POST, ways=ways)
    if form.is_valid() and accepted(form, lambda: _fill(form, asking, version, cells, ways)):
        messages.success(request, "已按所选的读法填写这一行。")
        return _back(version, place)
    context = _cell_context(version, found, one, place) | {
        "form": CorrectForm(now=shown_text(found.figures[one.name])),
        "reading_form": form,
    }
    return render(request, "desk/reports/cell.html", context)


@transaction.atomic
def _fill(
    form: ReadingForm,
    asking: Asking,
    version: ReportVersion,
    cells: tuple[str, ...],
    ways: tuple[tuple[int, ...], ...],
) -> None:
    way = ways[int(form.cleaned_data["way"])]
    for name, value in zip(cells, way, strict=True):
        reason = form.cleaned_data["reason"]
        actions.correct_cell(asking.person, version, cell=name, value=value, reason=reason, at=asking.at)
