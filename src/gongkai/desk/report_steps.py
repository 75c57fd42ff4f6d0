"""年报: accepting, returning, publishing and revising. Each page shows what will happen and asks once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.reports import actions, queries
from gongkai.reports.models import ReportVersion
from gongkai.reports.states import State
from gongkai.statute.form import relations

from .access import Asking, accepted, posted, there, working
from .report_cells import SEVERITY, findings_shown
from .report_forms import AcceptForm, NoteForm, PublishForm, ReasonForm, ReturnForm


def version_for(asking: Asking, pk: int, verb: str) -> ReportVersion:
    """The version, if this person does such a step at all. Whether its state still allows it is the action's to
    say: somebody who wrote for ten minutes while another was quicker gets their words back."""
    version = there(lambda: queries.version(asking.person, pk, on=asking.on))
    if not queries.has_role_for(asking.person, version, verb, on=asking.on):
        raise Http404
    return version


def too_late(request: HttpRequest, asking: Asking, version: ReportVersion, verb: str) -> HttpResponse | None:
    """A page opened again (by going back, by an old link) when the step is behind us leads to the version."""
    if request.method == "POST" or verb in queries.verbs(asking.person, version, on=asking.on):
        return None
    messages.warning(request, f"这一版现在是“{version.get_state_display()}”，这一步已经不用办或不能办。")
    return redirect("desk:review", pk=version.pk)


def page(
    request: HttpRequest,
    template: str,
    version: ReportVersion,
    form: Form,
    step: Callable[[], Any],
    done: str,
    **more: Any,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        made: list[Any] = []
        if accepted(form, lambda: made.append(step())):
            messages.success(request, done)
            after = made[0] if isinstance(made[0], ReportVersion) else version
            return redirect("desk:review", pk=after.pk)
    return render(request, f"desk/reports/{template}.html", {"version": version, "form": form, **more})


@working
def accept(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    version = version_for(asking, pk, "accept")
    if late := too_late(request, asking, version, "accept"):
        return late
    found = queries.review(version)
    known = relations()
    needed = [(r, known[r].says if r in known else "") for r in sorted(found.unexplained)]
    form = AcceptForm(posted(request), relations=needed)
    obstacle = queries.verbs(asking.person, version, on=asking.on).get("accept", "")

    def step() -> object:
        return actions.accept(asking.person, version, reasons=form.cleaned_data, at=asking.at)

    more = {
        "needed": needed,
        "findings": findings_shown(found),
        "obstacle": obstacle,
        "unchecked": found.unchecked,
    }
    return page(request, "accept", version, form, step, "已接受，从现在起计入地区汇总。", **more)


@working
def return_(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    version = version_for(asking, pk, "return")
    if late := too_late(request, asking, version, "return"):
        return late
    form = ReturnForm(request.POST or None, initial={"comments": _comments(version)})

    def step() -> object:
        return actions.return_(asking.person, version, comments=form.cleaned_data["comments"], at=asking.at)

    return page(request, "return", version, form, step, "已退回，报送机关会看到退回意见。")


def _comments(version: ReportVersion) -> str:
    """Every open finding but hints, ready to be sent back."""
    open_ones = [
        s.finding for s in queries.review(version).findings if not s.resolved and s.finding.severity != "hint"
    ]
    lines = [f"{at}. {SEVERITY[f.severity]}：{f.message}" + (f"（{f.place}）" if f.place else "")
             for at, f in enumerate(open_ones, start=1)]  # fmt: skip
    return "\n".join(["请改正下列问题后重新上传：", *lines]) if lines else ""


@working
def reopen(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    version = version_for(asking, pk, "reopen")
    if late := too_late(request, asking, version, "reopen"):
        return late
    form = ReasonForm(request.POST or None)

    def step() -> object:
        return actions.reopen(asking.person, version, reason=form.cleaned_data["reason"], at=asking.at)

    words = "撤销后这一版回到待审核，可以更正数字；接受之前不再计入地区汇总。"
    return page(request, "plain_step", version, form, step, "已撤销接受。", heading="撤销接受", words=words)


@working
def publish(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    version = version_for(asking, pk, "publish")
    if late := too_late(request, asking, version, "publish"):
        return late
    before = version.report.versions.filter(state=State.PUBLISHED).first()
    form = PublishForm(
        posted(request),
        again=before is not None,
        initial={"note": version.note},
    )

    def step() -> object:
        return actions.publish(asking.person, version, note=form.note, at=asking.at)

    return page(request, "publish", version, form, step, "已发布，门户上现在可以看到。", before=before)


@working
def revise(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    version = version_for(asking, pk, "revise")
    if late := too_late(request, asking, version, "revise"):
        return late
    form = NoteForm(request.POST or None)

    def step() -> object:
        return actions.revise(asking.person, version, note=form.cleaned_data["note"], at=asking.at)

    words = "会生成一个新版本，从已发布的数字开始，供逐格更正；重新审核并发布以前，门户上仍是现在的版本。"
    done = "新版本已建立，请更正后送审。"
    return page(request, "plain_step", version, form, step, done, heading="更正已发布的版本", words=words)
