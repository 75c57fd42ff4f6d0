"""年报: one part of the text of a version in review, corrected as the original has it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.reports import actions, queries
from gongkai.reports.models import ReportVersion
from gongkai.reports.wording import Part, parts

from .access import Asking, accepted, sending, there, working
from .report_forms import WordingForm

PREAMBLE = "开头"


@working
def wording(request: HttpRequest, asking: Asking, pk: int, part: int) -> HttpResponse:
    """The part as it stands and what was read; while in review, its correction."""
    version, one = _part(asking, pk, part)
    form = _form(request, asking, version, one)
    if request.method == "POST" and form is None:
        raise Http404
    if form is not None and form.is_valid() and accepted(form, lambda: _reword(form, asking, version, one)):
        messages.success(request, f"已更正正文“{heading(one)}”，核验已重新计算。")
        return _back(version)
    context = {
        "version": version,
        "part": one,
        "heading": heading(one),
        "form": form,
        "rewordings": queries.rewordings(version).filter(part=part),
    }
    return render(request, "desk/reports/wording.html", context)


@sending
def undo_rewording(request: HttpRequest, asking: Asking, pk: int, part: int) -> HttpResponse:
    version, one = _part(asking, pk, part)
    actions.undo_rewording(asking.person, version, part=part, at=asking.at)
    messages.success(request, f"已撤销“{heading(one)}”的上一次更正。")
    return _back(version)


def heading(part: Part) -> str:
    return part.heading or PREAMBLE


def _part(asking: Asking, pk: int, number: int) -> tuple[ReportVersion, Part]:
    version = there(lambda: queries.version(asking.person, pk, on=asking.on))
    found = parts(version)
    if number >= len(found):
        raise Http404
    return version, found[number]


def _form(request: HttpRequest, asking: Asking, version: ReportVersion, part: Part) -> WordingForm | None:
    """While in review; and for what was typed while somebody else ended the review, so that it comes back."""
    sent = request.POST or None
    open_now = "correct" in queries.verbs(asking.person, version, on=asking.on)
    if open_now or (sent and queries.has_role_for(asking.person, version, "correct", on=asking.on)):
        return WordingForm(sent, now=part.text)
    return None


def _reword(form: WordingForm, asking: Asking, version: ReportVersion, part: Part) -> None:
    given = form.cleaned_data
    actions.reword(
        asking.person, version, part=part.number, text=given["wording"], reason=given["reason"], at=asking.at
    )


def _back(version: ReportVersion) -> HttpResponse:
    return redirect(f"{reverse('desk:review', args=[version.pk])}#text")
