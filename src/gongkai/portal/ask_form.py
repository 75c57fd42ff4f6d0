"""The form, one question a page. Every sending is kept with the draft first and judged afterwards, so that nothing
typed and no file is lost, whatever is wrong with it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.cases.asking import drafts, submitting
from gongkai.cases.asking.wanted import MANY, Values
from gongkai.cases.filing import Paper
from gongkai.cases.models import Draft
from gongkai.errors import GongkaiError, Refused
from gongkai.ui import limits
from gongkai.ui.limits import Challenge

from . import ask_draft, ask_steps
from .ask_agencies import with_askable
from .ask_draft import to, with_draft
from .ask_forms import StepForm
from .ask_published import fitting
from .ask_steps import Step
from .form_page import form_page

CHECK = "check"
_ANSWER_FIRST = "请先回答下面的问题，再重新选择文件；其他内容都已保存。"


@form_page
@with_askable
@with_draft
def step(request: HttpRequest, agency: Agency, draft: Draft, code: str) -> HttpResponse:
    """``?from=check``: it was shown before, so what is wrong is told at once, and the way on is back there."""
    asked = ask_steps.CODES.get(code)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return _sent(request, agency, draft, asked)
    values, kept = drafts.values_of(draft), list(draft.files.select_related("file"))
    data = _sent_as(values) if _checking(request) else None
    return _shown(request, agency, draft, asked, asked.form(data, values=values, kept=kept))


def _sent_as(values: Values) -> QueryDict:
    """What the draft holds, as a browser would send it."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, list(value) if name in MANY else [str(value)])
    return data


def _sent(request: HttpRequest, agency: Agency, draft: Draft, asked: Step) -> HttpResponse:
    wrong = _kept(request, draft, asked)
    challenge = limits.check(request, "upload") if request.FILES else None
    wrong += _filed(request, draft, asked, challenge)
    try:
        draft.refresh_from_db()
    except Draft.DoesNotExist:
        # Submitted in another window a moment ago: the same address leads to the receipt.
        return HttpResponseRedirect(request.path)
    values, kept = drafts.values_of(draft), list(draft.files.select_related("file"))
    form = asked.form(request.POST, values=values, kept=kept)
    go = request.POST.get("go", "on")
    if wrong or (go == "on" and not form.is_valid()):
        for field, said in wrong:
            form.add_error(field, said)
    elif there := _way_on(request, agency, asked, values, go):
        response: HttpResponse = HttpResponseRedirect(there)
        ask_draft.keep(request, response, agency, ask_draft.key_of(request, agency), for_=drafts.KEPT)
        return response
    else:
        form = asked.form(values=values, kept=kept)
    return _shown(request, agency, draft, asked, form, challenge=challenge, looked=go == "look")


def _way_on(request: HttpRequest, agency: Agency, asked: Step, values: Values, go: str) -> str:
    """Where the button leads; "" to stay here."""
    if go == "look":
        return ""
    if go == "save":
        return f"{request.path}?saved=1{'&from=check' if _checking(request) else ''}"
    if go == "on" and _checking(request):
        return to(agency, "ask_check")
    other = ask_steps.before(asked, values) if go == "back" else ask_steps.after(asked, values)
    if other is not None:
        return to(agency, "ask_step", other.code)
    return to(agency, "ask_agency" if go == "back" else "ask_check")


def _kept(request: HttpRequest, draft: Draft, asked: Step) -> list[tuple[str | None, str]]:
    """What was typed is in the draft, right or wrong; what hinders that."""
    before = drafts.values_of(draft)
    try:
        drafts.save(draft, {**before, **asked.form(request.POST, values=before).typed()}, at=timezone.now())
    except GongkaiError as refusal:
        return [(None, str(refusal))]
    return []


def _filed(
    request: HttpRequest, draft: Draft, asked: Step, challenge: Challenge | None
) -> list[tuple[str | None, str]]:
    """Files that were taken away, and new ones; what is wrong with those that were not kept."""
    now, wrong = timezone.now(), list[tuple[str | None, str]]()
    for pk in request.POST.getlist("remove"):
        if pk.isascii() and pk.isdigit() and len(pk) < 19:
            drafts.detach(draft, int(pk), at=now)
    for field, what in asked.form.whats.items():
        for one in request.FILES.getlist(field):
            try:
                if challenge:
                    raise Refused(_ANSWER_FIRST)
                drafts.attach(draft, Paper(one.name or "文件", one.read()), what, at=now)
            except GongkaiError as refusal:
                wrong.append((field, str(refusal)))
    return wrong


def _shown(
    request: HttpRequest,
    agency: Agency,
    draft: Draft,
    asked: Step,
    form: StepForm,
    *,
    challenge: Challenge | None = None,
    looked: bool = False,
) -> HttpResponse:
    values = drafts.values_of(draft)
    pages = ask_steps.asked(values)
    text = f"{values.get('description', '')} {values.get('document_number_asked', '')}"
    context = {
        "column": "ask",
        "agency": agency,
        "draft": draft,
        "step": asked,
        "form": form,
        "number": pages.index(asked) + 1 if asked in pages else "",
        "count": len(pages) + 1,
        "checking": _checking(request),
        "saved": "saved" in request.GET and request.method == "GET",
        "challenge": challenge,
        "privacy_notice": submitting.PRIVACY_NOTICE,
        "looked": looked,
        "found": fitting(text, agency) if asked.code == "description" else [],
    }
    return render(request, "portal/ask/step.html", context)


def _checking(request: HttpRequest) -> bool:
    return request.GET.get("from") == CHECK
