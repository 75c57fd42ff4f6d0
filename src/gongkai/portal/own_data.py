"""查阅、更正本人信息: what an agency holds about whoever asks (《个人信息保护法》 44-47).

Number and code prove who it is; without them the page says how else. Nothing of what is held is shown here: the
answer is given by the agency, to the person.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.cases.following.holder import Holder
from gongkai.cases.models import DataRequest
from gongkai.cases.own_data import receiving
from gongkai.errors import Refused
from gongkai.statute import parameters
from gongkai.ui import limits

from . import follow_session
from .ask_agencies import with_askable
from .form_page import form_page


class OwnDataForm(forms.Form):
    """``once`` makes the form one request, however often its button is pressed."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64)
    what = forms.ChoiceField(
        label="要求", choices=DataRequest.What.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择查阅、更正或者删除"},
    )  # fmt: skip
    text = forms.CharField(
        label="具体要求", max_length=receiving.LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="更正的，写明哪一项不对、应当是什么；删除的，写明删除哪些；查阅的，可以不填",
        error_messages={"max_length": f"最多{receiving.LONGEST}字"},
    )  # fmt: skip


@form_page
@with_askable
def own_data(request: HttpRequest, agency: Agency) -> HttpResponse:
    at = timezone.now()
    holder = follow_session.current(request, at=at)
    if holder is None or holder.agency != agency:
        return _page(request, agency, None, None, at)
    if request.method != "POST":
        first = OwnDataForm(initial={"once": secrets.token_urlsafe(24), "what": DataRequest.What.ACCESS})
        return _page(request, agency, holder, first, at)
    form = OwnDataForm(request.POST)
    challenge = limits.check(request, "lookup")
    if challenge or not form.is_valid():
        return _page(request, agency, holder, form, at, challenge)
    try:
        made = receiving.by_holder(holder, **form.cleaned_data, at=at)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, agency, holder, form, at)
    messages.success(request, f"已提交，编号 {made.number}。本机关最迟在 {receiving.due(made).on} 答复。")
    return redirect(request.path)


def _page(
    request: HttpRequest,
    agency: Agency,
    holder: Holder | None,
    form: OwnDataForm | None,
    at: datetime,
    challenge: limits.Challenge | None = None,
) -> HttpResponse:
    context = {
        "column": "follow",
        "agency": agency,
        "form": form,
        "days": parameters.number("data-request-days", timezone.localdate(at)),
        "sent": [(one, receiving.due(one)) for one in receiving.of_holder(holder)] if holder else (),
        "challenge": challenge,
    }
    return render(request, "portal/own_data.html", context)
