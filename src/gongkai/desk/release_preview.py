"""What leaves, seen before it does: as the applicant will see it, and as the head sees what he approves; and the
schedule of what was withheld."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases import fit, releases, reviewing, withheld_schedule
from gongkai.cases.models import Case, Decision, Release
from gongkai.errors import NotAllowed, Refused
from gongkai.letters.drafting import paper_of
from gongkai.statute import outcomes

from . import case_words
from .access import Asking, reading, sending
from .case_effects import reply_title
from .case_letter import download, laid
from .numbers import number
from .release_found import leaves_as, prepares, works_on

_LEADS = {
    "applicant": ("申请人看到的", "决定发出以后，申请人在网上看到的答复和文件；打开的就是提供的那一份。"),
    "head": ("负责人看到的", "批准的是这份决定和这些文件；看过每一份再批准。"),
}


@dataclass(frozen=True, slots=True)
class File:
    release: Release
    name: str
    leaves_as: str
    proof: str


@reading
def case_preview(request: HttpRequest, asking: Asking, pk: int, whose: str) -> HttpResponse:
    case = works_on(asking, pk)
    if whose not in _LEADS:
        raise Http404
    heading, lead = _LEADS[whose]
    decision = case.decisions.filter(round=case.round).select_related("letter", "drafted_by").first()
    gives = decision is None or decision.reply in releases.GIVES
    context = {
        "case": case,
        "heading": heading,
        "lead": lead,
        "for_head": whose == "head",
        "decision": decision,
        "reply": reply_title(decision.reply, asking) if decision else "",
        "row": outcomes.row_label(decision.row) if decision and decision.row else "",
        "reviews": decision.reviews.filter(decision_revision=decision.revision).select_related("by")
        if decision
        else (),
        "lacking": _lacking(case, decision),
        "files": [_file(one) for one in releases.of(case)] if gives else [],
        "schedule": withheld_schedule.schedule(case, on=asking.on),
        **(laid(paper_of(decision.letter)) if decision and decision.letter else {}),
    }
    return render(request, "desk/releases/preview.html", context)


def _lacking(case: Case, decision: Decision | None) -> list[str]:
    if decision is None or decision.decided_on is not None:
        return []
    files = fit.lacking(case) if decision.reply in releases.GIVES else []
    return [*reviewing.missing(decision), *files]


def _file(one: Release) -> File:
    drawn = one.redaction
    proof = ""
    if releases.is_redacted(one) and drawn is not None and drawn.proof:
        proof = f"遮盖 {drawn.boxes.count()} 处，重新读取没有找到标出的文字"
    return File(one, releases.outgoing_name(one), leaves_as(one), proof)


@reading
def release_schedule(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    case = works_on(asking, pk)
    context = {
        "case": case,
        "title": case_words.title(case),
        "schedule": withheld_schedule.schedule(case, on=asking.on),
        "may_prepare": prepares(asking, case),
    }
    return render(request, "desk/releases/schedule.html", context)


@reading
def release_schedule_pdf(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    case = works_on(asking, pk)
    try:
        data = withheld_schedule.pdf(case, on=asking.on)
    except Refused:
        raise Http404 from None
    return download(data, f"{withheld_schedule.TITLE}.pdf", "application/pdf")


@sending
def release_schedule_attach(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    case = works_on(asking, pk)
    try:
        withheld_schedule.attach(
            asking.person, case, revision=number(request.POST.get("revision", "")), at=asking.at
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:release_schedule", pk=pk)
    messages.success(request, "一览已加入案卷；要随答复提供的，请在下面选定。")
    return redirect("desk:releases", pk=pk)
