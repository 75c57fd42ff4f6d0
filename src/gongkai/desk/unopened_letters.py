"""等待纸质补送: letters that were served electronically and nobody has opened, over all cases of an agency."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.cases import delivering, papers
from gongkai.ui.pages import page_of

from .access import Asking, reading


@reading
def unopened_letters(request: HttpRequest, asking: Asking) -> HttpResponse:
    asking.ensure_somewhere("cases.work")
    page = page_of(request, delivering.waiting(asking.person, on=asking.on))
    rows = [(one, papers.title(one.service.letter.kind, asking.on)) for one in page]
    return render(request, "desk/cases/unopened.html", {"page": page, "rows": rows})


def count(asking: Asking) -> int:
    return delivering.waiting(asking.person, on=asking.on).count()
