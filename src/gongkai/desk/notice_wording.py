"""What applicants are told by mail and text message, in the agency's words, and when no telephone rings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.notices import quiet, texting, wording
from gongkai.notices.models import Notice, NoticeWording
from gongkai.notices.occasions import PLACES, Occasion, occasion, occasions

from .access import Asking, accepted, reading, there, working
from .case_fields import text
from .days import day_field
from .settings_forms import RetireForm

_MEANS = {one.value: str(one.label) for one in wording.MEANS}


def _time(label: str, hint: str = "") -> forms.TimeField:
    return forms.TimeField(
        label=label, help_text=hint, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": f"请填写{label}", "invalid": "时间写成 20:00 的样子"},
    )  # fmt: skip


class NoticeWordingForm(forms.Form):
    text = text("文字", rows=8, most=2000, hint="花括号里是系统填入的内容，不要改")
    from_on = day_field("从哪天起用", hint="已经写入待发的通知不变")


class QuietForm(forms.Form):
    """The same time twice: never quiet."""

    begins = _time("从几点起不发短信")
    ends = _time("到几点", "两个时间相同，就是不设免打扰时段")


def _mine(asking: Asking, pk: int) -> Agency:
    return asking.agency("letters.wording", pk)


def _occasion(kind: str, means: str) -> Occasion:
    def found() -> Occasion:
        if means not in _MEANS:
            raise NoticeWording.DoesNotExist
        try:
            return occasion(kind)
        except Refused:
            raise NoticeWording.DoesNotExist from None

    return there(found)


@reading
def notice_wordings(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """Every occasion with both texts as they are today."""
    agency = _mine(asking, pk)
    begins, ends = quiet.hours(agency)
    context = {
        "agency": agency,
        "occasions": [(one, [_row(agency, one, by, asking) for by in _MEANS]) for one in occasions().values()],
        "quiet": "" if begins == ends else f"{begins:%H:%M}—{ends:%H:%M}",
        "may_set": asking.within("cases.settings").filter(pk=pk).exists(),
        "texting": texting.available(),
    }  # fmt: skip
    return render(request, "desk/notices/wordings.html", context)


def _row(agency: Agency, one: Occasion, means: str, asking: Asking) -> dict[str, Any]:
    own = wording.in_force(agency, one.code, means, on=asking.on)
    return {"means": means, "words": _MEANS[means], "own": own, "text": own.text if own else one.texts[means]}


@working
def notice_wording_edit(request: HttpRequest, asking: Asking, pk: int, kind: str, means: str) -> HttpResponse:
    """A new version; ``preview`` shows it with made-up values before it is kept."""
    agency, one = _mine(asking, pk), _occasion(kind, means)
    now = {"text": wording.text_on(agency, kind, means, on=asking.on), "from_on": asking.on}
    form, shown = NoticeWordingForm(request.POST or None, initial=now), list[str]()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "preview" in request.POST:
            accepted(form, lambda: shown.append(wording.preview(agency, kind, means, given["text"])))
        elif accepted(
            form, lambda: wording.edit(asking.person, agency, kind=kind, means=means, **given, at=asking.at)
        ):
            messages.success(request, f"“{one.title}”的{_MEANS[means]}文字已保存，从{given['from_on']}起用。")
            return redirect("desk:notice_wordings", pk=pk)
    context = {
        "agency": agency,
        "one": one,
        "means": _MEANS[means],
        "form": form,
        "places": [PLACES[code] for code in one.places],
        "needed": [PLACES[code] for code in one.needed],
        "versions": wording.versions(agency, kind, means).select_related("by"),
        "today": asking.on,
        **(_seen(shown[0], one, means) if shown else {}),
    }
    return render(request, "desk/notices/wording_edit.html", context)


def _seen(shown: str, one: Occasion, means: str) -> dict[str, object]:
    if means != Notice.Means.TEXT:
        return {"shown": shown, "subject": one.subject}
    return {"shown": shown, "length": len(shown), "parts": texting.parts(shown)}


@working
def notice_wording_retire(request: HttpRequest, asking: Asking, pk: int, version: int) -> HttpResponse:
    agency = _mine(asking, pk)
    row = there(lambda: NoticeWording.objects.select_related("agency").get(pk=version, agency=agency))
    form = RetireForm(request.POST or None, initial={"until_on": asking.on})

    def step() -> object:
        return wording.retire(asking.person, row, until_on=form.cleaned_data["until_on"], at=asking.at)

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, "已定于该日停用，此后恢复系统自带的文字。")
        return redirect("desk:notice_wordings", pk=pk)
    heading = f"停用“{occasion(row.kind).title}”的{_MEANS[row.means]}文字"
    context = {"agency": agency, "form": form, "heading": heading, "button": "停用",
               "words": "停用以后恢复系统自带的文字。"}  # fmt: skip
    return render(request, "desk/settings/sheet.html", context)


@working
def quiet_hours(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency("cases.settings", pk)
    begins, ends = quiet.hours(agency)
    form = QuietForm(request.POST or None, initial={"begins": begins, "ends": ends})

    def step() -> object:
        return quiet.put(asking.person, agency, **form.cleaned_data, at=asking.at)

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, "已保存。")
        return redirect("desk:notice_wordings", pk=pk)
    context = {"agency": agency, "form": form, "heading": "短信免打扰时段", "button": "保存",
               "words": "这段时间里的短信等到时段结束再发；电子邮件不受影响。"}  # fmt: skip
    return render(request, "desk/settings/sheet.html", context)
