"""渠道: where else an item was shown, from when, with its proof; taken down, or struck where it was a mistake."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.documents import queries as documents
from gongkai.errors import NotAllowed
from gongkai.publication import showing
from gongkai.publication.models import Item, Showing
from gongkai.publication.words import Way

from .access import Asking, accepted, reading, working
from .case_letter import download
from .item_form import DayField
from .item_found import item_of, may, version_of
from .report_forms import text


class ChannelForm(forms.Form):
    way = forms.ChoiceField(label="渠道", choices=[("", "请选择"), *Way.choices],
                            error_messages={"required": "请选择渠道"})  # fmt: skip
    place = forms.CharField(label="位置", max_length=200, required=False,
                            help_text="公示栏、查阅点、服务大厅等，写明是哪一处")  # fmt: skip
    address = forms.CharField(label="网址", max_length=500, required=False, help_text="公众号文章、其他网站的页面")
    from_on = DayField(label="公开日期", error_messages={"required": "请填写公开日期"})
    until_on = DayField(label="截止日期", required=False, help_text="撤下的那一天；还在公开的不填")
    proof = forms.FileField(label="凭证", required=False, help_text="公示栏的照片、报纸的扫描件等")
    proof_note = forms.CharField(label="凭证说明", max_length=200, required=False, help_text="如公报的期号、版面")

    def given(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        proof = found.pop("proof", None)
        return found | ({"proof": proof.read(), "proof_name": proof.name} if proof else {})


class EndForm(forms.Form):
    until_on = DayField(label="最后一天", help_text="含这一天", error_messages={"required": "请填写撤下的日期"})


class StrikeForm(forms.Form):
    reason = text("划去的原因", "请写明为什么划去", rows=2, hint="记录和凭证都还在，只是不再计入")


@working
def item_channel(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    item = _mine(asking, pk)
    form = ChannelForm(request.POST or None, request.FILES or None, initial={"from_on": asking.on})
    if form.is_valid() and accepted(form, lambda: showing.show(asking.person, item, at=asking.at, **form.given())):
        messages.success(request, "已登记公开渠道，由审核人审核后，公开页面上才会显示，也才计入。")
        return redirect("desk:item", pk=pk)
    context = {"item": item, "form": form, "heading": "登记公开渠道", "button": "登记渠道",
               "words": "本网站由系统在发布时记下；这里登记公报、公示栏、公众号等其他渠道。"}  # fmt: skip
    return render(request, "desk/items/small.html", context)


@working
def item_channel_end(request: HttpRequest, asking: Asking, pk: int, showing_pk: int) -> HttpResponse:
    item, found = _one(asking, pk, showing_pk)
    form = EndForm(request.POST or None, initial={"until_on": asking.on})
    if form.is_valid() and accepted(
        form,
        lambda: showing.end(asking.person, found, until_on=form.cleaned_data["until_on"], at=asking.at),
    ):
        messages.success(request, "已登记截止日期。")
        return redirect("desk:item", pk=pk)
    context = {"item": item, "form": form, "heading": f"{found.get_way_display()}：登记撤下", "button": "登记撤下"}
    return render(request, "desk/items/small.html", context)


@working
def item_channel_strike(request: HttpRequest, asking: Asking, pk: int, showing_pk: int) -> HttpResponse:
    item, found = _one(asking, pk, showing_pk)
    form = StrikeForm(request.POST or None)
    if form.is_valid() and accepted(
        form, lambda: showing.strike(asking.person, found, reason=form.cleaned_data["reason"], at=asking.at)
    ):
        messages.success(request, "已划去这条渠道记录。")
        return redirect("desk:item", pk=pk)
    context = {"item": item, "form": form, "heading": f"{found.get_way_display()}：划去记录", "button": "划去"}
    return render(request, "desk/items/small.html", context)


@reading
def item_proof(request: HttpRequest, asking: Asking, pk: int, showing_pk: int) -> HttpResponse:
    """The photo or scan, to be saved: what came from outside is never shown as a page of ours."""
    found = item_of(asking, pk).showings.filter(pk=showing_pk).select_related("proof").first()
    if found is None or found.proof is None:
        raise Http404
    return download(documents.content(found.proof), found.proof.name, "application/octet-stream")


def _mine(asking: Asking, pk: int) -> Item:
    item = item_of(asking, pk)
    if not may(asking, "items.draft", version_of(item)):
        raise NotAllowed("您不能登记这条信息的渠道；需要时，请向本机关的系统管理员申请相应角色。")
    return item


def _one(asking: Asking, pk: int, showing_pk: int) -> tuple[Item, Showing]:
    item = _mine(asking, pk)
    found = item.showings.filter(pk=showing_pk, struck_at=None).first()
    if found is None:
        raise Http404
    found.item = item
    return item, found
