"""The draft of this browser: its key lies in a cookie that no script reads, one for each agency that is asked.

The same key shows the receipt again after submitting, for an hour.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.cases.asking import drafts, submitting
from gongkai.cases.asking.submitting import Submitted
from gongkai.cases.models import Draft

RECEIPT_SHOWN = timedelta(hours=1)
_PREFIX = "ask-"
_PATH = "/ask/"
# A browser that sends more of them did not get them from us.
_MOST = 20


def key_of(request: HttpRequest, agency: Agency) -> str:
    return request.COOKIES.get(f"{_PREFIX}{agency.pk}", "")


def keep(request: HttpRequest, response: HttpResponse, agency: Agency, key: str, *, for_: timedelta) -> None:
    response.set_cookie(
        f"{_PREFIX}{agency.pk}", key, max_age=for_, path=_PATH, secure=request.is_secure(), httponly=True,
        samesite="Lax",
    )  # fmt: skip


def forget(response: HttpResponse, agency: Agency) -> None:
    response.delete_cookie(f"{_PREFIX}{agency.pk}", path=_PATH, samesite="Lax")


def open_draft(request: HttpRequest, agency: Agency) -> Draft | None:
    key = key_of(request, agency)
    return drafts.open_(agency, key, at=timezone.now()) if key else None


def submitted(request: HttpRequest, agency: Agency) -> Submitted | None:
    key = key_of(request, agency)
    return submitting.submitted(agency, key, at=timezone.now()) if key else None


def begun(request: HttpRequest) -> list[Draft]:
    """What this browser began and has not submitted."""
    keys = [name.removeprefix(_PREFIX) for name in request.COOKIES if name.startswith(_PREFIX)][:_MOST]
    agencies = Agency.objects.filter(pk__in=[int(key) for key in keys if key.isascii() and key.isdigit()])
    return [draft for one in agencies if (draft := open_draft(request, one)) is not None]


def to(agency: Agency, page: str, *more: str) -> str:
    return reverse(f"portal:{page}", args=[addresses.word(agency), *more])


def with_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the draft; without one, the way back is the receipt, or the page of the agency."""

    @wraps(view)
    def page(request: HttpRequest, agency: Agency, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = open_draft(request, agency)
        if draft is not None:
            return view(request, agency, draft, *args, **kwargs)
        there = "ask_receipt" if submitted(request, agency) else "ask_agency"
        return HttpResponseRedirect(to(agency, there))

    return page
