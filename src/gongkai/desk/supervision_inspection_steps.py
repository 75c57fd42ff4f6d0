"""The steps of an inspection and of what it found, each a sheet of its own."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.errors import Refused
from gongkai.publication.sheet import Outcome
from gongkai.supervision import acting, inspecting, rectifying, sheets
from gongkai.supervision.inspection_states import Result
from gongkai.supervision.models import Inspection, Verdict
from gongkai.ui.templatetags.ui import figure

from .access import Asking, posted, posted_with_files, reading, sending, working
from .case_fields import text, words
from .column_fields import choice, whole
from .days import day_field
from .incoming_forms import PapersField, papers_of
from .supervision_inspections import PART, inspection_of, may_work_on, shortcoming_of
from .supervision_place import frame, sheet
from .supervision_work_forms import agency_field
from .tables import csv_response
from .tried import TableForm, tried

_TO_REPAIR = timedelta(days=30)


class BeginForm(forms.Form):
    year = whole("年度", least=2019, most=2100)
    quarter = choice("季度", [(str(n), f"第{n}季度") for n in (1, 2, 3, 4)])

    def __init__(self, *args: Any, asking: Asking, verb: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = agency_field(asking, verb)
        self.order_fields(["agency", "year", "quarter"])


class JudgeForm(forms.Form):
    result = choice("判定", [(one.value, one.label) for one in Result if one != Result.WAITING])
    number = whole("有几处", most=10_000)
    taken_off = forms.DecimalField(
        label="扣分", min_value=0, max_value=100, decimal_places=1, initial=0,
        error_messages={"required": "请填写扣分，不扣填0", "invalid": "扣分应是数字"},
    )  # fmt: skip
    ground = text("证据或者理由", required=False, rows=4, hint="有问题、不能判定时必填；没有证据不能扣分")
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, verdict: Verdict, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].widget = forms.RadioSelect(choices=self.fields["result"].choices)  # type: ignore[attr-defined]  # a choice
        self.fields["taken_off"].help_text = f"每处扣{figure(verdict.deduction)}分，最多扣{figure(verdict.most)}分"


class FreshForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class CloseForm(FreshForm):
    due_on = day_field("整改期限", required=False, hint="检查发现问题的，被检查机关在这一天以前整改；自查不填")


class UnitForm(FreshForm):
    unit = words("责任科室", most=120)


class ProofForm(FreshForm):
    proof = text("整改情况", rows=4, hint="写明怎样整改的、在哪里可以看到（页面地址、文号、索引号）")
    papers = PapersField(label="证明文件", required=False, error_messages={"required": "请选择文件"},
                         help_text="截图、签到表、文件扫描件等，可以一次选多个；加密保存，不公开")  # fmt: skip


class AcceptForm(FreshForm):
    words = text("复核意见", required=False, rows=3)


class SendBackForm(FreshForm):
    words = text("退回的理由", rows=3)
    due_on = day_field("重新整改的期限")


class SheetForm(TableForm):
    title = words("评分表名称", most=120, hint="例如：2024年政务公开考核评分表")
    from_on = day_field("从哪天起使用")

    def __init__(self, *args: Any, asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = agency_field(asking, "inspections.inspect")
        self.order_fields(["agency", "title", "from_on", "file", "kept"])


@working
def inspection_begin(request: HttpRequest, asking: Asking) -> HttpResponse:
    return _begin(request, asking, own=False)


@working
def inspection_begin_own(request: HttpRequest, asking: Asking) -> HttpResponse:
    return _begin(request, asking, own=True)


def _begin(request: HttpRequest, asking: Asking, *, own: bool) -> HttpResponse:
    verb = acting.permission(own)
    asking.ensure_somewhere(verb)
    year, quarter = _last_quarter(asking.on)
    first = {"year": year, "quarter": str(quarter), "agency": request.GET.get("agency", "")}
    form = BeginForm(posted(request), asking=asking, verb=verb, initial=first)

    def step() -> object:
        given = form.cleaned_data
        return inspecting.begin(asking.person, given["agency"], year=given["year"], quarter=int(given["quarter"]),
                                own=own, at=asking.at)  # fmt: skip

    said = "系统先按记录判定能判定的项目，其余的逐项人工判定；没有证据不扣分，不能判定的不扣分。"
    return sheet(request, asking, PART, form, step,
                 heading="开始自查" if own else "开始检查", button="开始",
                 done="已按记录判定，请判定其余项目。", trail="检查督查", words=(said,), back=reverse(PART),
                 goes_to=page_of_inspection)  # fmt: skip


def _last_quarter(on: date) -> tuple[int, int]:
    """The one that is over."""
    quarter = (on.month - 1) // 3
    return (on.year, quarter) if quarter else (on.year - 1, 4)


@working
def inspection_judge(request: HttpRequest, asking: Asking, pk: int, point: int) -> HttpResponse:
    found = workable(asking, pk)
    verdict = found.verdicts.filter(order=point).first()
    if verdict is None:
        raise Http404
    now = {"result": "" if verdict.result == Result.WAITING else verdict.result, "number": verdict.number,
           "taken_off": verdict.taken_off, "ground": verdict.ground, "revision": found.revision}  # fmt: skip
    form = JudgeForm(posted(request), verdict=verdict, initial=now)

    def step() -> object:
        given = form.cleaned_data
        return inspecting.judge(asking.person, verdict, **{**given, "taken_off": Decimal(given["taken_off"])},
                                at=asking.at)  # fmt: skip

    said = (
        verdict.counts,
        f"依据：{verdict.reference or '本地评分表'}；看什么：{verdict.evidence or '按评分标准'}。",
    )
    return sheet(request, asking, PART, form, step,
                 heading=f"判定：{verdict.title}", button="判定", done="已判定。",
                 trail=str(found.agency), words=said,
                 back=f"{page_of_inspection(found)}#point-{verdict.order}")  # fmt: skip


@sending
def inspection_look(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = workable(asking, pk)
    try:
        inspecting.look(asking.person, found, at=asking.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已按现在的记录重新判定；人工判定的没有改动。")
    return redirect(page_of_inspection(found))


@working
def inspection_close(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = workable(asking, pk)
    first = {"revision": found.revision, "due_on": None if found.own else asking.on + _TO_REPAIR}
    form = CloseForm(posted(request), initial=first)

    def step() -> object:
        return inspecting.close(asking.person, found, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, PART, form, step,
                 heading="结束检查", button="结束检查", done="已结束，得分已算出。",
                 trail=str(found.agency), words=("结束以后判定不能再改；有问题的项目转为整改事项。",),
                 back=page_of_inspection(found))  # fmt: skip


@working
def shortcoming_do(request: HttpRequest, asking: Asking, pk: int, verb: str) -> HttpResponse:
    """交科室, 报送整改情况, 复核通过, 退回."""
    if verb not in _REPAIRS:
        raise Http404
    form_class, permission, act, heading, done = _REPAIRS[verb]
    one = shortcoming_of(asking, pk, permission)
    first = {"revision": one.revision, "unit": one.unit, "proof": one.proof}
    form = form_class(*posted_with_files(request), initial=first)

    def step() -> object:
        given = dict(form.cleaned_data)
        if "papers" in given:
            given["papers"] = papers_of(given["papers"] or [])
        return act(asking.person, one, **given, at=asking.at)

    return sheet(request, asking, PART, form, step,
                 heading=heading, button=heading, done=done, trail=one.verdict.title,
                 words=(f"{one.verdict.title}：应于{one.due_on}以前整改。",),
                 back=reverse("desk:shortcoming", args=[one.pk]))  # fmt: skip


_REPAIRS: dict[str, Any] = {
    "assign": (UnitForm, "inspections.rectify", rectifying.assign, "交科室整改", "已交科室。"),
    "prove": (ProofForm, "inspections.rectify", rectifying.prove, "报送整改情况", "已报送，等待复核。"),
    "accept": (AcceptForm, "inspections.inspect", rectifying.accept, "复核通过", "已复核通过。"),
    "send-back": (SendBackForm, "inspections.inspect", rectifying.send_back, "退回重新整改", "已退回。"),
}


@working
def sheet_import(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The district's own sheet in the place of the product's; tried first."""
    asking.ensure_somewhere("inspections.inspect")
    form = SheetForm(*posted_with_files(request), asking=asking, initial={"from_on": asking.on})

    def take(data: bytes, dry_run: bool) -> Outcome:
        given = form.cleaned_data
        return sheets.import_sheet(asking.person, given["agency"], data, title=given["title"],
                                   from_on=given["from_on"], dry_run=dry_run, at=asking.at)  # fmt: skip

    found = tried(request, form, take)
    if found.applied:
        messages.success(request, f"已导入，共 {found.applied} 项；以后开始的检查按它评分。")
    said = f"一行一个检查项目，表头为：{'、'.join(sheets.NEEDED)}，可以另有{'、'.join(sheets.OPTIONAL)}。"
    context = frame(
        asking, PART, form=form, said=said, heading="导入评分表", back_to="检查督查", back=reverse(PART),
        template=reverse("desk:sheet_template"), **found.context,
    )  # fmt: skip
    return render(request, "desk/supervision/import.html", context)


@reading
def sheet_template(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The product's own sheet, to change and take in."""
    asking.ensure_somewhere("inspections.inspect")
    return csv_response(sheets.OUR_TITLE, *sheets.template())


def workable(asking: Asking, pk: int) -> Inspection:
    found = inspection_of(asking, pk)
    if not may_work_on(asking, found):
        raise Http404
    return found


def page_of_inspection(found: Inspection) -> str:
    return reverse("desk:inspection", args=[found.pk])
