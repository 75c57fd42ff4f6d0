"""Where one arrives: what is due, else the first part of the desk that is theirs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .access import Asking, reading
from .parts import PARTS

# What is due comes before what came in; an office that is only asked goes to what it is asked.
_DAILY = "desk:cases"
_ASKED = "desk:tasks"
_HANDLES = ("cases.work", "cases.review", "cases.approve", "cases.assign")


@reading
def home(request: HttpRequest, asking: Asking) -> HttpResponse:
    theirs = [part.url_name for part in PARTS if part.shown(asking)]
    if theirs:
        return redirect(_first(asking, theirs))
    return render(request, "desk/nothing.html")


def _first(asking: Asking, theirs: list[str]) -> str:
    handles = any(asking.may_somewhere(verb) for verb in _HANDLES)
    wanted = [_DAILY] if handles else [_ASKED, _DAILY]
    return next((one for one in wanted if one in theirs), theirs[0])
