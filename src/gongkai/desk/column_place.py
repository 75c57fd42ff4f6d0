"""The frame of the pages on the list of an agency and what hangs on it: which agency, which part, one sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.agencies.models import Agency

from .access import Asking, accepted

# The parts in the order of their tabs: what they are called, their route, and who has them.
TABS: Final = (
    ("目录", "columns_of", "columns.view"),
    ("应公开", "obligations", "columns.view"),
    ("指南", "guide", "columns.view"),
    ("制度", "work_rules", "columns.view"),
    ("有效文件", "register", "columns.view"),
    ("数量", "published_year", "columns.view"),
    ("复核", "item_reassessments", "items.approve"),
    ("转主动公开", "conversions", "columns.record"),
    ("移送", "list_handovers", "columns.view"),
)
# As many agencies are offered; a district has a few hundred.
_MOST = 500


def agency_of(asking: Asking, pk: int, verb: str = "columns.view") -> Agency:
    """The agency, if this may be done there; else a page that is not there."""
    return asking.agency(verb, pk)


def may(asking: Asking, verb: str, agency: Agency) -> bool:
    return asking.within(verb).filter(pk=agency.pk).exists()


def frame(asking: Asking, agency: Agency, part: str, **more: object) -> dict[str, object]:
    """What every page of the list shows around itself; ``part`` is the route of its tab."""
    verb = next(verb for _, name, verb in TABS if name == part)
    others = asking.within(verb).on(asking.on)
    tabs = [
        (title, reverse(f"desk:{name}", args=[agency.pk]), name == part)
        for title, name, verb in TABS
        if may(asking, verb, agency)
    ]
    return {
        "agency": agency,
        "tabs": tabs,
        "part": next(title for title, name, _ in TABS if name == part),
        "part_address": reverse(f"desk:{part}", args=[agency.pk]),
        "part_route": f"desk:{part}",
        "others": others[:_MOST],
        "today": asking.on,
        **more,
    }


def sheet(
    request: HttpRequest,
    asking: Asking,
    agency: Agency,
    part: str,
    form: BaseForm,
    step: Callable[[], object],
    *,
    heading: str,
    button: str,
    done: str,
    back: str,
    words: Sequence[str] = (),
    facts: Mapping[str, object] | None = None,
    goes_to: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """One form on a page of its own. A refusal comes back in it with everything that was typed; ``goes_to`` says
    where what was made is seen, else ``back``."""
    made: list[Any] = []
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: made.append(step())):
        messages.success(request, done)
        return redirect(goes_to(made[0]) if goes_to else back)
    context = frame(
        asking, agency, part, form=form, heading=heading, button=button, words=words, back=back,
        facts=(facts or {}).items(), multipart=form.is_multipart(),
    )  # fmt: skip
    return render(request, "desk/publication/sheet.html", context)
