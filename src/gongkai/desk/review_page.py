"""One reconsideration or lawsuit: where it stands, what is due and why, its story, its papers, the next step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.review import answering, due, filing
from gongkai.review.models import Proceeding
from gongkai.review.readings import known
from gongkai.review.states import OPEN, State, possible
from gongkai.review.story import story
from gongkai.review.words import SUGGESTIONS, Laid

from . import review_words
from .access import Asking, reading, sending, there
from .case_found import visible
from .case_letter import download
from .case_papers import may_bundle
from .review_steps import STEPS, may_work, proceeding_of
from .supervision_shown import led_here

# The steps in the order in which they are wanted, by the state; what is not named stands in its own order.
_FIRST = {
    State.UNANSWERED: ("answer", "procedure", "hearing", "decide"),
    State.PENDING: ("decide", "hearing", "procedure"),
    State.DECIDED: ("close", "lay", "appeal"),
    State.CLOSED: ("lay", "suggest"),
}
# As many stand beside the filled one; the rest is unfolded.
_BESIDE = 2
_ASIDE = ("file", "correct", "void")


@dataclass(frozen=True, slots=True)
class Button:
    words: str
    address: str
    filled: bool = False


@reading
def proceeding_page(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = proceeding_of(asking, pk)
    works = may_work(asking, found)
    may_reopen = works and asking.within("cases.close").filter(pk=found.agency_id).exists()
    now, more = buttons(found, may_reopen, asking.on) if works else ([], [])
    case = visible(asking).filter(pk=found.case_id).select_related("agency").first() if found.case_id else None
    instances, readings = list(found.instances.all()), known().of(found.agency)
    context = {
        "proceeding": found,
        "title": review_words.title(found),
        "state": review_words.state_words(found),
        "tone": review_words.tone(found),
        "due": review_words.due_shown(found, asking),
        "todo": due.todo(found),
        "result": review_words.result_of(review_words.last_of(found), readings),
        "answer": due.answer(found),
        "appeal": due.appeal(found),
        "expected": due.expected(found),
        "instances": [(one, review_words.result_of(one, readings), answering.late(one)) for one in instances],
        "hearings": found.hearings.all(),
        "duties": found.duties.all(),
        "led_here": led_here(asking, found),
        "lawsuits": found.lawsuits.exclude(state=State.VOID),
        "files": found.files.select_related("file"),
        "may_look": filing.may_look(asking.person, found, on=asking.on),
        "story": story(found),
        "case": case,
        "may_bundle": case is not None and may_bundle(asking, case),
        "works": works,
        "may_reopen": may_reopen,
        "in_court": not found.is_review,
        "now": now,
        "more": more,
        "today": asking.on,
    }
    return render(request, "desk/reviews/one.html", context)


def buttons(found: Proceeding, may_reopen: bool, on: date) -> tuple[list[Button], list[Button]]:
    """What can be done now, the first filled; and what is unfolded."""
    owed = _owed(found, may_reopen, on)
    able = [code for code, step in STEPS.items() if step.verb in possible(found.state) and _fits(found, code)]
    wanted = [code for code in _FIRST.get(State(found.state), ()) if code in able]
    if owed:
        wanted = [code for code in wanted if code != "close"]
    rest = [code for code in able if code not in wanted and code not in _ASIDE]
    ordered = [*wanted, *rest, *(code for code in _ASIDE if code in able)]
    made = [*owed, *(Button(STEPS[one].title, _to("proceeding", found, one)) for one in ordered)]
    if made and (owed or found.state != State.CLOSED):
        made[0] = replace(made[0], filled=True)
    return made[: _BESIDE + 1], made[_BESIDE + 1 :]


def _owed(found: Proceeding, may_reopen: bool, on: date) -> list[Button]:
    """What hangs on a line of its own and comes before everything else: a hearing that was, a duty, the first of
    each."""
    buttons = []
    hearing = found.hearings.filter(held=None, on__lte=on).first()
    if hearing is not None and found.state in OPEN:
        buttons.append(Button("登记听证、开庭情况", _to("hearing", found, hearing.pk, "held")))
    duty = found.duties.filter(done_on=None).order_by(F("due_on").asc(nulls_last=True), "pk").first()
    if duty is None or found.state not in (State.DECIDED, State.CLOSED):
        return buttons
    if may_reopen and duty.kind == Laid.ANEW and duty.round is None and found.case_id is not None:
        return [*buttons, Button("重新办理原申请", _to("duty", found, duty.pk, "reopen"))]
    words = f"登记{'回复' if duty.kind in SUGGESTIONS else '履行'}：{duty.get_kind_display()}"
    return [*buttons, Button(words, _to("duty", found, duty.pk, "perform"))]


def _to(what: str, found: Proceeding, *args: object) -> str:
    return reverse(f"desk:{what}_do", args=[found.pk, *args])


def _fits(found: Proceeding, code: str) -> bool:
    """Not everything that the state allows makes sense for both kinds."""
    if code == "procedure":
        return found.is_review
    return not (code == "appeal" and found.is_review)


@sending
def proceeding_file(request: HttpRequest, asking: Asking, pk: int, file: int) -> HttpResponse:
    """A paper: asked for by a button, and recorded; it names who brought the proceeding."""
    found = proceeding_of(asking, pk)
    one = there(lambda: found.files.select_related("file", "proceeding__agency").get(pk=file))
    return download(filing.look(asking.person, one, at=asking.at), one.name, "application/octet-stream")


@sending
def proceeding_evidence(request: HttpRequest, asking: Asking, pk: int) -> FileResponse:
    """The bundle of the answer that is challenged, as of its decision; recorded."""
    made = answering.evidence_of(asking.person, proceeding_of(asking, pk), at=asking.at)
    return FileResponse(made.file, as_attachment=True, filename=made.name, content_type="application/zip")
