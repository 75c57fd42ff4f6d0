"""Drafting what a letter says: an answer, the answer to a correction, a plain letter, other words for a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases import correcting, deciding, papers, withheld_schedule
from gongkai.cases.models import Case
from gongkai.cases.words import Kind
from gongkai.letters import stored
from gongkai.letters.models import Letter
from gongkai.letters.reasons import offered as reasons_for
from gongkai.statute import letters, outcomes
from gongkai.statute.letters import LetterKind

from . import case_words
from .access import Asking, there, working
from .case_decide import path_of, walked
from .case_elements import ElementsForm
from .case_found import case_of, may
from .case_step import sent, walk
from .numbers import number


def _case(asking: Asking, pk: int) -> Case:
    case = case_of(asking, pk)
    if not may(asking, "cases.work", case):
        raise Http404
    return case


@working
def draft(request: HttpRequest, asking: Asking, pk: int, reply: str) -> HttpResponse:
    """The answer. ``?a=`` are the answers that led here; the draft keeps them."""
    case = _case(asking, pk)
    if case.kind != Kind.DISCLOSURE or reply not in {one.code for one in outcomes.replies(asking.on)}:
        raise Http404
    before = case.decision()
    values = deciding.values_of(before) if before and before.reply == reply else _covered(case, reply, asking)
    found, end = walked(path_of(request, request.GET.getlist("a")), asking)
    path = [[one.question.text, one.answer.text] for one in found] if end == reply else []
    if not path and before and before.reply == reply:
        path = before.path

    def take(form: ElementsForm) -> object:
        return deciding.draft(
            asking.person, case, reply=reply, values=form.values(), path=path, revision=form.seen_revision,
            at=asking.at,
        )  # fmt: skip

    kind = letters.letter_kind(reply, asking.on)
    chosen = outcomes.reply(reply, asking.on)
    more = {
        "heading": f"拟写《{kind.title}》",
        "reply": chosen,
        "row": outcomes.row_label(chosen.row),
        "path": path,
    }
    return _sheet(request, asking, case, kind, values, take, more)


def _covered(case: Case, reply: str, asking: Asking) -> dict[str, object]:
    """What was covered in the files that are given stands among the parts that are withheld."""
    parts = withheld_schedule.parts(case, on=asking.on) if reply == "partial" else []
    return {"withheld": parts} if parts else {}


@working
def correct(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """The results of a request to correct, to choose from (Art. 41)."""
    case = _case(asking, pk)
    if case.kind != Kind.CORRECTION:
        raise Http404
    context = {"case": case, "title": case_words.title(case), "results": correcting.Result.choices}
    return render(request, "desk/cases/correct.html", context)


@working
def draft_correction(request: HttpRequest, asking: Asking, pk: int, result: str) -> HttpResponse:
    case = _case(asking, pk)
    if case.kind != Kind.CORRECTION or result not in correcting.Result.values:
        raise Http404
    before = case.decision()
    values = deciding.values_of(before) if before and before.reply == result else {}

    def take(form: ElementsForm) -> object:
        return correcting.draft(
            asking.person, case, result=result, values=form.values(), revision=form.seen_revision, at=asking.at
        )

    kind = letters.letter_kind(deciding.letter_kind(result), asking.on)
    heading = f"拟写《{kind.title}》：{correcting.Result(result).label}"
    # What follows from the result is not asked for once more.
    own = tuple(one for one in kind.written_by("clerk") if one.code not in ("correction", "handled"))
    return _sheet(request, asking, case, kind, values, take, {"heading": heading}, own=own)


@working
def write(request: HttpRequest, asking: Asking, pk: int, kind: str = "") -> HttpResponse:
    """A letter that only tells something."""
    case = _case(asking, pk)
    kinds = [letters.letter_kind(code, asking.on) for code in papers.PLAIN]
    if not kind:
        context = {"case": case, "title": case_words.title(case), "kinds": kinds}
        return render(request, "desk/cases/write.html", context)
    if kind not in papers.PLAIN:
        raise Http404

    def take(form: ElementsForm) -> object:
        return papers.prepare(
            asking.person, case, kind=kind, values=form.values(), revision=form.seen_revision, at=asking.at
        )

    found = letters.letter_kind(kind, asking.on)
    return _sheet(request, asking, case, found, {}, take, {"heading": f"拟写《{found.title}》"})


@working
def revise(request: HttpRequest, asking: Asking, pk: int, letter: int) -> HttpResponse:
    """Other words for a letter that is a draft; that of an answer is changed with the answer."""
    case = _case(asking, pk)
    found = there(lambda: papers.of_case(case).get(pk=letter, state=Letter.State.DRAFT))
    decision = case.decisions.filter(letter=found, round=case.round).first()
    if decision is not None:
        if case.kind == Kind.CORRECTION:
            return redirect("desk:case_draft_correction", pk=pk, result=decision.reply)
        return redirect("desk:case_draft", pk=pk, reply=decision.reply)
    content = stored.load(found.content)

    def take(form: ElementsForm) -> object:
        values = {**content.values, **dict.fromkeys(form.fields, ""), **form.values()}
        kept = {code: value for code, value in values.items() if value != ""}
        return papers.revise(asking.person, case, found, values=kept, revision=form.seen_revision, at=asking.at)

    kind = letters.letter_kind(found.kind, content.law_on)
    return _sheet(request, asking, case, kind, content.values, take, {"heading": f"修改《{kind.title}》"})


def _sheet(
    request: HttpRequest,
    asking: Asking,
    case: Case,
    kind: LetterKind,
    values: Mapping[str, Any],
    take: Callable[[ElementsForm], object],
    more: Mapping[str, Any],
    own: tuple[Any, ...] | None = None,
) -> HttpResponse:
    """The words of one letter. A reason that was chosen, or room for one more part, comes back in the sheet."""
    offered = tuple(reasons_for(case.agency, kind.code, on=asking.on))
    elements = kind.written_by("clerk") if own is None else own
    form = ElementsForm(
        *sent(request), case=case, asking=asking, elements=elements, values=values, reasons=offered
    )
    context = {"kind": kind, "button": "保存草稿，看全文", **more}
    if request.method == "POST" and ("more" in request.POST or "reason" in request.POST):
        _chosen(form, offered, request.POST.get("reason", ""))
        shown = {"case": case, "title": case_words.title(case), "form": form, "unsent": True, **context}
        return render(request, "desk/cases/draft.html", shown)

    def after() -> HttpResponse:
        last = papers.of_case(case).filter(kind=kind.code).order_by("-pk").first()
        return (
            redirect("desk:case_letter", pk=case.pk, letter=last.pk) if last else redirect("desk:case", pk=case.pk)
        )

    return walk(request, asking, case, form, lambda: take(form), done="草稿已保存。", context=context,
                template="desk/cases/draft.html", after=after)  # fmt: skip


def _chosen(form: ElementsForm, offered: tuple[Any, ...], text: str) -> None:
    place = number(text)
    if place is not None and place < len(offered):
        one = offered[place]
        form.put(one.element, one.text)
