"""提醒: what this person was told (reminders, alarms), and messages whose fate somebody has to decide about."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.notices import actions, queries
from gongkai.notices.models import Notice
from gongkai.ui.pages import page_of

from .access import Asking, accepted, reading, sending, there, working
from .case_fields import text
from .rail import Count


class SettleForm(forms.Form):
    reason = text("怎样另行通知的", "请写明怎样另行通知的", rows=2, hint="例如：已电话告知")


@reading
def notice_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    page = page_of(request, queries.mine(asking.person, at=asking.at))
    troubles = list(queries.troubles(asking.person, on=asking.on)[:50])
    context = {
        "page": page,
        "rows": [(one, _address(one)) for one in page],
        "unread": queries.unread(asking.person, at=asking.at),
        "troubles": troubles,
        "addresses": {one.pk: _address(one) for one in troubles},
    }
    return render(request, "desk/notices/list.html", context)


def _address(notice: Notice) -> str:
    """The page of what it is about; each page asks again whether this person may see it."""
    kind, _, key = notice.about.partition(":")
    routes = {
        "case": "desk:case",
        "incoming": "desk:incoming_one",
        "destruction": "desk:destruction",
        "data-request": "desk:data_one",
        "door": "desk:door",
        "reports": "desk:collecting",
    }
    return reverse(routes[kind], args=[int(key)]) if kind in routes and key.isdigit() else ""


@sending
def notice_read(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """Marked as read; then on to what it is about."""
    notice = there(lambda: queries.mine(asking.person, at=asking.at).get(pk=pk))
    actions.read(asking.person, notice, at=asking.at)
    return redirect(_address(notice) or "desk:notices")


@sending
def notice_read_all(request: HttpRequest, asking: Asking) -> HttpResponse:
    actions.read_all(asking.person, at=asking.at)
    return redirect("desk:notices")


@sending
def notice_resend(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    notice = there(lambda: queries.troubles(asking.person, on=asking.on).get(pk=pk))
    actions.resend(asking.person, notice, at=asking.at)
    messages.success(request, "已重新排入发送。")
    return redirect("desk:notices")


@working
def notice_settle(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    notice = there(lambda: queries.troubles(asking.person, on=asking.on).get(pk=pk))
    form = SettleForm(request.POST or None)
    if form.is_valid() and accepted(
        form, lambda: actions.settle(asking.person, notice, reason=form.cleaned_data["reason"], at=asking.at)
    ):
        messages.success(request, "已记下另行通知的情况。")
        return redirect("desk:notices")
    return render(request, "desk/notices/settle.html", {"notice": notice, "form": form})


def count(asking: Asking) -> Count | None:
    unread = queries.unread(asking.person, at=asking.at)
    return Count(str(unread), words="条未读") if unread else None
