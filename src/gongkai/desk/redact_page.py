"""Drawing what is withheld over the pages of a file: boxes, what was found, a decision for every page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases import blackening
from gongkai.cases.models import Case, Release
from gongkai.documents import redacting
from gongkai.documents.models import Redaction, RedactionBox
from gongkai.papers.personal import LABELS, Kind
from gongkai.papers.redaction import Box, Page
from gongkai.statute import outcomes

from . import case_words
from .access import Asking, reading
from .numbers import number
from .redact_forms import BoxForm, KindForm, PageForm, TermForm
from .release_found import prepares, release_of
from .release_proof import proof_words

# A page is drawn on a plane so wide, whatever its size.
PLANE = 1000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box as the page draws and lists it. ``number`` counts on its page."""

    number: int
    key: int
    x: float
    y: float
    width: float
    height: float
    words: str
    source: str
    here_only: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page in the overview. ``picture``: no machine reads it."""

    number: int
    decision: str
    words: str
    boxes: int
    picture: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A proposal: what is sent back to draw it, what it came from, and where it is on its page."""

    value: str
    page: int
    kind: str
    x: float
    y: float
    width: float
    height: float


@reading
def redact(request: HttpRequest, asking: Asking, pk: int, release: int) -> HttpResponse:
    case, one = release_of(asking, pk, release)
    if one.redaction is None:
        return redirect("desk:release", pk=pk, release=release)
    if request.headers.get("HX-Request") == "true":
        return _progress(request, case, one, one.redaction, asking)
    return shown(request, asking, case, one, one.redaction, page_number(request.GET.get("page"), one.redaction))


def page_number(text: object, redaction: Redaction) -> int:
    """From 1; what is no page of it is the first."""
    found = number(text)
    return found if found is not None and 1 <= found <= len(redaction.sheets) else 1


def shown(
    request: HttpRequest,
    asking: Asking,
    case: Case,
    release: Release,
    redaction: Redaction,
    page: int,
    **more: Any,
) -> HttpResponse:
    """The sheet of one page, with what was sent and refused, or found, in ``more``."""
    grounds = blackening.grounds(asking.on)
    sheet, high = redaction.sheets[page - 1], height_of(redaction, page)
    decision = redaction.pages.filter(page=page - 1).first()
    given = {"decision": decision.decision, "ground": decision.reason} if decision else {}
    context = {
        "case": case,
        "title": case_words.title(case),
        "release": release,
        "redaction": redaction,
        "page": page,
        "pages": len(redaction.sheets),
        "previous": page - 1 if page > 1 else None,
        "following": page + 1 if page < len(redaction.sheets) else None,
        "plane": PLANE,
        "plane_height": round(high),
        "is_picture": bool(sheet[2]),
        "boxes": drawn_on(redaction, page, on=asking.on),
        "leaves": leaves(redaction, page),
        "undecided": len(redacting.undecided(redaction)),
        "next_undecided": next((n + 1 for n in redacting.undecided(redaction) if n + 1 != page), None),
        "lacking": redacting.lacking(redaction),
        "proof": proof_words(redaction) if redaction.result is not None else None,
        "may_prepare": prepares(asking, case),
        "waited": _waited(redaction, asking),
        "box_form": BoxForm(prefix="box", grounds=grounds, initial=_last_ground(request)),
        "term_form": TermForm(prefix="term", grounds=grounds, initial=_last_ground(request)),
        "kind_form": KindForm(prefix="kind", grounds=grounds, initial=_last_ground(request)),
        "page_form": PageForm(prefix="page", grounds=grounds, initial=given),
        **more,
    }
    return render(request, "desk/releases/redact.html", context)


def _last_ground(request: HttpRequest) -> dict[str, str]:
    """What was chosen last stands there again: a paper is mostly withheld for one ground."""
    return {"ground": request.session.get("redact_ground", blackening.OF_A_PERSON)}


def drawn_on(redaction: Redaction, page: int, *, on: date) -> list[Drawn]:
    rows, high = redaction.boxes.filter(page=page - 1), height_of(redaction, page)
    words = {one.code: blackening.short(one.title) for one in outcomes.grounds(on)}
    return [_drawn(n, one, words, high) for n, one in enumerate(rows, start=1)]


def _drawn(n: int, box: RedactionBox, words: dict[str, str], high: float) -> Drawn:
    source = LABELS[Kind(box.kind)] if box.kind in LABELS else f"词语“{box.term}”" if box.term else "手工"
    return Drawn(
        n,
        box.pk,
        *_plane((box.x0, box.y0, box.x1, box.y1), high),
        words.get(box.reason, box.reason),
        source,
        box.here_only,
    )


def leaves(redaction: Redaction, current: int) -> list[Leaf]:
    """Every page, with what was decided."""
    decisions = dict(redaction.pages.values_list("page", "decision"))
    counted: dict[int, int] = {}
    for page in redaction.boxes.values_list("page", flat=True):
        counted[page] = counted.get(page, 0) + 1
    return [
        Leaf(
            n + 1,
            decisions.get(n, ""),
            Page(decisions[n]).label if n in decisions else "未决定",
            counted.get(n, 0),
            bool(sheet[2]),
            n + 1 == current,
        )
        for n, sheet in enumerate(redaction.sheets)
    ]


def found_on(redaction: Redaction, boxes: Collection[tuple[str, Box]]) -> list[Found]:
    """Proposals, in the order of the pages."""
    ordered = sorted(boxes, key=lambda pair: (pair[1].page, pair[1].y0, pair[1].x0))
    return [_found(box, kind, height_of(redaction, box.page + 1)) for kind, box in ordered]


def _found(box: Box, kind: str, high: float) -> Found:
    value = ",".join((str(box.page), *(f"{edge:.6f}" for edge in box.rect), kind))
    return Found(value, box.page + 1, LABELS[Kind(kind)] if kind else "", *_plane(box.rect, high))


def height_of(redaction: Redaction, page: int) -> float:
    """How high the plane of a page is."""
    wide, high = redaction.sheets[page - 1][:2]
    return float(PLANE * high / wide) if wide else float(PLANE)


def _plane(edges: tuple[float, float, float, float], high: float) -> tuple[float, float, float, float]:
    """x, y, width and height on the plane."""
    x0, y0, x1, y1 = edges
    return (
        round(x0 * PLANE, 1), round(y0 * high, 1), round((x1 - x0) * PLANE, 1), round((y1 - y0) * high, 1)
    )  # fmt: skip


def _waited(redaction: Redaction, asking: Asking) -> int | None:
    """Seconds since it was asked for; None when nobody asked."""
    return None if redaction.asked_at is None else max(0, round((asking.at - redaction.asked_at).total_seconds()))


def _progress(
    request: HttpRequest, case: Case, release: Release, redaction: Redaction, asking: Asking
) -> HttpResponse:
    """While it is burned, how long already; then the whole page anew."""
    if redaction.asked_at is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"case": case, "release": release, "redaction": redaction, "waited": _waited(redaction, asking)}
    return render(request, "desk/releases/burning.html", context)
