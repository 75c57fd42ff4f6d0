"""The visitors' doors: an error on a page, a suggestion to publish, a complaint; and what became of it.

Nobody signs in. Whoever writes is given a number and a code, with which the answer is read here.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.publication import doors, queries
from gongkai.publication.door_states import Kind
from gongkai.publication.mail_address import mail_address
from gongkai.publication.models import DoorReport, Item
from gongkai.ui import limits

from .form_page import form_page
from .public_agencies import public_agencies

_TITLES = {Kind.ERROR: "指出网页错误", Kind.SUGGESTION: "建议公开信息", Kind.COMPLAINT: "投诉举报"}
_ASKS = {
    Kind.ERROR: ("哪里有错，应当是什么", "请写出错误的原文和您认为正确的内容。"),
    Kind.SUGGESTION: (
        "建议公开什么信息",
        "写明信息的名称、内容，或者您想了解的事情。已经知道要哪份文件、希望收到书面答复的，请用“依申请公开”。",
    ),
    Kind.COMPLAINT: (
        "投诉、举报的事项",
        "写明哪个机关没有依法履行政府信息公开义务、什么时候、什么事情（《条例》第四十七条、第五十一条）。",
    ),
}
_BUTTONS = {Kind.ERROR: "提交纠错", Kind.SUGGESTION: "提交建议", Kind.COMPLAINT: "提交投诉举报"}


class DoorForm(forms.Form):
    agency = forms.ChoiceField(label="机关", error_messages={"required": "请选择机关"})
    text = forms.CharField(
        max_length=doors.LONGEST, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "请填写内容"},
    )  # fmt: skip
    contact = forms.CharField(
        label="联系方式", required=False, max_length=200,
        help_text="电话或者电子邮箱，只用于核实情况，加密保存，不公开；不填也办理。",
    )  # fmt: skip

    mail = forms.CharField(
        label="接收答复通知的电子邮箱", required=False, max_length=254,
        help_text="有了答复，发邮件告诉您，邮件不含留言和答复的内容；加密保存，答复后即从留言中删除。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip

    def clean_mail(self) -> str:
        text = str(self.cleaned_data["mail"])
        try:
            return mail_address(text) if text.strip() else ""
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def __init__(self, data: Any, *, kind: Kind, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *((addresses.word(one), one.name) for one in agencies)]
        self.fields["text"].label, self.fields["text"].help_text = _ASKS[kind]


class AnswerForm(forms.Form):
    number = forms.CharField(label="编号", max_length=60, error_messages={"required": "请填写编号"})
    code = forms.CharField(
        label="查询码", max_length=60, error_messages={"required": "请填写查询码"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


@form_page
def door(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in Kind.values:
        raise Http404
    which, item = Kind(kind), _item(request)
    agencies = [item.agency] if item else list(public_agencies(timezone.localdate()))
    form = DoorForm(request.POST or None, kind=which, agencies=agencies, initial=_initial(request, item))
    challenge = None
    if request.method == "POST" and form.is_valid() and not (challenge := limits.check(request, "ask")):
        try:
            return _submitted(request, which, form, agencies, item)
        except Refused as refusal:
            form.add_error("text", str(refusal))
    context = {
        "form": form, "kind": which, "title": _TITLES[which], "button": _BUTTONS[which], "item": item,
        "page": _path(request), "challenge": challenge, "column": "doors",
    }  # fmt: skip
    return render(request, "portal/doors/door.html", context)


@form_page
def answer(request: HttpRequest) -> HttpResponse:
    """Number and code, and what became of it; both in the body of a form, never in an address."""
    form = AnswerForm(request.POST or None)
    report, challenge = None, None
    if request.method == "POST" and form.is_valid() and not (challenge := limits.check(request, "lookup")):
        report = doors.found(form.cleaned_data["number"], form.cleaned_data["code"])
        if report is None:
            limits.failed(request, "lookup")
            form.add_error(None, "编号或者查询码不对。请核对提交时显示的编号和查询码；查询码不分大小写。")
    context = {"form": form, "report": report, "challenge": challenge, "column": "doors",
               "became": _became(report)}  # fmt: skip
    return render(request, "portal/doors/answer.html", context)


def _submitted(
    request: HttpRequest, kind: Kind, form: DoorForm, agencies: list[Agency], item: Item | None
) -> HttpResponse:
    agency = next(one for one in agencies if addresses.word(one) == form.cleaned_data["agency"])
    report, code = doors.submit(
        agency, kind=kind, text=form.cleaned_data["text"], item=item, address=_path(request),
        contact=form.cleaned_data["contact"], mail=form.cleaned_data["mail"], at=timezone.now(),
    )  # fmt: skip
    context = {"report": report, "code": code, "agency": agency, "title": _TITLES[kind], "column": "doors"}
    return render(request, "portal/doors/received.html", context)


def _initial(request: HttpRequest, item: Item | None) -> dict[str, str]:
    return {"agency": addresses.word(item.agency) if item else request.GET.get("agency", "")}


def _item(request: HttpRequest) -> Item | None:
    """The item that the page was about, while it is shown."""
    text = request.POST.get("item") or request.GET.get("item", "")
    known = text.isascii() and text.isdigit() and len(text) < 10
    return queries.shown().select_related("agency").filter(pk=int(text)).first() if known else None


def _path(request: HttpRequest) -> str:
    item = _item(request)
    if item is not None:
        return reverse("portal:item", args=[item.pk])
    return doors.own_page(request.POST.get("page") or request.GET.get("page", ""))


def _became(report: DoorReport | None) -> Item | None:
    """The item that came of it, while it is shown."""
    return queries.shown().filter(pk=report.became_id).first() if report and report.became_id else None
