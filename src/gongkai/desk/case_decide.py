"""Which answer: a short tree of questions, a page each, ending at the outcome with its article and its letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.cases import evidence
from gongkai.cases.models import Case
from gongkai.cases.words import Kind
from gongkai.statute import letters, outcomes, questions
from gongkai.statute.outcomes import Reply
from gongkai.statute.questions import Answer, Question

from . import case_words
from .access import Asking, reading
from .case_found import case_of, may
from .case_step import offered
from .numbers import number

# The step that a letter or an outcome of the tree is taken by, where it is not drafted as an answer.
BY_STEP = {
    "supplement-notice": "supplement",
    "reasons-notice": "ask-reasons",
    "fee-notice": "fee",
    "withdrawn": "withdraw",
    "no-supplement": "unsupplemented",
    "no-payment": "unpaid",
}
_REMEDIES = {
    "review-first": "先申请行政复议，对复议决定不服的再提起诉讼",
    "review-or-lawsuit": "可以申请行政复议，也可以直接提起行政诉讼",
    "not-docketed": "一般不属于行政复议、行政诉讼的受案范围，决定书仍写明救济途径",
    "none": "不涉及救济",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One question that was answered; ``again`` leads back to it."""

    question: Question
    answer: Answer
    again: str


def path_of(request: HttpRequest, on_path: Sequence[str]) -> list[int]:
    """The answers in the address, each the number of one."""
    return [found for one in on_path if (found := number(one)) is not None]


def walked(answers: Sequence[int], asking: Asking) -> tuple[list[Answered], str]:
    """The questions answered so far, and what they lead to. A number that is no answer ends the way there."""
    tree, at, found = questions.tree(asking.on), questions.START, list[Answered]()
    for n, place in enumerate(answers):
        question = tree.get(at)
        if question is None or place >= len(question.answers):
            break
        answer = question.answers[place]
        found.append(Answered(question, answer, query(answers[:n])))
        at = answer.next
    return found, at


def query(answers: Sequence[int]) -> str:
    return urlencode([("a", n) for n in answers])


@reading
def decide(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    case = case_of(asking, pk)
    if not may(asking, "cases.work", case) or case.kind != Kind.DISCLOSURE:
        raise Http404
    answers = path_of(request, request.GET.getlist("a"))
    found, at = walked(answers, asking)
    answers = answers[: len(found)]
    context = {
        "case": case,
        "title": case_words.title(case),
        "answered": found,
        "answers": answers,
        "replies": [r for r in outcomes.replies(asking.on) if r.code not in BY_STEP],
        "drafted": case.decisions.filter(round=case.round, decided_on=None).first(),
    }
    if not found or found[-1].answer.leads_to == "question":
        return render(request, "desk/cases/question.html", {**context, "question": questions.tree(asking.on)[at]})
    if at in BY_STEP:
        return _by_step(request, case, asking, at, context)
    reply = outcomes.reply(at, asking.on)
    return render(request, "desk/cases/outcome.html", {**context, **outcome_shown(case, reply, answers, asking)})


def _by_step(
    request: HttpRequest, case: Case, asking: Asking, at: str, context: dict[str, object]
) -> HttpResponse:
    """A letter that has to go out first, or an outcome that is a step of its own."""
    code = BY_STEP[at]
    offer = offered(case, asking, code)
    kind = letters.letter_kind(at, asking.on)
    step = {
        "kind": kind,
        "address": reverse("desk:case_step", args=[case.pk, code]) if offer else "",
        "obstacle": offer.obstacle if offer else "现在不用办或者不能办，请看申请页面的经过。",
        "words": offer.step.title if offer else kind.title,
    }
    return render(request, "desk/cases/outcome_step.html", {**context, **step})


def outcome_shown(case: Case, reply: Reply, answers: Sequence[int], asking: Asking) -> dict[str, object]:
    """The outcome with its article, letter, remedy and row, and what the file must hold for it."""
    wanted = outcomes.evidence_for(reply.code, asking.on)
    return {
        "reply": reply,
        "row": outcomes.row_label(reply.row),
        "remedy": _REMEDIES[reply.remedy],
        "evidence": [(one, evidence.holds(case, one.code, on=asking.on)) for one in wanted],
        "draft": f"{reverse('desk:case_draft', args=[case.pk, reply.code])}?{query(answers)}",
    }
