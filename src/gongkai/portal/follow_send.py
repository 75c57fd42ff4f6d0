"""Answering what the office asks, withdrawing, agreeing to electronic service, reporting a problem."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.cases import settings
from gongkai.cases.asking.wanted import ELECTRONIC_CONSENT
from gongkai.cases.filing import Paper
from gongkai.cases.following import given, offered, sending
from gongkai.cases.following.asked import asked
from gongkai.cases.following.holder import Holder
from gongkai.cases.following.standing import standing
from gongkai.cases.models import Case, Fee, OnlinePaper
from gongkai.errors import ReadError, Refused
from gongkai.ui import limits

from .ask_forms import ACCEPT
from .follow_page import BUTTONS, case_of
from .follow_session import following

What = OnlinePaper.What
_LABELS = {
    What.SUPPLEMENT: "补正的内容",
    What.REASONS: "理由",
    What.PAYMENT: "缴款的日期、票据号",
    What.WITHDRAWAL: "撤回的原因",
    What.PROBLEM: "问题",
}
_HINTS = {
    What.SUPPLEMENT: "逐项回答需要补正的事项；写不下的上传附件。已经过了补正期限的，请写明正当理由",
    What.REASONS: "写不下的上传附件",
    What.PAYMENT: "上传凭证的，可以不填",
    What.PROBLEM: "网页打不开、文件看不了、对办理有意见，都可以写；本机关会在查询页面答复",
}
_WITH_FILES = frozenset({What.SUPPLEMENT, What.REASONS, What.PAYMENT, What.PROBLEM})
_WITHOUT_WORDS = frozenset({What.CONSENT, What.REVOCATION})
_REVOKED = "已撤回，现在起不再电子送达；以后的文书邮寄或者当面送达。"
_DONE = "已提交，编号 {number}。收到的时间以提交时间为准，本机关会尽快处理。"


class _Several(forms.FileInput):
    allow_multiple_selected = True


class _Files(forms.FileField):
    """Several at once; none is no mistake."""

    widget = _Several(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        return [one for one in (super(_Files, self).clean(each, initial) for each in given) if one]


class SendForm(forms.Form):
    """``once`` makes the form one paper, however often its button is pressed."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(
        max_length=sending.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "max_length": f"最多{sending.LONGEST}字；全文请作为附件上传",
            "required": "请写明反映的问题",
        },
    )
    papers = _Files(label="附件", required=False, help_text="PDF、照片、Word等文档，可以选几个，每个不超过15MB",
                    error_messages={"empty": "空文件，请重新选择"})  # fmt: skip

    def __init__(self, what: str, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"once": secrets.token_urlsafe(24)})
        self.fields["text"].label = _LABELS.get(What(what), "")
        self.fields["text"].help_text = _HINTS.get(What(what), "")
        self.fields["text"].required = what == What.PROBLEM
        if what in _WITHOUT_WORDS:
            del self.fields["text"]
        if what not in _WITH_FILES:
            del self.fields["papers"]

    def given(self) -> tuple[str, list[Paper]]:
        files = self.cleaned_data.get("papers") or []
        return self.cleaned_data.get("text", ""), [Paper(one.name or "文件", one.read()) for one in files]


@following
def send(request: HttpRequest, holder: Holder, at: datetime, number: int, what: str) -> HttpResponse:
    case = case_of(holder, number)
    if what not in What.values:
        raise Http404
    offer = next((one for one in offered.offered(holder, case) if one.what == what), None)
    if request.method != "POST":
        if offer is None:
            messages.warning(request, f"这件申请现在不需要“{What(what).label}”。")
            return redirect("portal:follow_one", number=number)
        return _sheet(request, holder, case, number, what, SendForm(what), waiting=offer.waiting, at=at)
    form = SendForm(what, request.POST, request.FILES)
    challenge = limits.check(request, "upload") if request.FILES else None
    sent = _sent(holder, case, what, form, at) if form.is_valid() and not challenge else None
    if sent is None:
        waiting = bool(offer and offer.waiting)
        return _sheet(request, holder, case, number, what, form, waiting=waiting, challenge=challenge, at=at)
    done = _REVOKED if what == What.REVOCATION else _DONE
    messages.success(request, done.format(number=sent.incoming.number))
    return redirect("portal:follow_one", number=number)


def _sent(holder: Holder, case: Case | None, what: str, form: SendForm, at: datetime) -> OnlinePaper | None:
    """None where it was refused: the form says why, with everything that was typed."""
    text, papers = form.given()
    try:
        return sending.send(holder, case, what, text=text, papers=papers, once=form.cleaned_data["once"], at=at)
    except (Refused, ReadError) as refusal:
        form.add_error(None, str(refusal))
        return None


def _sheet(
    request: HttpRequest,
    holder: Holder,
    case: Case | None,
    number: int,
    what: str,
    form: SendForm,
    *,
    waiting: bool,
    challenge: limits.Challenge | None = None,
    at: datetime,
) -> HttpResponse:
    context = {
        "column": "follow",
        "form": form,
        "what": what,
        "button": BUTTONS[What(what)],
        "number": number,
        "case": case,
        "incoming": holder.incoming,
        "standing": standing(holder, case, on=timezone.localdate(at)),
        "words": asked(case) if case else None,
        "waiting": waiting,
        "challenge": challenge,
        "letters": [one for one in given.given(case) if not one.information] if case else (),
        "fee": Fee.objects.filter(case=case).exclude(noticed_on=None).first() if case else None,
        "how_to_pay": settings.of(holder.agency).how_to_pay,
        "consent": ELECTRONIC_CONSENT,
    }
    return render(request, "portal/follow/send.html", context)
