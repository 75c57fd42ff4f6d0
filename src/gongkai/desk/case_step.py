"""One step of a case as a page, drawn from ``cases.steps``: what it rests on, what it needs, what will happen.

A refusal comes back in the sheet with everything that was typed. When somebody else acted since the page was
opened, what they did is shown, and the sheet is ready to be sent once more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases import releases, steps
from gongkai.cases.models import Case
from gongkai.cases.states import State
from gongkai.cases.steps import Offer, Step
from gongkai.errors import NotAllowed, Refused, Stale
from gongkai.letters.models import Letter

from . import case_words
from .access import Asking, posted_with_files, working
from .case_effects import done_words, effects_of
from .case_form import CaseForm
from .case_found import case_of, may
from .case_story import StoryLine
from .release_found import works

# What is taken on a page of its own.
ELSEWHERE = {
    "draft": "desk:case_decide",
    "draft-correction": "desk:case_correct",
    "write": "desk:case_write",
    "release": "desk:releases",
    "check-release": "desk:releases",
}

_ON_THE_ANSWER = ("review", "submit", "approve", "approve-on-paper", "return")


@working
def case_step(request: HttpRequest, asking: Asking, pk: int, code: str, about: str = "") -> HttpResponse:
    """``about`` is the plain key of what the step is done to ("letter:5"); none for the case itself."""
    case, step = _permitted(asking, pk, code)
    if code in ELSEWHERE:
        return redirect(ELSEWHERE[code], pk=pk)
    offer = offered(case, asking, code, about)
    if offer is None and request.method != "POST":
        return too_late(request, case, step)
    needs = offer.needs if offer else _needs(case, asking, code, about)
    form = CaseForm(*sent(request), case=case, asking=asking)
    form.add(needs)

    def take() -> object:
        return steps.perform(
            asking.person, case, code, about=about, values=form.given(), revision=form.seen_revision, at=asking.at
        )

    thing = offer.about.object if offer and offer.about else case
    context = {
        "step": step,
        "heading": offer.title if offer else step.title,
        "effects": effects_of(code, case, thing, asking) if offer else (),
        "obstacle": offer.obstacle if offer else "",
        "preview": bool(code in _ON_THE_ANSWER and works(asking, case) and releases.of(case).exists()),
        "letter": thing if about.startswith("letter:") and thing is not case else _answer(case, code),
    }
    return walk(request, asking, case, form, take, done=done_words(step), context=context)


def _answer(case: Case, code: str) -> Letter | None:
    """The letter that is reviewed, submitted or approved."""
    if code not in _ON_THE_ANSWER:
        return None
    decision = case.decisions.filter(round=case.round).select_related("letter").first()
    return decision.letter if decision else None


def walk(
    request: HttpRequest,
    asking: Asking,
    case: Case,
    form: CaseForm,
    take: Callable[[], object],
    *,
    done: str,
    context: Mapping[str, Any],
    template: str = "desk/cases/step.html",
    after: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Show the sheet; when it is sent, take the step."""
    meanwhile: Sequence[StoryLine] = ()
    overtaken = False
    if request.method == "POST" and form.is_valid():
        try:
            take()
        except NotAllowed:
            raise
        except Stale as stale:
            overtaken, meanwhile = True, form.catch_up(case_of(asking, case.pk))
            form.add_error(None, str(stale))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return after() if after else redirect("desk:case", pk=case.pk)
    shown = {
        "case": case,
        "title": case_words.title(case),
        "form": form,
        "multipart": form.is_multipart(),
        "overtaken": overtaken,
        "meanwhile": meanwhile,
        **context,
    }
    return render(request, template, shown)


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """The data and files of a form that was sent, none for a page that is opened."""
    return posted_with_files(request)


def offered(case: Case, asking: Asking, code: str, about: str = "") -> Offer | None:
    """The offer of this step now, None when there is none."""
    found = steps.offers(asking.person, case, on=asking.on)
    return next((o for o in found if o.step.code == code and (o.about.key if o.about else "") == about), None)


def too_late(request: HttpRequest, case: Case, step: Step) -> HttpResponse:
    """A page opened again (by going back, by an old link) when the step is behind us leads to the case."""
    state = State(case.state).label
    messages.warning(request, f"“{step.title}”现在不用办或者不能办；这件申请现在是“{state}”。")
    return redirect("desk:case", pk=case.pk)


def _permitted(asking: Asking, pk: int, code: str) -> tuple[Case, Step]:
    """The case and the step, if this person does such a step at all."""
    case, step = case_of(asking, pk), steps.BY_CODE.get(code)
    if step is None or not may(asking, step.permission, case):
        raise Http404
    return case, step


def _needs(case: Case, asking: Asking, code: str, about: str) -> Sequence[steps.Need]:
    """The fields of a step that is behind us, so that what was typed is not lost with it."""
    try:
        return steps.needs_of(code, case, about=about, on=asking.on)
    except Refused:
        return ()
