"""Where one arrives: what is due, else the first part of the desk that is theirs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .access import Asking, reading
from .parts import PARTS

# What is due comes before what came in.
_DAILY = "desk:cases"


@reading
def home(request: HttpRequest, asking: Asking) -> HttpResponse:
    theirs = [part.url_name for part in PARTS if part.shown(asking)]
    if theirs:
        return redirect(_DAILY if _DAILY in theirs else theirs[0])
    return render(request, "desk/nothing.html")
