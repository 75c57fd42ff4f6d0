"""指南: what the public reads, the draft beside it, what is missing, and every version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.publication import guide
from gongkai.publication.models import Guide

from .access import Asking, reading, sending, working
from .case_fields import text, words
from .column_place import agency_of, frame, may, sheet

PART = "guide"


class GuideForm(forms.Form):
    """The texts; what the agency record holds is not asked again."""

    classification = text("政府信息的分类", required=False, rows=4, hint="《条例》第十二条必须载明")
    arrangement = text("政府信息的编排体系", required=False, rows=3, hint="《条例》第十二条必须载明")
    ways = text("政府信息的获取方式", required=False, rows=4,
                hint="《条例》第十二条必须载明：政府网站、公报、查阅点……")  # fmt: skip
    internet = words("互联网联系方式", required=False, most=300,
                     hint="机构信息里的电子邮箱以外的，例如在线申请的网址")  # fmt: skip
    requesting = text(
        "申请公开的办法", required=False, rows=6, hint="渠道、申请表、需要写明的内容、收费、答复期限"
    )
    complaint = text("监督投诉渠道", required=False, rows=3, hint="必须载明：向谁投诉、举报，电话和地址")
    remedies = text("救济途径", required=False, rows=3)
    other = text("其他事项", required=False, rows=3)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SureForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


@reading
def guide_page(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk)
    draft, published = guide.draft(agency), guide.published(agency)
    context = frame(
        asking, agency, PART, draft=draft, published=published,
        draft_page=guide.page(draft) if draft else None, page=guide.page(published) if published else None,
        versions=guide.versions(agency), may_edit=may(asking, "guide.edit", agency),
        may_publish=may(asking, "guide.publish", agency), may_contact=may(asking, "agencies.contact", agency),
    )  # fmt: skip
    return render(request, "desk/publication/guide.html", context)


@reading
def guide_version(request: HttpRequest, asking: Asking, pk: int, version: int) -> HttpResponse:
    """An older version in its own words; the facts of the record are those of today."""
    agency = agency_of(asking, pk)
    one = Guide.objects.filter(agency=agency, number=version).select_related("published_by").first()
    if one is None:
        raise Http404
    context = frame(asking, agency, PART, one=one, page=guide.page(one))
    return render(request, "desk/publication/guide_version.html", context)


@working
def guide_edit(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "guide.edit")
    form = GuideForm(request.POST or None, initial=_now(agency))

    def step() -> object:
        given = form.cleaned_data
        texts = {name: given[name] for name in guide.TEXTS}
        return guide.edit(asking.person, agency, revision=given["revision"], at=asking.at, **texts)

    return sheet(
        request, asking, agency, PART, form, step, heading="修改指南", button="保存草稿", done="草稿已保存。",
        back=reverse("desk:guide", args=[pk]),
        words=("公开工作机构的名称、地址、办公时间、电话、传真和邮箱取自机构信息，改了机构信息，指南同时改变。",),
    )  # fmt: skip


def _now(agency: Agency) -> dict[str, Any]:
    found = guide.draft(agency) or guide.published(agency)
    if found is None:
        return {"revision": 0}
    # Whoever begins a draft while another does is told so.
    seen = found.revision if found.state == Guide.State.DRAFT else 0
    return {**{name: getattr(found, name) for name in guide.TEXTS}, "revision": seen}


@working
def guide_publish(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "guide.publish")
    draft = guide.draft(agency)
    if draft is None:
        raise Http404
    form = SureForm(request.POST or None, initial={"revision": draft.revision})

    def step() -> object:
        return guide.publish(asking.person, draft, revision=form.cleaned_data["revision"], at=asking.at)

    return sheet(
        request, asking, agency, PART, form, step, heading="发布指南", button="发布", done="指南已发布。",
        back=reverse("desk:guide", args=[pk]),
        words=(f"第 {draft.number} 版立即在门户显示，取代现在的一版；以前的各版保留。",
               "缺少《条例》第十二条规定的内容或者监督投诉渠道的，不能发布。"),
    )  # fmt: skip


@sending
def guide_discard(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "guide.edit")
    draft = guide.draft(agency)
    if draft is None:
        raise Http404
    guide.discard(asking.person, draft, at=asking.at)
    messages.success(request, "草稿已丢弃，已发布的指南没有改变。")
    return redirect("desk:guide", pk=pk)
