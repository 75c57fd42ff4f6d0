"""有新的发邮件告诉我: an address for a search, confirmed by a link and ended by a link."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gongkai.errors import Refused
from gongkai.publication import saved_searches
from gongkai.ui import limits

from .absent import absent
from .finding import asked_of, is_asked, query
from .form_page import form_page


class SaveForm(forms.Form):
    address = forms.CharField(
        label="电子邮箱", max_length=254, error_messages={"required": "请填写电子邮箱"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="加密保存，只用来发这一个查找的结果；每封邮件里都有退订的链接，退订后即删除。",
    )  # fmt: skip


@form_page
def save(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request, page=1)
    if not is_asked(asked):
        return redirect("portal:search")
    form = SaveForm(request.POST or None)
    challenge = None
    if request.method == "POST" and form.is_valid() and not (challenge := limits.check(request, "ask")):
        # As the search took them: cleaned and no longer than it reads.
        words = dict(parse_qsl(query(asked)))
        try:
            saved_searches.ask(words, address=form.cleaned_data["address"], at=timezone.now())
            return redirect(f"{reverse('portal:search_saved_sent')}?{query(asked)}")
        except Refused as refusal:
            form.add_error("address", str(refusal))
    context = {"form": form, "challenge": challenge, "asked": asked, "query": query(asked), "column": "search"}
    return render(request, "portal/search/save.html", context)


@form_page
def sent(request: HttpRequest) -> HttpResponse:
    """The same whether or not the address was known: nobody learns from it who reads what."""
    asked = asked_of(request, page=1)
    return render(request, "portal/search/sent.html", {"asked": asked, "query": query(asked)})


@form_page
def saved(request: HttpRequest, token: str) -> HttpResponse:
    """Where the links of the mails lead. Looking changes nothing: programs that test links press no button."""
    found = saved_searches.find(token)
    if found is None:
        words = "这个链接对应的订阅已经退订，或者没有在三天内确认。可以重新查找并订阅。"
        return absent(request, "没有这个订阅", words)
    ended = False
    if request.method == "POST" and request.POST.get("go") == "end":
        saved_searches.end(found, at=timezone.now())
        ended = True
    elif request.method == "POST" and request.POST.get("go") == "confirm":
        found = saved_searches.confirm(found, at=timezone.now())
    context = {
        "saved": found, "ended": ended, "told": saved_searches.told(found),
        "query": saved_searches.query(found), "column": "search",
    }  # fmt: skip
    return render(request, "portal/search/saved.html", context)
