"""推送: the platforms that are told of an agency's items, what they are still owed, and why it did not arrive."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.publication.models import Push, PushTarget
from gongkai.publication.pushing import sending, targets

from .access import Asking, accepted, posted, reading, there, working
from .access import sending as step_only
from .case_fields import words
from .outlet_pages import SETS, agency_of, confirmed, may_set

# What did not arrive is looked at one by one; the rest is counted.
_SHOWN = 100


class TargetForm(forms.Form):
    name = words("接收平台的名称", most=60, hint="例如：区政府门户网站")
    address = words("接收地址", most=500, hint="由对方提供，以 https:// 开头")
    below = forms.BooleanField(label="包括所属机关的信息", required=False)


@working
def target_add(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency(SETS, pk)
    form = TargetForm(request.POST or None)
    made: list[tuple[PushTarget, str]] = []

    def step() -> None:
        made.append(targets.add(asking.person, agency, **form.cleaned_data, at=asking.at))

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        target, secret = made[0]
        context = {"agency": agency, "secret": secret, "name": target.name, "target": target}
        return render(request, "desk/outlets/secret.html", context)
    context = {
        "agency": agency, "form": form, "heading": "添加推送平台", "button": "添加",
        "words": "添加后，本机关已公开的信息全部推送一遍；以后发布、更正、撤回，一分钟内推送，"
                 "没有送到的自动重试。对方用签名密钥核对来源。",
    }  # fmt: skip
    return render(request, "desk/outlets/sheet.html", context)


@reading
def target_page(request: HttpRequest, asking: Asking, pk: int, target: int) -> HttpResponse:
    agency = agency_of(asking, pk)
    one = _target(agency, target)
    owed, given_up = sending.owed(one)
    open_ones = Push.objects.filter(target=one, sent__lt=F("asked")).select_related("item")
    context = {
        "agency": agency,
        "target": one,
        "owed": owed,
        "given_up": given_up,
        "taken": Push.objects.filter(target=one, sent__gt=0).count(),
        "rows": open_ones.exclude(failure="").order_by("next_at", "pk")[:_SHOWN],
        "may_set": may_set(asking, agency) and one.ended_at is None,
    }
    return render(request, "desk/outlets/target.html", context)


@step_only
def target_again(request: HttpRequest, asking: Asking, pk: int, target: int) -> HttpResponse:
    agency = asking.agency(SETS, pk)
    owed = targets.again(asking.person, _target(agency, target), at=asking.at)
    messages.success(request, f"{owed}条重新排队，一分钟内开始推送。")
    return redirect("desk:target", pk=pk, target=target)


@working
def target_end(request: HttpRequest, asking: Asking, pk: int, target: int) -> HttpResponse:
    agency = asking.agency(SETS, pk)
    one = _target(agency, target)
    form = forms.Form(posted(request))
    asked = confirmed(
        request, agency, form, lambda: targets.end(asking.person, one, at=asking.at), heading="停用推送平台",
        button="停用",
        words=f"不再向“{one.name}”推送，包括以后的更正和撤回；对方收到的仍在对方那里，请通知对方自行核对。",
    )  # fmt: skip
    if asked is not None:
        return asked
    messages.success(request, f"已停止向“{one.name}”推送。")
    return redirect("desk:outlets_of", pk=pk)


def _target(agency: Agency, pk: int) -> PushTarget:
    return there(lambda: PushTarget.objects.get(pk=pk, agency=agency))
