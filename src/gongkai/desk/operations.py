"""运行: which periodic work ran when, and what is late. Nothing is quietly not done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.jobs.queries import late, states

from .access import Asking, reading
from .rail import Count


@reading
def operations(request: HttpRequest, asking: Asking) -> HttpResponse:
    asking.ensure_somewhere("operations.view")
    found = states(at=asking.at)
    context = {"jobs": found, "troubled": [job for job in found if job.late or job.failure]}
    return render(request, "desk/operations.html", context)


def count(asking: Asking) -> Count | None:
    troubled = len(late(at=asking.at))
    return Count(str(troubled), late=True, words="项定时工作迟了或出错") if troubled else None
