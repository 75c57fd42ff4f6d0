"""What an applicant sent by the page of the request: the one step that it asks for, with its day; a problem is
answered."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases import events
from gongkai.cases.following import taking
from gongkai.cases.models import Case, Incoming, OnlinePaper
from gongkai.cases.steps import BY_CODE, Need, Offer
from gongkai.statute.clock import EventKind

from .access import Asking, accepted, posted, working
from .case_effects import done_words, effects_of
from .case_fields import text
from .case_form import CaseForm
from .case_found import visible
from .case_step import offered, sent, walk
from .incoming_one import files_of, to_settle

_FILED = "申请人提交的文字和附件归入案卷，来件同时处理完毕。"


class AnswerForm(forms.Form):
    text = text("答复", hint="申请人在查询页面看到这段话；写明怎样处理的，还可以怎样做", most=5000)


def next_of(paper: OnlinePaper, asking: Asking) -> Offer | None:
    """The step that it asks for, as long as this person may take it and the case is not past it."""
    case = taking.case_of(paper)
    code = taking.step_of(paper, case) if case else ""
    return offered(case, asking, code) if case and code else None


@working
def incoming_take(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found, paper = _online(asking, pk)
    if found.opened_at is None:
        return redirect("desk:incoming_one", pk=pk)
    case = _case(asking, paper)
    offer = next_of(paper, asking)
    if case is None or (offer is None and request.method != "POST"):
        messages.warning(request, _past(paper, case))
        return redirect("desk:incoming_one", pk=pk)
    form = CaseForm(*sent(request), case=case, asking=asking, initial={"on": taking.came_on(paper).isoformat()})
    code = taking.step_of(paper, case)
    form.add([one for one in (offer.needs if offer else ()) if not _known(one, paper, case)])

    def take() -> object:
        return taking.take(asking.person, paper, values=form.given(), revision=form.seen_revision, at=asking.at)

    step = BY_CODE[code]
    context = {
        "incoming": found,
        "paper": paper,
        "came_on": taking.came_on(paper),
        "files": files_of(found),
        "heading": step.title,
        "step": step,
        "effects": (*effects_of(code, case, case, asking), _FILED),
    }
    return walk(
        request,
        asking,
        case,
        form,
        take,
        done=done_words(step),
        context=context,
        template="desk/incoming/take.html",
    )


@working
def incoming_answer(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found, paper = _online(asking, pk)
    if paper.what != OnlinePaper.What.PROBLEM:
        raise Http404
    form = AnswerForm(posted(request))
    if form.is_valid() and accepted(
        form, lambda: taking.answer(asking.person, paper, text=form.cleaned_data["text"], at=asking.at)
    ):
        messages.success(request, "已答复，申请人在查询页面可以看到。")
        return redirect("desk:incoming_one", pk=pk)
    context = {"incoming": found, "paper": paper, "form": form, "files": files_of(found)}
    return render(request, "desk/incoming/answer.html", context)


def _online(asking: Asking, pk: int) -> tuple[Incoming, OnlinePaper]:
    found = to_settle(asking, pk)
    paper = taking.of_incoming(found)
    if paper is None:
        raise Http404
    return found, paper


def _case(asking: Asking, paper: OnlinePaper) -> Case | None:
    """The case that it is about; one that this person may not see is not there."""
    case = taking.case_of(paper)
    if case is None:
        return None
    if not visible(asking).filter(pk=case.pk).exists():
        raise Http404
    return case


def _known(need: Need, paper: OnlinePaper, case: Case) -> bool:
    """What it brings along and the day on which it came, nobody types; why it is late, only when it is."""
    if need.code == "good_reason":
        noticed = events.of(case, EventKind.SUPPLEMENT_NOTICED)
        return not (noticed and noticed.until and taking.came_on(paper) > noticed.until)
    return need.kind == "paper" or (need.code == "on" and paper.what in taking.OF_THE_DAY)


def _past(paper: OnlinePaper, case: Case | None) -> str:
    if case is None and paper.about.settled_as:
        became = paper.about.get_settled_as_display()
        return f"原来的来件{paper.about.number}{became}，没有可以办理的申请；请用“其他处理”处理这一件。"
    if case is None:
        return f"原来的来件{paper.about.number}还没有登记为申请；请先登记，再办理这一件。"
    return (
        f"{case.number}现在是“{case.get_state_display()}”，不能再登记“{paper.get_what_display()}”；"
        "请看过最新情况，用“归入办理中的申请”存入案卷。"
    )
