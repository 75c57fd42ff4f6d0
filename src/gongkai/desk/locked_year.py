"""Whatever is sent at the desk may change a locked year: then a page asks why, and sends it again with the reason.

One way for every form: a step that was refused for want of a reason (``agencies.locked_years``) is answered with
everything that was typed and one field more, whether or not its own page knew of it.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from gongkai.agencies.locked_years import because
from gongkai.errors import YearLocked
from gongkai.reports.locking import LONGEST

FIELD = "locked_year_reason"
_OURS = (FIELD, "csrfmiddlewaretoken")


class ReasonForm(forms.Form):
    locked_year_reason = forms.CharField(
        label="锁定后改动的理由",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text="会长期保存，列入这一年度“锁定后的变动”，主管部门能看到；请不要写申请人的姓名、证件号等",
        error_messages={"required": "请写明理由"},
    )


def with_reason(request: HttpRequest, respond: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """``respond`` with the reason that was sent along; where one is missing, the page that asks for it. A piece
    that a page fetches by itself keeps its own answer."""
    with because(request.POST.get(FIELD, "")) as stated:
        try:
            response = respond()
        except YearLocked:
            if _is_piece(request):
                raise
            return _ask(request, stated.refused)
    went_on = response.status_code == HTTPStatus.FOUND
    return response if not stated.refused or went_on or _is_piece(request) else _ask(request, stated.refused)


def _is_piece(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _ask(request: HttpRequest, refused: str) -> HttpResponseBase:
    sent = [(name, value) for name, values in request.POST.lists() if name not in _OURS for value in values]
    files = [(name, [one.name for one in several]) for name, several in request.FILES.lists()]
    context = {"form": ReasonForm(), "refused": refused, "sent": sent, "files": files,
               "back": request.get_full_path()}  # fmt: skip
    return render(request, "desk/reports/locked_year.html", context, status=HTTPStatus.CONFLICT)
