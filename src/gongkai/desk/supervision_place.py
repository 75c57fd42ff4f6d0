"""The frame of the pages under 监督: their tabs, and one sheet for every step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.supervision import queries

from .access import Asking, accepted
from .rail import Count, waiting

# Title, route, and whose it is.
TABS: Final = (
    ("工作台账", "desk:works", "supervision.view"),
    ("检查督查", "desk:inspections", "supervision.view"),
    ("社会评议", "desk:appraisals", "supervision.view"),
    ("一览", "desk:board", "inspections.inspect"),
)


def frame(asking: Asking, part: str, **more: object) -> dict[str, object]:
    """What every page shows around itself; ``part`` is the route of its tab."""
    tabs = [(title, reverse(name), name == part) for title, name, verb in TABS if asking.may_somewhere(verb)]
    return {"tabs": tabs, **more}


def count(asking: Asking) -> Count | None:
    """In the rail."""
    found = queries.waiting(asking.person, on=asking.on)
    return waiting(found.number, "项待办", late=found.late, late_words="项已逾期")


def sheet(
    request: HttpRequest,
    asking: Asking,
    part: str,
    form: BaseForm,
    step: Callable[[], object],
    *,
    heading: str,
    button: str,
    done: str,
    back: str,
    trail: str,
    words: Sequence[str] = (),
    goes_to: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """One form on a page of its own. A refusal comes back in it with everything that was typed; ``goes_to`` says
    where what was made is seen, else ``back``."""
    made: list[Any] = []
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: made.append(step())):
        messages.success(request, done)
        return redirect(goes_to(made[0]) if goes_to else back)
    context = frame(asking, part, form=form, heading=heading, button=button, words=words, back=back, trail=trail,
                    multipart=form.is_multipart())  # fmt: skip
    return render(request, "desk/supervision/sheet.html", context)


def number_in(written: str, least: int, most: int, otherwise: int) -> int:
    """A number of the address within its bounds."""
    return int(written) if written.isascii() and written.isdigit() and least <= int(written) <= most else otherwise
