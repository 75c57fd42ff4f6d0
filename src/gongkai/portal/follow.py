"""查询申请: number and code; what to do when the code is lost; leaving."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.cases.asking import codes
from gongkai.ui import limits

from . import follow_session
from .form_page import form_page

# The same for a wrong number, a wrong code and one that has ended.
_NOT_FOUND = "编号或者查询码不对，或者查询码已经换过。请核对回执；查询码不分大小写，可以不填横线。"


class LookupForm(forms.Form):
    number = forms.CharField(
        label="编号", max_length=60, help_text="回执编号，或者登记编号",
        widget=forms.TextInput(attrs={"autocomplete": "off"}), error_messages={"required": "请填写编号"},
    )  # fmt: skip
    code = forms.CharField(
        label="查询码", max_length=60, help_text="16位，在提交申请后的回执上",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请填写查询码"},
    )  # fmt: skip


@form_page
def lookup(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if request.method != "POST":
        if follow_session.current(request, at=at):
            return redirect("portal:follow_all")
        return _asked(request, LookupForm())
    form = LookupForm(request.POST)
    if not form.is_valid():
        return _asked(request, form)
    if challenge := limits.check(request, "lookup"):
        return _asked(request, form, challenge)
    access = codes.find(form.cleaned_data["number"], form.cleaned_data["code"])
    if access is None:
        limits.failed(request, "lookup")
        form.add_error(None, _NOT_FOUND)
        return _asked(request, form)
    follow_session.begin(request, access, at=at)
    return redirect("portal:follow_all")


def _asked(request: HttpRequest, form: LookupForm, challenge: limits.Challenge | None = None) -> HttpResponse:
    context = {"form": form, "challenge": challenge, "column": "follow"}
    return render(request, "portal/follow/lookup.html", context)


@form_page
def lost(request: HttpRequest) -> HttpResponse:
    """How a code is replaced: never by this page."""
    return render(request, "portal/follow/lost.html", {"column": "follow"})


@form_page
def leave(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    follow_session.end(request)
    messages.success(request, "已退出查询。")
    return redirect("portal:follow")
