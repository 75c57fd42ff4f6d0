"""Who has proved a number and a code stays known to the server for half an hour after the last page.

Only the key of the code is kept, in the session; neither number nor code is ever in an address. A code that ended
meanwhile opens nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from gongkai.cases.following.holder import Holder, still
from gongkai.cases.models import AccessCode

from .form_page import form_page

P = ParamSpec("P")
IDLE_SECONDS = 30 * 60
# How exactly the last page is kept; a write for every page would be wasted.
_STEP_SECONDS = 60
_KEY = "follow"


def begin(request: HttpRequest, access: AccessCode, *, at: datetime) -> None:
    """Under a new session key: one that somebody planted in this browser is worth nothing."""
    request.session.cycle_key()
    request.session[_KEY] = {"access": access.pk, "seen": at.timestamp()}


def end(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def current(request: HttpRequest, *, at: datetime) -> Holder | None:
    """None where nobody has proved anything, after half an hour, and once the code has ended."""
    kept = request.session.get(_KEY)
    if not kept:
        return None
    found = still(kept["access"]) if at.timestamp() - kept["seen"] <= IDLE_SECONDS else None
    if found is None:
        end(request)
        return None
    if at.timestamp() - kept["seen"] > _STEP_SECONDS:
        request.session[_KEY] = {**kept, "seen": at.timestamp()}
    return found


def following(
    view: Callable[Concatenate[HttpRequest, Holder, datetime, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A page of whoever holds a code; anybody else is asked for number and code."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        holder = current(request, at=at)
        if holder is None:
            messages.info(request, "请输入编号和查询码。为保护您的信息，30分钟没有操作就会退出。")
            return redirect("portal:follow")
        return view(request, holder, at, *args, **kwargs)

    return form_page(page)
