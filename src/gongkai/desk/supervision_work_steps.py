"""登记, 更正, 撤下 and 导入 of a record of the work, the same for every kind."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.publication.sheet import Outcome
from gongkai.supervision import actions
from gongkai.supervision.importing import Imported, head, import_works
from gongkai.supervision.kinds import KINDS, code_of, title_of
from gongkai.supervision.models import WorkRecord

from .access import Asking, posted, posted_with_files, working
from .supervision_place import frame, sheet
from .supervision_work_forms import CorrectForm, WithdrawForm, WorkForm, WorkImportForm
from .supervision_works import PART, kind_or_none, record_of
from .tried import tried

_SAID = "一行一条记录，一份表格一类台账，系统按表头识别是哪一类；从台账导出的表格可以直接导入。"


@working
def work_new(request: HttpRequest, asking: Asking, kind: str) -> HttpResponse:
    asking.ensure_somewhere("supervision.record")
    which = kind_or_none(kind)
    initial = {"on": asking.on, "agency": request.GET.get("agency", "")}
    form = WorkForm(posted(request), kind=which, initial=initial, asking=asking)

    def step() -> object:
        return actions.enter(asking.person, form.cleaned_data["agency"], which, form.given, at=asking.at)

    words = (which.HINT,) if which.HINT else ()
    return sheet(request, asking, PART, form, step,
                 heading=f"登记{title_of(which)}", button="登记", done="已登记。",
                 trail=title_of(which), words=words, back=_list(kind), goes_to=_page)  # fmt: skip


@working
def work_correct(request: HttpRequest, asking: Asking, kind: str, pk: int) -> HttpResponse:
    record = record_of(asking, kind, pk, "supervision.record")
    form = CorrectForm(posted(request), record=record)

    def step() -> object:
        given = form.cleaned_data
        return actions.correct(asking.person, record, form.given, reason=given["reason"],
                               revision=given["revision"], at=asking.at)  # fmt: skip

    return sheet(request, asking, PART, form, step,
                 heading="更正", button="保存更正", done="已更正，更正前的内容已保留。",
                 trail=record.title, back=_page(record))  # fmt: skip


@working
def work_withdraw(request: HttpRequest, asking: Asking, kind: str, pk: int) -> HttpResponse:
    record = record_of(asking, kind, pk, "supervision.record")
    form = WithdrawForm(posted(request), initial={"revision": record.revision})

    def step() -> object:
        return actions.withdraw(asking.person, record, **form.cleaned_data, at=asking.at)

    words = (f"“{record.title}”撤下以后不再计入台账和年度报告；记录和理由保留，不能恢复。",)
    return sheet(request, asking, PART, form, step,
                 heading="撤下", button="撤下", done="已撤下。", trail=record.title,
                 words=words, back=_page(record))  # fmt: skip


@working
def work_import(request: HttpRequest, asking: Asking) -> HttpResponse:
    """A table of any kind, told by its head; tried first."""
    asking.ensure_somewhere("supervision.record")
    form = WorkImportForm(*posted_with_files(request), asking=asking)
    imported: list[Imported] = []

    def take(data: bytes, dry_run: bool) -> Outcome:
        agency = form.cleaned_data["agency"]
        imported.append(import_works(asking.person, agency, data, dry_run=dry_run, at=asking.at))
        return imported[0].outcome

    found = tried(request, form, take)
    if found.applied:
        messages.success(request, f"已导入{title_of(imported[0].kind)}，共 {found.applied} 行。")
    kinds = [(title_of(kind), "、".join(part for half in head(kind) for part in half)) for kind in KINDS]
    context = frame(
        asking, PART, form=form, heading="导入台账", back_to="台账", back=reverse(PART), kinds=kinds, said=_SAID,
        **found.context,
    )  # fmt: skip
    return render(request, "desk/supervision/import.html", context)


def _list(kind: str) -> str:
    return reverse("desk:work_list", args=[kind])


def _page(record: WorkRecord) -> str:
    return reverse("desk:work", args=[code_of(type(record)), record.pk])
