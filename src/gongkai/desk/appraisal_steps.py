"""The steps on a questionnaire, each a sheet: written, opened, closed, concluded, approved, published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.errors import NotAllowed, Refused
from gongkai.supervision.appraisal import codes, concluding, drafting, running
from gongkai.supervision.models import Panel, Question, Questionnaire

from .access import Asking, accepted, posted, sending, working
from .appraisal_forms import (
    CloseForm,
    CodesForm,
    ConcludeForm,
    EditForm,
    Fresh,
    NewForm,
    PanelForm,
    QuestionForm,
    ReasonForm,
)
from .appraisal_pages import PART, questionnaire_of
from .supervision_place import sheet
from .tables import xlsx_response

_DRAFT, _RUN, _APPROVE = "appraisals.draft", "appraisals.run", "appraisals.approve"


def _page(one: Questionnaire) -> str:
    return reverse("desk:appraisal", args=[one.pk])


@working
def appraisal_new(request: HttpRequest, asking: Asking) -> HttpResponse:
    asking.ensure_somewhere(_DRAFT)
    form = NewForm(posted(request), asking=asking)

    def step() -> object:
        return drafting.draft(asking.person, form.cleaned_data["agency"], form.given, at=asking.at)

    return sheet(request, asking, PART, form, step,
                 heading="新建问卷", button="新建", done="已建草稿，请写问题和评议主体。", trail="社会评议",
                 words=("先写名称和时间，再写问题、评议主体；开始以前都可以改。",), back=reverse(PART),
                 goes_to=_page)  # fmt: skip


@working
def appraisal_edit(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    one = questionnaire_of(asking, pk, _DRAFT)
    form = EditForm(posted(request), one=one, asking=asking)

    def step() -> object:
        return drafting.edit(asking.person, one, form.given, revision=form.cleaned_data["revision"], at=asking.at)

    return sheet(request, asking, PART, form, step,
                 heading="修改问卷", button="保存", done="已保存。", trail=one.title, back=_page(one))  # fmt: skip


@working
def appraisal_question(request: HttpRequest, asking: Asking, pk: int, number: int = 0) -> HttpResponse:
    """A new one for 0."""
    one = questionnaire_of(asking, pk, _DRAFT)
    question = _question(one, number) if number else None
    form = QuestionForm(posted(request), one=one, question=question)

    def step() -> object:
        return drafting.put_question(asking.person, one, form.given, question=question,
                                     revision=form.cleaned_data["revision"], at=asking.at)  # fmt: skip

    return sheet(request, asking, PART, form, step,
                 heading=f"第{number}题" if number else "增加问题", button="保存问题", done="已保存。",
                 trail=one.title, back=f"{_page(one)}#questions")  # fmt: skip


@sending
def appraisal_question_do(request: HttpRequest, asking: Asking, pk: int, number: int, verb: str) -> HttpResponse:
    """上移, 下移, 删去."""
    one = questionnaire_of(asking, pk, _DRAFT)
    question = _question(one, number)
    acts: dict[str, Callable[[], object]] = {
        "up": lambda: drafting.move_question(asking.person, question, up=True, at=asking.at),
        "down": lambda: drafting.move_question(asking.person, question, up=False, at=asking.at),
        "remove": lambda: drafting.remove_question(asking.person, question, at=asking.at),
    }
    if verb not in acts:
        raise Http404
    return _sent(request, acts[verb], "已删去。" if verb == "remove" else "", f"{_page(one)}#questions")


@working
def appraisal_panel(request: HttpRequest, asking: Asking, pk: int, number: int = 0) -> HttpResponse:
    """A new one for 0."""
    one = questionnaire_of(asking, pk, _DRAFT)
    panel = _panel(one, number) if number else None
    form = PanelForm(posted(request), one=one, panel=panel)

    def step() -> object:
        return drafting.put_panel(asking.person, one, form.given, panel=panel,
                                  revision=form.cleaned_data["revision"], at=asking.at)  # fmt: skip

    return sheet(request, asking, PART, form, step,
                 heading="修改评议主体" if panel else "增加评议主体", button="保存评议主体", done="已保存。",
                 trail=one.title, back=f"{_page(one)}#panels")  # fmt: skip


@sending
def appraisal_panel_remove(request: HttpRequest, asking: Asking, pk: int, number: int) -> HttpResponse:
    one = questionnaire_of(asking, pk, _DRAFT)
    panel = _panel(one, number)
    return _sent(request, lambda: drafting.remove_panel(asking.person, panel, at=asking.at), "已删去。",
                 f"{_page(one)}#panels")  # fmt: skip


@working
def appraisal_codes(request: HttpRequest, asking: Asking, pk: int, number: int) -> HttpResponse:
    """The codes as a workbook, this once; they are nowhere to be seen again."""
    one = questionnaire_of(asking, pk, _RUN)
    panel = _panel(one, number)
    again = panel.codes_at is not None
    form = (CodesForm if again else Fresh)(posted(request), initial={"revision": one.revision})
    made: list[str] = []
    if request.method == "POST" and form.is_valid():
        given = {"reason": form.cleaned_data.get("reason", ""), "revision": form.cleaned_data["revision"]}
        if accepted(form, lambda: made.extend(codes.issue(asking.person, panel, **given, at=asking.at))):
            address = request.build_absolute_uri(reverse("portal:appraisal", args=[one.pk]))
            head = ("序号", "评议主体", "邀请码", "答卷网址", "截止日期")
            rows = ((place, panel.name, code, address, one.closes_on) for place, code in enumerate(made, start=1))
            return xlsx_response(f"{panel.name}-邀请码", head, rows)
    said = (
        f"为“{panel.name}”生成一人一码的邀请码，下载成表格，印在通知书上；只显示这一次，系统里只留校验值。",
        "请不要登记哪个码给了哪个人：随机发放，才查不到答卷的人。",
    )
    return sheet(request, asking, PART, form, lambda: None,
                 heading="重发邀请码" if again else "发邀请码", button="下载邀请码", done="", trail=one.title,
                 words=said, back=f"{_page(one)}#panels")  # fmt: skip


@working
def appraisal_do(request: HttpRequest, asking: Asking, pk: int, verb: str) -> HttpResponse:
    """开始, 结束, 作废, 填写结果, 审定, 退回, 公布, 复制."""
    if verb not in _STEPS:
        raise Http404
    permission, make, act, heading, done, said = _STEPS[verb]
    one = questionnaire_of(asking, pk, permission)
    form = make(posted(request), one)
    words = (said.format(one=one, bodies="、".join(each.agency.name for each in one.appraised.all())),)

    def step() -> object:
        return act(asking, one, form)

    return sheet(request, asking, PART, form, step, heading=heading, button=heading, done=done, trail=one.title,
                 words=words, back=_page(one), goes_to=_page)  # fmt: skip


def _fresh(form_class: type[Fresh]) -> Callable[[Any, Questionnaire], Fresh]:
    return lambda data, one: form_class(data, initial={"revision": one.revision})


def _plainly(act: Callable[..., Questionnaire]) -> Callable[[Asking, Questionnaire, Fresh], Questionnaire]:
    return lambda asking, one, form: act(asking.person, one, **form.cleaned_data, at=asking.at)


def _conclude(asking: Asking, one: Questionnaire, form: ConcludeForm) -> Questionnaire:
    return concluding.conclude(asking.person, one, form.results, revision=form.cleaned_data["revision"],
                               at=asking.at)  # fmt: skip


def _copy(asking: Asking, one: Questionnaire, form: Fresh) -> Questionnaire:
    return drafting.copied(asking.person, one, at=asking.at)


_STEPS: dict[str, Any] = {
    "open": (_RUN, _fresh(Fresh), _plainly(running.open_), "开始评议", "已开始，问题和评议主体不能再改。",
             "从{one.opens_on}到{one.closes_on}在网上收答卷，被评议的机关：{bodies}。开始以后问题、评议主体和权重都不能"
             "再改；有错的，只能作废重来。"),
    "close": (_RUN, _fresh(CloseForm), _plainly(running.close), "结束评议", "已结束，结果已统计。",
              "截止日期是{one.closes_on}。结束以后不再收答卷，没有用过的邀请码删除，结果当即统计，以后不再变动。"),
    "withdraw": (_RUN, _fresh(ReasonForm), _plainly(running.withdraw), "作废", "已作废。",
                 "“{one.title}”作废以后不能恢复，已收到的答卷和邀请码全部删除；网上不再显示。"),
    "conclude": (_DRAFT, lambda data, one: ConcludeForm(data, one=one), _conclude, "填写评议结果",
                 "已填写，等待审定。", "对每个被评议的机关写明评议结果；由另一人审定后公布。"),
    "approve": (_APPROVE, _fresh(Fresh), _plainly(concluding.approve), "审定结果", "已审定，可以公布。",
                "请先看过统计结果和评议结果。起草问卷或者填写结果的人不能审定。"),
    "send-back": (_APPROVE, _fresh(ReasonForm), _plainly(concluding.send_back), "退回重填结果", "已退回。",
                  "退回以后重新填写评议结果，再审定。"),
    "publish": (_RUN, _fresh(Fresh), _plainly(concluding.publish), "公布结果",
                "已公布，并已登记为各被评议机关的社会评议记录。",
                "结果在网上公布，不能收回；同时为{bodies}在工作台账登记一条社会评议，年度报告按它写。文字意见不公布。"),
    "copy": (_DRAFT, _fresh(Fresh), _copy, "复制成下一期", "已复制成草稿，请核对名称、日期和问题。",
             "问题、评议主体和权重照抄，名称里的年份和日期顺延一年；答卷不复制。"),
}  # fmt: skip


def _sent(request: HttpRequest, act: Callable[[], object], done: str, back: str) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
    return redirect(back)


def _question(one: Questionnaire, number: int) -> Question:
    found = one.questions.filter(order=number).first()
    if found is None:
        raise Http404
    return found


def _panel(one: Questionnaire, number: int) -> Panel:
    found = one.panels.filter(order=number).first()
    if found is None:
        raise Http404
    return found
