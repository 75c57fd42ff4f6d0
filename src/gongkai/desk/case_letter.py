"""A letter of a case: its whole text to look at, what can be done with it, and its files."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.cases import acting, papers
from gongkai.cases import steps as registry
from gongkai.cases.models import Case
from gongkai.cases.steps import Offer
from gongkai.letters import rendering
from gongkai.letters.drafting import paper_of
from gongkai.letters.models import Letter
from gongkai.writers.letter import Letter as Text
from gongkai.writers.letter import Table

from . import case_words
from .access import Asking, reading, there
from .case_found import case_of, may
from .case_next import WANTED, Button, address

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def may_read(asking: Asking, case: Case) -> bool:
    return acting.may_read(asking.person, case, on=asking.on)


def letter_of(asking: Asking, pk: int, letter: int) -> tuple[Case, Letter]:
    case = case_of(asking, pk)
    if not may_read(asking, case):
        raise Http404
    return case, there(lambda: papers.of_case(case).get(pk=letter))


@reading
def letter_page(request: HttpRequest, asking: Asking, pk: int, letter: int) -> HttpResponse:
    case, found = letter_of(asking, pk, letter)
    offers = [
        o for o in registry.offers(asking.person, case, on=asking.on) if o.about and o.about.key == found.key
    ]
    buttons = [_button(case, one) for one in sorted(offers, key=lambda one: one.step.code in WANTED)]
    context = {
        "case": case,
        "title": case_words.title(case),
        "letter": found,
        "name": papers.title(found.kind, asking.on),
        **laid(paper_of(found)),
        "buttons": buttons,
        "may_revise": found.state == Letter.State.DRAFT and may(asking, "cases.work", case),
        "services": case.services.filter(letter=found),
    }
    return render(request, "desk/cases/letter.html", context)


def laid(text: Text) -> dict[str, object]:
    """What the page of a letter is laid out from: a paragraph, or the rows of a table."""
    blocks = [(None, one.rows) if isinstance(one, Table) else (one, None) for one in text.paragraphs]
    return {"text": text, "blocks": blocks}


def _button(case: Case, offer: Offer) -> Button:
    """The way to the sealed paper is filled; giving the letter up is not."""
    filled = not offer.obstacle and offer.step.code not in WANTED
    return Button(offer.step.title, address(case, offer), filled=filled, obstacle=offer.obstacle)


@reading
def letter_file(request: HttpRequest, asking: Asking, pk: int, letter: int, kind: str) -> HttpResponse:
    """PDF or Word, or the very bytes that were sealed."""
    _, found = letter_of(asking, pk, letter)
    name = found.number or papers.title(found.kind, asking.on)
    if kind == "sealed":
        if found.sealed_file is None:
            raise Http404
        ending = found.sealed_file.kind or "pdf"
        return download(rendering.sealed(found), f"{name}（盖章件）.{ending}", "application/octet-stream")
    if kind not in _TYPES:
        raise Http404
    data = rendering.pdf(found) if kind == "pdf" else rendering.docx(found)
    return download(data, f"{name}.{kind}", _TYPES[kind])


def download(data: bytes, name: str, content_type: str) -> HttpResponse:
    """To be saved; what came from outside is never shown as a page of ours."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
