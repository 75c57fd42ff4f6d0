"""The steps of a reconsideration or lawsuit, each on a sheet of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases.filing import Paper
from gongkai.errors import NotAllowed, Refused, Stale
from gongkai.review import answering, deciding, due, duties, filing, hearings, queries, registering
from gongkai.review.models import Proceeding
from gongkai.review.states import possible

from . import review_forms, review_words
from .access import Asking, there, working
from .incoming_forms import papers_of
from .item_form import sendable_again

# (person, the thing the step is about, what was entered, the time)
Take = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Step:
    """``verb`` is that of ``review.states``; ``effects`` say what follows, "" where nothing does."""

    verb: str
    title: str
    form: type[Any]
    take: Take
    done: str
    effects: Callable[[Proceeding], str] = lambda of: ""


def proceeding_of(asking: Asking, pk: int) -> Proceeding:
    """For looking at, or a page that is not there."""
    return there(lambda: queries.visible_one(asking.person, pk, on=asking.on))


def may_work(asking: Asking, found: Proceeding) -> bool:
    return asking.within("reviews.work").filter(pk=found.agency_id).exists()


def _worked(asking: Asking, pk: int) -> Proceeding:
    found = proceeding_of(asking, pk)
    if not may_work(asking, found):
        raise NotAllowed("您可以查看，不能办理这件复议诉讼；需要时，请向本机关的系统管理员申请相应角色。")
    return found


def _paper(file: Any) -> Paper | None:
    return papers_of([file])[0] if file else None


def _with_papers(action: Take) -> Take:
    """One file of a sheet, as the action takes it."""

    def take(user: Any, thing: object, given: dict[str, Any], at: Any) -> object:
        kept = {name: _paper(value) if name in ("paper", "authority") else value for name, value in given.items()}
        return action(user, thing, **kept, at=at)

    return take


def _answer(user: Any, of: Proceeding, given: dict[str, Any], at: Any) -> object:
    return answering.answer(
        user, of, on=given["on"], papers=papers_of(given["papers"] or []), revision=given["revision"], at=at
    )


def _procedure(user: Any, of: Proceeding, given: dict[str, Any], at: Any) -> object:
    return answering.set_procedure(user, of, given["procedure"], revision=given["revision"], at=at)


def _decide(user: Any, of: Proceeding, given: dict[str, Any], at: Any) -> object:
    given = {**given, "paper": _paper(given["paper"])}
    if given["outcome"] != "remanded":
        return deciding.decide(user, of, **given, at=at)
    kept = {name: given[name] for name in ("on", "document_number", "paper", "revision")}
    return deciding.remand(user, of, **kept, at=at)


def _lay(user: Any, of: Proceeding, given: dict[str, Any], at: Any) -> object:
    given = {**given, "paper": _paper(given.get("paper"))}
    return duties.lay(user, of, given.pop("kind"), **given, at=at)


def _correct(user: Any, of: Proceeding, given: dict[str, Any], at: Any) -> object:
    return registering.correct(user, of, given.pop("facts"), **given, at=at)


def _file(user: Any, of: Proceeding, given: dict[str, Any], at: Any) -> object:
    return filing.add(
        user, of, papers_of([given["paper"]])[0], what=given["what"], revision=given["revision"], at=at
    )


def _answer_effect(of: Proceeding) -> str:
    last = due.answer(of)
    body = "《行政复议法》第七十条" if of.is_review else "《行政诉讼法》第三十四条"
    late = f"逾期没有提交的，视为没有证据（{body}）。"
    return f"期限到{last.on}：{last.title}，{last.days}{last.unit}（{last.reference}）。{late}" if last else late


def _plain(said: str) -> Callable[[Proceeding], str]:
    return lambda of: said


STEPS: Mapping[str, Step] = {
    "answer": Step("answer", "登记提交答复和证据", review_forms.AnswerForm, _answer, "已登记。", _answer_effect),
    "procedure": Step("procedure", "登记审理程序", review_forms.ProcedureForm, _procedure,
                      "已登记，期限随之调整。", _plain("简易程序5个工作日内答复，普通程序10个工作日。")),
    "hearing": Step("hear", "登记听证、开庭", review_forms.HearingForm, _with_papers(hearings.plan), "已登记。",
                    _plain("举行以后再登记负责人是否出庭。")),
    "decide": Step("decide", "登记结果", review_forms.DecideForm, _decide, "已登记结果。",
                   _plain("计入年度报告表四；对方上诉后仍计为尚未审结。")),
    "appeal": Step("appeal", "登记上诉、再审", review_forms.AppealForm, _with_papers(deciding.appeal), "已登记。",
                   _plain("从这一天起又是尚未审结。")),
    "lay": Step("lay", "登记应履行的义务", review_forms.LayForm, _lay, "已登记，请按期履行。",
                _plain("要求重新答复的，登记后由负责人重新办理原申请，另行计算期限。")),
    "suggest": Step("suggest", "登记意见书、司法建议", review_forms.SuggestForm, _lay, "已登记，请按期回复。"),
    "file": Step("file", "添加材料", review_forms.FileForm, _file, "已添加。"),
    "close": Step("close", "了结", review_forms.PlainForm, _with_papers(deciding.close), "已了结。",
                  _plain("义务都已履行、上诉期已满的才能了结；对方申请再审的可以再登记。")),
    "correct": Step("correct", "更正登记内容", review_forms.CorrectForm, _correct, "已更正。",
                    _plain("期限按更正后的内容重新计算，原来的内容留在经过里。")),
    "void": Step("void", "注销误登", review_forms.ReasonForm, _with_papers(registering.void), "已注销。",
                 _plain("不再计入任何年度的表四，编号不再使用，不能恢复。")),
}  # fmt: skip
HEARING_STEPS: Mapping[str, Step] = {
    "held": Step("hear", "登记已经举行", review_forms.HeldForm, _with_papers(hearings.held), "已登记。"),
    "dropped": Step("hear", "登记没有举行", review_forms.PlainForm, _with_papers(hearings.dropped), "已登记。",
                    _plain("改期的，请另行登记新的日期。")),
}  # fmt: skip
DUTY_STEPS: Mapping[str, Step] = {
    "perform": Step("perform", "登记履行、回复情况", review_forms.PerformForm, _with_papers(duties.perform),
                    "已登记。"),
    "reopen": Step("reopen-case", "重新办理原申请", review_forms.PlainForm, _with_papers(duties.reopen_case),
                   "已重新办理，请按新的期限作出答复。",
                   _plain("申请回到办理中，作为新的一次办理另行计算期限；年度报告表三不重复计数。")),
}  # fmt: skip


@working
def proceeding_do(request: HttpRequest, asking: Asking, pk: int, code: str) -> HttpResponse:
    found = _worked(asking, pk)
    return _sheet(request, asking, found, STEPS.get(code), found)


@working
def hearing_do(request: HttpRequest, asking: Asking, pk: int, hearing: int, code: str) -> HttpResponse:
    found = _worked(asking, pk)
    one = there(lambda: found.hearings.get(pk=hearing))
    words = f"{one.on} {one.place}"
    return _sheet(request, asking, found, HEARING_STEPS.get(code), one, words)


@working
def duty_do(request: HttpRequest, asking: Asking, pk: int, duty: int, code: str) -> HttpResponse:
    found = _worked(asking, pk)
    one = there(lambda: found.duties.get(pk=duty))
    words = f"{one.get_kind_display()} {one.text}"
    return _sheet(request, asking, found, DUTY_STEPS.get(code), one, words)


def _sheet(
    request: HttpRequest, asking: Asking, found: Proceeding, step: Step | None, thing: object, about: str = ""
) -> HttpResponse:
    """A refusal comes back in the sheet; of somebody who was quicker it says so, and may be sent once more."""
    if step is None:
        raise Http404
    if step.verb not in possible(found.state):
        messages.error(request, f"现在的状态是“{found.get_state_display()}”，不能{step.title}。")
        return redirect("desk:proceeding", pk=found.pk)
    sent = request.method == "POST"
    form = step.form(request.POST if sent else None, request.FILES if sent else None, of=found)
    if sent and form.is_valid() and _taken(step, form, found, thing, asking):
        messages.success(request, step.done)
        return redirect("desk:proceeding", pk=found.pk)
    context = {"proceeding": found, "title": review_words.title(found), "step": step, "form": form,
               "about": about, "effects": step.effects(found), "multipart": form.is_multipart()}  # fmt: skip
    return render(request, "desk/reviews/step.html", context)


def _taken(step: Step, form: forms.Form, found: Proceeding, thing: object, asking: Asking) -> bool:
    try:
        step.take(asking.person, thing, form.given(), asking.at)  # type: ignore[attr-defined]  # every form has it
    except NotAllowed:
        raise
    except Stale as stale:
        form.add_error(None, f"{stale}填写的都还在，核对后可以再办一次。")
        sendable_again(form, Proceeding.objects.get(pk=found.pk).revision)
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
