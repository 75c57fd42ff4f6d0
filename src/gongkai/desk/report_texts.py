"""年报: the text of a draft, written by the clerk; figures follow their records, what equals none stands out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.reports import actions, queries
from gongkai.reports.models import Compilation, ReportVersion
from gongkai.reports.states import State
from gongkai.reports.texts.library import PARTS, PREAMBLE
from gongkai.reports.texts.segments import Kind, Segment
from gongkai.reports.texts.written import Written, like, written
from gongkai.statute.form import edition

from .access import Asking, accepted, sending, there, working
from .report_forms import WritingForm
from .report_text_sources import address_of

WROTE = "编写正文"
# The agency's own name and the year stand in every sentence; to mark them would hide the figures.
_PLAIN = "agency"
_NUMERALS = "一二三四五六"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text with the address of its records."""

    segment: Segment
    address: str

    @property
    def kind(self) -> Kind:
        return self.segment.kind


@working
def write_text(request: HttpRequest, asking: Asking, pk: int, part: int) -> HttpResponse:
    """One part as it stands, with what follows a record marked; while it is a draft, its form."""
    version, one = _written(asking, pk, part)
    form = _form(request, asking, version, one)
    if request.method == "POST" and form is None:
        raise Http404
    if form is not None and form.is_valid() and accepted(form, lambda: _write(form, asking, version, part)):
        messages.success(request, f"已保存“{name_of(part)}”，并重新核对了数字。")
        return redirect("desk:write_text", pk=pk, part=part)
    context = {
        "version": version,
        "part": part,
        "name": name_of(part),
        "parts": [(number, name_of(number)) for number in PARTS],
        "written": one,
        "rows": [tuple(_pieces(row, one, version)) for row in one.rows],
        "form": form,
        "likes": like(version),
        "may_follow": "compile" in queries.verbs(asking.person, version, on=asking.on),
        "may_undo": form is not None and version.rewordings.filter(part=part, undone_at=None).exists(),
        "rewordings": queries.rewordings(version).filter(part=part),
    }
    return render(request, "desk/reports/write.html", context)


@sending
def follow_text(request: HttpRequest, asking: Asking, pk: int, part: int) -> HttpResponse:
    """Figures and text as the records say now; the words that a person wrote stay."""
    version = there(lambda: queries.version(asking.person, pk, on=asking.on))
    actions.recompile(asking.person, version, at=asking.at)
    messages.success(request, "已按记录更新数字和正文，您写的文字没有改动。")
    return redirect("desk:write_text", pk=pk, part=part)


def name_of(part: int) -> str:
    """开头, 一、总体情况."""
    if part == PREAMBLE:
        return "开头"
    return f"{_NUMERALS[part - 1]}、{edition('2021').sections[part - 1]}"


def _written(asking: Asking, pk: int, part: int) -> tuple[ReportVersion, Written]:
    version = there(lambda: queries.version(asking.person, pk, on=asking.on))
    if part not in PARTS:
        raise Http404
    try:
        return version, written(version, part)
    except (Compilation.DoesNotExist, KeyError):
        raise Http404 from None


def _form(request: HttpRequest, asking: Asking, version: ReportVersion, one: Written) -> WritingForm | None:
    """While a draft; and for what was typed while somebody else handed it up, so that it comes back."""
    sent = request.POST or None
    draft = version.state == State.DRAFT and "correct" in queries.verbs(asking.person, version, on=asking.on)
    if draft or (sent and queries.has_role_for(asking.person, version, "correct", on=asking.on)):
        return WritingForm(sent, now=one.printed)
    return None


def _write(form: WritingForm, asking: Asking, version: ReportVersion, part: int) -> None:
    text = form.cleaned_data["wording"]
    actions.reword(asking.person, version, part=part, text=text, reason=WROTE, at=asking.at)


def _pieces(row: tuple[Segment, ...], one: Written, version: ReportVersion) -> Iterator[Piece]:
    for segment in row:
        source = one.sources.get(segment.name.partition("/")[0], "")
        if source == _PLAIN and segment.kind == Kind.BOUND:
            segment = replace(segment, kind=Kind.WORDS)
        yield Piece(segment, address_of(source, version) if source else "")
