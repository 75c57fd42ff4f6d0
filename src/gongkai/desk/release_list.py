"""The files that are given with the answer: which papers of the file, and how far each of them is."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases import fit, releases, releasing, withheld_schedule
from gongkai.cases.models import Release
from gongkai.errors import NotAllowed, Refused

from . import case_words
from .access import Asking, reading, sending
from .numbers import number
from .release_found import Standing, leaves_as, prepares, standing, works_on


@dataclass(frozen=True, slots=True)
class Row:
    release: Release
    standing: Standing
    leaves_as: str


@reading
def release_list(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    case = works_on(asking, pk)
    rows = [Row(one, standing(one), leaves_as(one)) for one in releases.of(case)]
    context = {
        "case": case,
        "title": case_words.title(case),
        "rows": rows,
        "unchosen": releases.unchosen(case),
        "may_prepare": prepares(asking, case),
        "lacking": fit.lacking(case),
        "schedule": withheld_schedule.schedule(case, on=asking.on),
    }
    return render(request, "desk/releases/list.html", context)


@sending
def release_choose(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """One paper of the file is given; what it hides is looked for at once."""
    case = works_on(asking, pk)
    try:
        source = releases.source_of(case, request.POST.get("source", ""))
        made = releasing.choose(
            asking.person, case, source=source, revision=number(request.POST.get("revision", "")), at=asking.at
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:releases", pk=pk)
    releasing.examine(asking.person, made, at=asking.at)
    return redirect("desk:release", pk=pk, release=made.pk)
