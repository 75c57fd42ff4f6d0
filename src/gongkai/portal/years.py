"""One agency's figures over the years: a chart for each chosen figure, and the table they are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from gongkai.agencies.models import Agency
from gongkai.reports import lines, published
from gongkai.reports.lines import NOTHING, Found, Line
from gongkai.reports.models import ReportVersion
from gongkai.ui.chart import Point, bars
from gongkai.ui.report_lines import choices, chosen_lines, in_words

from .asked import with_agency
from .public_page import public_page

_MAX_BARS = 10


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line with what each year says on it, in words, and its chart."""

    line: Line
    shown: tuple[tuple[ReportVersion, str], ...]
    chart: SafeString
    # Which years' form words this figure otherwise.
    notes: tuple[str, ...]


@public_page
@with_agency
def years(request: HttpRequest, agency: Agency) -> HttpResponse:
    versions = list(published.reports(agency=agency).order_by("report__year"))
    wanted = chosen_lines(request)
    found = lines.table(versions, wanted)
    context = {
        "agency": agency,
        "versions": versions,
        "drawn": [_drawn(line, versions, found) for line in wanted],
        "choices": choices(wanted, {v.edition for v in versions}),
        "wanted": wanted,
        "cut": len(versions) > _MAX_BARS,
    }
    return render(request, "portal/years.html", context)


def _drawn(line: Line, versions: Sequence[ReportVersion], found: Mapping[int, Mapping[str, Found]]) -> Drawn:
    stated = [(v, found[v.pk].get(line.code, NOTHING)) for v in versions]
    points = [Point(str(v.year), _number(f), in_words(f)) for v, f in stated[-_MAX_BARS:]]
    return Drawn(
        line,
        tuple((v, in_words(f)) for v, f in stated),
        bars(f"chart-{line.code.replace('.', '_')}", line.label, points),
        _notes(line, versions),
    )


def _number(found: Found) -> int | Decimal | None:
    return None if isinstance(found.value, str) else found.value


def _notes(line: Line, versions: Sequence[ReportVersion]) -> tuple[str, ...]:
    """``2019、2020年度的表式称“…”``, for each older edition in use that words it otherwise."""
    notes = []
    for edition in line.cells:
        years = "、".join(str(v.year) for v in versions if v.edition == edition)
        if years and (other := line.reworded(edition)):
            notes.append(f"{years}年度的表式称“{other}”。")
    return tuple(notes)
