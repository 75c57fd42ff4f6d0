"""到期复核: what was held back and has to be looked at again (Art. 18), over all cases of an agency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.cases import withholding
from gongkai.cases.models import Withheld
from gongkai.statute.outcomes import reply
from gongkai.ui.pages import page_of

from .access import Asking, reading

# What comes up is shown so long before.
AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Row:
    """One part that is not given; ``ground`` in words."""

    withheld: Withheld
    ground: str
    late: bool


@reading
def reassessments(request: HttpRequest, asking: Asking) -> HttpResponse:
    asking.ensure_somewhere("cases.work")
    found = withholding.waiting(asking.person, on=asking.on, until=asking.on + AHEAD)
    page = page_of(request, found)
    context = {"page": page, "rows": list(_rows(page, asking)), "days": AHEAD.days}
    return render(request, "desk/cases/reassess.html", context)


def count(asking: Asking) -> int:
    """How many are due."""
    return withholding.waiting(asking.person, on=asking.on, until=asking.on).count()


def _rows(found: Iterable[Withheld], asking: Asking) -> Iterator[Row]:
    for one in found:
        on = one.reassess_on or asking.on
        yield Row(one, reply(one.ground, on).title, on < asking.on)
