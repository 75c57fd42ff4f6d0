"""年报: dropping files, watching them being read, and settling what a file leaves in doubt."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.documents.files import MAX_SIZE
from gongkai.reports import actions, queries
from gongkai.reports.models import Intake
from gongkai.reports.states import IntakeState
from gongkai.reports.taking_in import MAX_FILES
from gongkai.ui.pages import page_of

from .access import Asking, accepted, reading, sending, there, working
from .report_forms import BindForm, DiscardForm, FileSearch, UploadForm

_BUSY = (IntakeState.WAITING, IntakeState.READING)


@working
def upload(request: HttpRequest, asking: Asking) -> HttpResponse:
    asking.ensure_somewhere("reports.import")
    agencies = asking.within("reports.import").on(asking.on)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        agencies=agencies,
        initial={"agency": request.GET.get("agency"), "year": request.GET.get("year")},
    )
    taken: list[Intake] = []

    def step() -> None:
        data = form.cleaned_data
        dropped = [actions.Dropped(one.name, one.read()) for one in data["reports"]]
        taken.extend(
            actions.take_in(asking.person, dropped, agency=data["agency"], year=data["year"], at=asking.at)
        )

    if form.is_valid() and accepted(form, step):
        return redirect("desk:batch", batch=taken[0].batch)
    return render(request, "desk/reports/upload.html", {"form": form, "most": MAX_FILES, "largest": MAX_SIZE})


@reading
def batch(request: HttpRequest, asking: Asking, batch: UUID) -> HttpResponse:
    """How far the files dropped together are; asks again by itself until all are settled."""
    progress = queries.progress(asking.person, batch, on=asking.on)
    if not progress.total:
        raise Http404
    context = {"progress": progress, "batch": batch, "rows": [(i, _version(i)) for i in progress.intakes]}
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "desk/reports/progress.html" if fragment else "desk/reports/batch.html", context)


def _version(intake: Intake) -> object | None:
    return max(intake.versions.all(), key=lambda v: v.pk, default=None)


@reading
def file_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Every file that came in, so that one left alone is found again."""
    asking.ensure_somewhere("reports.view")
    search = FileSearch(request.GET or None)
    found = _filtered(queries.intakes(asking.person, on=asking.on), search)
    page = page_of(request, found.prefetch_related("versions"))
    context = {
        "page": page,
        "rows": [(i, _version(i)) for i in page],
        "search": search,
        "may_import": asking.may_somewhere("reports.import"),
    }
    return render(request, "desk/reports/files.html", context)


def _filtered(found: QuerySet[Intake], search: FileSearch) -> QuerySet[Intake]:
    wanted = search.cleaned_data if search.is_valid() else {}
    state = wanted.get("state", "")
    if words := wanted.get("q", ""):
        found = found.filter(name__icontains=words)
    if state == "doubtful":
        return found.filter(state=IntakeState.READ).exclude(question="")
    if state == "busy":
        return found.filter(state__in=_BUSY)
    return found.filter(state=state) if state else found


@working
def file_detail(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """One file: what became of it, and, where it leaves a doubt, whose it is and of which year."""
    intake = there(lambda: queries.intake(asking.person, pk, on=asking.on))
    may_settle = asking.within("reports.import").filter(pk=(intake.agency or intake.collector).pk).exists()
    if request.method == "POST" and not may_settle:
        asking.agency("reports.import", (intake.agency or intake.collector).pk)
    form = _bind_form(request, asking, intake) if may_settle and _unbound(intake) else None
    if form is not None and form.is_valid() and accepted(form, lambda: _bind(form, asking, intake)):
        return _after_binding(request, asking, intake)
    context = {
        "intake": intake,
        "version": _version(intake),
        "form": form,
        "may_settle": may_settle,
        "busy": intake.state in _BUSY,
    }
    return render(request, "desk/reports/file.html", context)


def _after_binding(request: HttpRequest, asking: Asking, intake: Intake) -> HttpResponse:
    """On to the next file in doubt that was dropped with it; after the last one, to all of them."""
    bound = queries.intake(asking.person, intake.pk, on=asking.on)
    others = queries.progress(asking.person, intake.batch, on=asking.on).intakes
    waiting = [one for one in others if one.question]
    told = f"“{bound.name}”已归入{bound.agency}{bound.year}年度报告"
    if waiting:
        messages.success(request, f"{told}。同批还有 {len(waiting)} 份待确认，下面是下一份。")
        return redirect("desk:file", pk=next((o for o in waiting if o.pk > intake.pk), waiting[0]).pk)
    messages.success(request, f"{told}，请核验。")
    version = bound.versions.order_by("pk").last()
    if len(others) == 1 and version is not None:
        return redirect("desk:review", pk=version.pk)
    return redirect("desk:batch", batch=intake.batch)


def _unbound(intake: Intake) -> bool:
    return intake.state == IntakeState.READ and not intake.versions.exists()


def _bind_form(request: HttpRequest, asking: Asking, intake: Intake) -> BindForm:
    proposed, year = queries.proposals(asking.person, intake, on=asking.on)
    likeliest = proposed[0] if proposed else intake.agency
    agencies = asking.within("reports.import").on(asking.on)
    initial: dict[str, Agency | int | None] = {"agency": likeliest, "year": year}
    return BindForm(request.POST or None, agencies=agencies, initial=initial)


def _bind(form: BindForm, asking: Asking, intake: Intake) -> None:
    data = form.cleaned_data
    actions.bind(asking.person, intake, agency=data["agency"], year=data["year"], at=asking.at)


@working
def file_discard(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    intake = there(lambda: queries.intake(asking.person, pk, on=asking.on))
    asking.agency("reports.import", (intake.agency or intake.collector).pk)
    form = DiscardForm(request.POST or None)
    if form.is_valid() and accepted(
        form, lambda: actions.discard(asking.person, intake, reason=form.cleaned_data["reason"], at=asking.at)
    ):
        messages.success(request, "文件已作废，仍可在这里查看。")
        return redirect("desk:file", pk=pk)
    return render(request, "desk/reports/discard.html", {"intake": intake, "form": form})


@sending
def file_retry(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    intake = there(lambda: queries.intake(asking.person, pk, on=asking.on))
    actions.retry(asking.person, intake, at=asking.at)
    return redirect("desk:batch", batch=intake.batch)


@reading
def file_original(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """The bytes as they came, to be saved: what came from outside is never shown as a page of ours."""
    intake = there(lambda: queries.intake(asking.person, pk, on=asking.on))
    original = queries.original(asking.person, intake, on=asking.on)
    response = HttpResponse(original.data, content_type=original.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(original.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
