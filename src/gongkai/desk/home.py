"""Where one arrives: the first part of the desk that is theirs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .access import Asking, reading
from .parts import PARTS


@reading
def home(request: HttpRequest, asking: Asking) -> HttpResponse:

    for part in PARTS:
        if part.shown(asking):
            return redirect(part.url_name)
    return render(request, "desk/nothing.html")
