"""社会评议 on the portal: which questionnaires are open, answering one, and what came of those that are over.

Nobody signs in and nothing personal is asked. A browser answers once in its session, a code once at all; what was
answered is kept with neither.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.supervision.appraisal import answering, queries
from gongkai.supervision.appraisal.results import read
from gongkai.supervision.appraisal.states import State
from gongkai.supervision.models import Questionnaire
from gongkai.ui import limits
from gongkai.ui.downloads import csv_download
from gongkai.ui.pages import page_of
from gongkai.ui.questionnaires import HEAD, AnswerForm, lines, shown
from gongkai.writers.spreadsheet import csv_text

from .absent import absent
from .asked import with_agency
from .form_page import form_page
from .public_page import kept_page

_DONE = "appraised"
_OVER = (State.CLOSED, State.APPROVED)


@kept_page
def everywhere(request: HttpRequest) -> HttpResponse:
    """Of the whole district."""
    return _listed(request, None, lambda rows: rows)


@kept_page
@with_agency
def of_agency(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Organised by one agency, or about it."""
    return _listed(request, agency, lambda rows: queries.concerning(rows, agency))


def _listed(
    request: HttpRequest, agency: Agency | None, narrowed: Callable[..., QuerySet[Questionnaire]]
) -> HttpResponse:
    on = timezone.localdate()
    page = page_of(request, narrowed(queries.published()))
    context = {"agency": agency, "open": narrowed(queries.open_now(on)), "page": page, "column": "appraisals"}
    return render(request, "portal/appraisals/list.html", context)


@form_page
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet. What was typed comes back with what was wrong; who answered already is told so."""
    found, at = _known(pk), timezone.now()
    if found is None:
        return _nothing(request)
    if not answering.accepts(found, timezone.localdate(at)):
        return _not_now(request, found)
    form = AnswerForm(request.POST if request.method == "POST" else None, questionnaire=found)
    done = found.pk in request.session.get(_DONE, [])
    if done and form.code_field is None:
        return redirect("portal:appraisal_thanks", found.pk)
    challenge = None
    if request.method == "POST" and form.is_valid():
        if done and not form.code:
            return redirect("portal:appraisal_thanks", found.pk)
        challenge = limits.check(request, "lookup" if form.code else "ask")
        if challenge is None and _taken(request, found, form, at):
            return redirect("portal:appraisal_thanks", found.pk)
    context = {"one": found, "form": form, "challenge": challenge, "done": done, "column": "appraisals",
               "bodies": _bodies(found)}  # fmt: skip
    return render(request, "portal/appraisals/answer.html", context)


def _taken(request: HttpRequest, found: Questionnaire, form: AnswerForm, at: Any) -> bool:
    """Whether it stands. Which questionnaire this browser answered is all that its session remembers."""
    try:
        answering.answer(found, form.given, code=form.code, at=at)
    except answering.WrongCode as refusal:
        limits.failed(request, "lookup")
        form.add_error("code", str(refusal))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    if not form.code:
        request.session[_DONE] = [*request.session.get(_DONE, []), found.pk]
    return True


@form_page
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    found = _known(pk)
    if found is None:
        return _nothing(request)
    return render(request, "portal/appraisals/thanks.html", {"one": found, "column": "appraisals"})


@kept_page
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Once they are published; ``?csv`` hands out the table."""
    found = queries.published().filter(pk=pk).first()
    if found is None:
        return _nothing(request)
    counted = read(found.results)
    if "csv" in request.GET:
        return csv_download(f"{found.title}-结果", csv_text(HEAD, lines(counted)))
    context = {"one": found, "results": counted, "shown": shown(counted), "column": "appraisals",
               "bodies": found.appraised.select_related("agency")}  # fmt: skip
    return render(request, "portal/appraisals/results.html", context)


def _known(pk: int) -> Questionnaire | None:
    """One that was ever put before the public: a draft and a withdrawn one look as if they had never been."""
    rows = Questionnaire.objects.exclude(state__in=(State.DRAFT, State.WITHDRAWN))
    return rows.select_related("agency").filter(pk=pk).first()


def _bodies(found: Questionnaire) -> list[Agency]:
    return [one.agency for one in found.appraised.select_related("agency")]


def _nothing(request: HttpRequest) -> HttpResponse:
    return absent(request, "没有这次评议", "本站没有这份评议问卷，或者它的结果还没有公布。请核对地址是否完整。")


def _not_now(request: HttpRequest, found: Questionnaire) -> HttpResponse:
    if found.state == State.PUBLISHED:
        return redirect("portal:appraisal_results", found.pk)
    over = found.state in _OVER or found.closes_on < timezone.localdate()
    context = {"one": found, "over": over, "column": "appraisals"}
    return render(request, "portal/appraisals/not_now.html", context)
