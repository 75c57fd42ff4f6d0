"""登记收到副本 and 导入台账."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.errors import NotAllowed
from gongkai.publication.sheet import Outcome
from gongkai.review import registering
from gongkai.review.importing import import_reviews
from gongkai.review.ledger import COLUMNS, OPTIONAL
from gongkai.review.models import Proceeding

from .access import Asking, accepted, posted_with_files, working
from .case_found import visible
from .incoming_forms import papers_of
from .numbers import number
from .review_forms import LedgerForm, RegisterForm
from .tried import tried


@working
def proceeding_new(request: HttpRequest, asking: Asking) -> HttpResponse:
    """``?case=`` begins with a case, ``?review=`` with the reconsideration that a lawsuit follows."""
    asking.ensure_somewhere("reviews.work")
    sent = request.method == "POST"
    agencies = asking.within("reviews.work").on(asking.on)
    form = RegisterForm(
        request.POST if sent else None, request.FILES if sent else None, agencies=agencies,
        initial=_first(request, asking),
    )  # fmt: skip
    made: list[Proceeding] = []
    if sent and form.is_valid() and accepted(form, lambda: made.append(_register(asking, form))):
        messages.success(request, f"已登记，编号 {made[0].number}。")
        return redirect("desk:proceeding", pk=made[0].pk)
    return render(request, "desk/reviews/new.html", {"form": form})


def _register(asking: Asking, form: RegisterForm) -> Proceeding:
    """With the copy, where it was chosen."""
    given = form.cleaned_data
    paper = papers_of([given["paper"]])[0] if given["paper"] else None
    return registering.register(asking.person, given["agency"], form.facts(), paper=paper, at=asking.at)


def _first(request: HttpRequest, asking: Asking) -> dict[str, Any]:
    case = number(request.GET.get("case", ""))
    if case is not None:
        found = visible(asking).filter(pk=case).first()
        return {"case_number": found.number, "agency": found.agency_id} if found else {}
    review = number(request.GET.get("review", ""))
    if review is None:
        return {}
    before = Proceeding.objects.filter(pk=review, agency__in=asking.within("reviews.work")).first()
    if before is None:
        return {}
    return {"kind": "lawsuit_after_reconsideration", "after_review": before.pk, "about": before.about,
            "case_number": before.case_number, "agency": before.agency_id}  # fmt: skip


@working
def proceeding_import(request: HttpRequest, asking: Asking) -> HttpResponse:
    agencies = asking.within("reviews.import").on(asking.on)
    if not agencies.exists():
        raise NotAllowed("您的角色不能导入复议诉讼台账；请由本机关的经办人或者政府信息公开工作机构负责人办理。")
    form = LedgerForm(*posted_with_files(request), agencies=agencies)

    def take(data: bytes, dry_run: bool) -> Outcome:
        return import_reviews(asking.person, form.cleaned_data["agency"], data, dry_run=dry_run, at=asking.at)

    found = tried(request, form, take)
    if found.applied:
        messages.success(request, f"台账已导入，共 {found.applied} 件。")
    context = {
        "form": form, "columns": COLUMNS, "optional": OPTIONAL, "part": "行政复议与诉讼",
        "back": reverse("desk:proceedings"), **found.context,
    }  # fmt: skip
    return render(request, "desk/reviews/import.html", context)
