"""社会评议: the questionnaires of a year, one with its questions and panels, how it looks, its results."""

from __future__ import annotations

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.supervision.appraisal import answering, queries, results, running
from gongkai.supervision.appraisal.states import Opening, State
from gongkai.supervision.models import Panel, Questionnaire
from gongkai.ui.pages import page_of
from gongkai.ui.questionnaires import HEAD, AnswerForm, lines, shown

from .access import Asking, reading, there
from .supervision_place import frame
from .supervision_works import around, asked_of
from .tables import csv_response, xlsx_response

PART = "desk:appraisals"
TONES = {
    State.DRAFT: "", State.OPEN: "info", State.CLOSED: "soon", State.APPROVED: "soon", State.PUBLISHED: "ok",
    State.WITHDRAWN: "",
}  # fmt: skip
COUNTED = (State.CLOSED, State.APPROVED, State.PUBLISHED)


@reading
def appraisal_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """By the year they begin in; drafts of the agency, and what appraised it once that is public."""
    asking.ensure_somewhere("supervision.view")
    asked = asked_of(request, asking)
    found = queries.visible(asking.person, on=asking.on).filter(opens_on__year=asked.year)
    found = queries.concerning(found, asked.agency) if asked.agency else found
    page = page_of(request, found)
    context = frame(
        asking, PART, page=page, rows=[(one, TONES[State(one.state)]) for one in page],
        may_draft=asking.may_somewhere("appraisals.draft"), **around(asked, asking),
    )  # fmt: skip
    return render(request, "desk/appraisals/list.html", context)


def questionnaire_of(asking: Asking, pk: int, verb: str = "supervision.view") -> Questionnaire:
    """One that this person may look at, or work on by this verb; else a page that is not there."""
    return there(lambda: queries.visible(asking.person, on=asking.on, verb=verb).get(pk=pk))


def may(asking: Asking, verb: str, one: Questionnaire) -> bool:
    return asking.within(verb).filter(pk=one.agency_id).exists()


@reading
def appraisal_one(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """While it runs only how many answered is told, never what."""
    one = questionnaire_of(asking, pk)
    state = State(one.state)
    drafts, runs = may(asking, "appraisals.draft", one), may(asking, "appraisals.run", one)
    panels = one.panels.annotate(answered=Count("sheets", distinct=True))
    context = frame(
        asking, PART, one=one, tone=TONES[state], questions=one.questions.all(),
        panels=[(panel, _left(panel)) for panel in panels],
        bodies=one.appraised.select_related("agency", "record"), may_edit=drafts and state == State.DRAFT,
        lacking=running.lacking(one, at=asking.at) if state == State.DRAFT else [],
        may_run=runs, may_draft=drafts, may_approve=may(asking, "appraisals.approve", one), state=state,
        counted=state in COUNTED, accepts=answering.accepts(one, asking.on), over=one.closes_on < asking.on,
        wrote=asking.person in (one.created_by, one.concluded_by),
    )  # fmt: skip
    return render(request, "desk/appraisals/one.html", context)


def _left(panel: Panel) -> int | None:
    """How many codes nobody has used."""
    return panel.codes.count() if panel.opening == Opening.INVITED and panel.codes_at else None


@reading
def appraisal_preview(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """As whoever answers it will see it."""
    one = questionnaire_of(asking, pk)
    context = frame(asking, PART, one=one, form=AnswerForm(questionnaire=one))
    return render(request, "desk/appraisals/preview.html", context)


@reading
def appraisal_results(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """What was counted; ``?csv`` and ``?xlsx`` hand it out, ``?texts`` the answers in words. Those are for the
    agency that asked, and are nowhere public."""
    one = questionnaire_of(asking, pk)
    if one.results is None or one.state not in COUNTED:
        raise Http404
    ours = asking.within("supervision.view").filter(pk=one.agency_id).exists()
    words = results.texts(one) if ours else []
    counted = results.read(one.results)
    for wanted, respond in (("csv", csv_response), ("xlsx", xlsx_response)):
        if wanted in request.GET:
            return respond(f"{one.title}-结果", HEAD, lines(counted))
    if "texts" in request.GET and ours:
        rows = ((question, panel, said) for question, answers in words for panel, said in answers)
        return xlsx_response(f"{one.title}-文字意见", ("问题", "评议主体", "意见"), rows)
    context = frame(
        asking, PART, one=one, tone=TONES[State(one.state)], results=counted, shown=shown(counted), words=words,
        ours=ours, bodies=one.appraised.select_related("agency"),
    )  # fmt: skip
    return render(request, "desk/appraisals/results.html", context)
