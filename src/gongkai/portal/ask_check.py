"""Everything at one glance, and the button: pressing it is the applicant's own confirmation (Art. 31(3))."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.cases.asking import drafts, submitting
from gongkai.cases.asking.wanted import will_follow
from gongkai.cases.models import Draft
from gongkai.errors import Refused
from gongkai.ui import limits
from gongkai.ui.limits import Challenge

from . import ask_draft, ask_steps
from .ask_agencies import with_askable
from .ask_draft import to, with_draft
from .ask_summary import sections
from .form_page import form_page


@form_page
@with_askable
@with_draft
def check(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, agency, draft)
    if challenge := limits.check(request, "ask"):
        return _shown(request, agency, draft, challenge=challenge)
    key = ask_draft.key_of(request, agency)
    try:
        submitting.submit(agency, key, at=timezone.now())
    except Refused as refusal:
        return _shown(request, agency, draft, refused=str(refusal))
    response = HttpResponseRedirect(to(agency, "ask_receipt"))
    ask_draft.keep(request, response, agency, key, for_=ask_draft.RECEIPT_SHOWN)
    return response


def _shown(
    request: HttpRequest, agency: Agency, draft: Draft, *, challenge: Challenge | None = None, refused: str = ""
) -> HttpResponse:
    """What is wrong leads to the page where it is asked, and is told there again."""
    values, files = drafts.values_of(draft), list(draft.files.select_related("file"))
    faults = submitting.check(values)
    wrong = [
        (f"{to(agency, 'ask_step', step.code)}?from=check#id_{field}", faults[field])
        for step in ask_steps.asked(values)
        for field in step.form.base_fields
        if field in faults
    ]
    context = {
        "column": "ask",
        "agency": agency,
        "draft": draft,
        "sections": sections(values, files),
        "wrong": wrong,
        "refused": "" if wrong else refused,
        "follow": will_follow(values, {one.what for one in files}).values(),
        "challenge": challenge,
        "before": ask_steps.ALL[-1].code,
    }
    return render(request, "portal/ask/check.html", context)
