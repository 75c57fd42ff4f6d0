"""收录: the platforms whose items of this agency are taken in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.publication.models import Source
from gongkai.publication.taking_in import sources

from .access import Asking, accepted, posted, there, working
from .access import sending as step_only
from .case_fields import words
from .outlet_pages import SETS, confirmed


class SourceForm(forms.Form):
    kind = forms.ChoiceField(label="方式", choices=Source.Kind.choices, initial=Source.Kind.FEED,
                             widget=forms.RadioSelect, error_messages={"required": "请选择方式"})  # fmt: skip
    name = words("来源的名称", most=60, hint="收录的信息以它注明来源，例如：区政府门户网站")
    address = words("订阅地址", required=False, most=500, hint="订阅方式填写，对方网站上“RSS”或者“订阅”的链接")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("kind") == Source.Kind.FEED and not given.get("address") and "address" not in self.errors:
            self.add_error("address", "请填写订阅地址")
        return given


@working
def source_add(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency(SETS, pk)
    form = SourceForm(request.POST or None)
    made: list[tuple[Source, str]] = []

    def step() -> None:
        made.append(sources.add(asking.person, agency, **form.cleaned_data, at=asking.at))

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        source, secret = made[0]
        if secret:
            takes = "api:counts" if source.kind == Source.Kind.COUNTS else "api:intake"
            to = settings.GONGKAI_ADDRESS + reverse(takes, args=[source.pk])
            context = {"agency": agency, "secret": secret, "name": source.name, "to": to}
            return render(request, "desk/outlets/secret.html", context)
        messages.success(request, f"来源“{source.name}”已添加，十分钟内开始读取。")
        return redirect("desk:outlets_of", pk=pk)
    context = {
        "agency": agency, "form": form, "heading": "添加收录来源", "button": "添加",
        "words": "其他平台已经公开的本机关信息，收录后立即在本平台公开，注明来源和原公开日期，只计一条；"
                 "本平台已有的只补记渠道。只添加本机关负责、先审后发的来源。业务系统报送的是许可、处罚、强制、收费的"
                 "年度数量，以您的名义登记。",
    }  # fmt: skip
    return render(request, "desk/outlets/sheet.html", context)


@step_only
def source_read(request: HttpRequest, asking: Asking, pk: int, source: int) -> HttpResponse:
    agency = asking.agency(SETS, pk)
    one = sources.read_now(asking.person, _source(agency, source), at=asking.at)
    messages.success(request, f"十分钟内重新读取“{one.name}”。")
    return redirect("desk:outlets_of", pk=pk)


@working
def source_end(request: HttpRequest, asking: Asking, pk: int, source: int) -> HttpResponse:
    agency = asking.agency(SETS, pk)
    one = _source(agency, source)
    form = forms.Form(posted(request))
    stays = (
        "已经登记的数量不变，需要更改的请在“数量”里登记。"
        if one.kind == Source.Kind.COUNTS
        else "已经收录的信息照常公开，需要撤回的请逐条办理。"
    )
    asked = confirmed(
        request, agency, form, lambda: sources.end(asking.person, one, at=asking.at), heading="停用收录来源",
        button="停用", words=f"不再从“{one.name}”收录；{stays}",
    )  # fmt: skip
    if asked is not None:
        return asked
    messages.success(request, f"已停止从“{one.name}”收录。")
    return redirect("desk:outlets_of", pk=pk)


def _source(agency: Agency, pk: int) -> Source:
    return there(lambda: Source.objects.get(pk=pk, agency=agency))
