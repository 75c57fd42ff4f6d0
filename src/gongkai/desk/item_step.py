"""One step of an item as a page: what will happen and to whom, what is asked, and the text it is about.

A refusal comes back in the sheet with everything that was typed; when somebody else acted since the page was
opened, it says so, and the sheet can be sent once more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.errors import NotAllowed, Refused, Stale
from gongkai.publication import checking_pages, departing, drafting, releasing, reviewing
from gongkai.publication.models import Version

from .access import Asking, posted, working
from .item_effects import effects_of
from .item_form import sendable_again
from .item_found import item_of, may, version_of
from .item_page import of_version
from .item_step_forms import (
    CheckForm,
    DiscardForm,
    DisclosureForm,
    OpinionForm,
    ReleaseForm,
    RemoveForm,
    ReturnForm,
    ReviseForm,
    StepForm,
    WithdrawForm,
)

Perform = Callable[[Asking, Version, dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Step:
    """``of_item``: it changes the item and not one version. ``outward``: the public sees what follows."""

    title: str
    button: str
    done: str
    permission: str
    form: type[StepForm]
    perform: Perform
    article: str = ""
    of_item: bool = False
    reads: bool = True


def _release(asking: Asking, version: Version, given: dict[str, Any]) -> object:
    if given["when"] == "now":
        return releasing.release(asking.person, version, revision=given["revision"], at=asking.at)
    when = given["release_at"] if given["when"] == "later" else None
    return releasing.schedule(asking.person, version, release_at=when, revision=given["revision"], at=asking.at)


def _of_version(action: Callable[..., object]) -> Perform:
    return lambda asking, version, given: action(asking.person, version, at=asking.at, **given)


def _of_item(action: Callable[..., object]) -> Perform:
    return lambda asking, version, given: action(asking.person, version.item, at=asking.at, **given)


STEPS: Mapping[str, Step] = {
    "submit": Step("提交审核", "提交审核", "已提交，等科室审核。", "items.draft", StepForm,
                   _of_version(reviewing.submit), "《条例》第十七条"),
    "unit-pass": Step("科室审核", "通过科室审核", "科室审核已通过，等公开审查和保密审查。", "items.review",
                      OpinionForm, _of_version(reviewing.unit_pass), "《条例》第十七条"),
    "disclosure-pass": Step("公开审查和保密审查", "通过公开审查和保密审查", "审查已通过，等负责人批准。",
                            "items.review", DisclosureForm, _of_version(reviewing.disclosure_pass),
                            "《条例》第十七条、《保守国家秘密法》"),
    "approve": Step("批准发布", "批准发布", "已批准，可以发布。", "items.approve", OpinionForm,
                    _of_version(reviewing.approve)),
    "keep": Step("定为不主动公开", "定为不主动公开", "已定为不主动公开，并按期复核。", "items.approve",
                 OpinionForm,
                 _of_version(reviewing.keep), "《条例》第十四条至第十六条、第十八条"),
    "return": Step("退回修改", "退回修改", "已退回拟稿的人修改。", "items.view", ReturnForm,
                   _of_version(reviewing.give_back)),
    "release": Step("发布", "发布", "", "items.release", ReleaseForm, _release, "《条例》第二十三条、第二十六条"),
    "revise": Step("更正", "起草更正", "已起草，请修改后提交审核；公众现在看到的不变。", "items.draft", ReviseForm,
                   _of_item(drafting.revise), "《条例》第四十一条", of_item=True, reads=False),
    "check": Step("页面检查", "登记检查结果", "已登记页面检查。", "items.check", CheckForm,
                  _of_item(checking_pages.check), of_item=True, reads=False),
    "withdraw": Step("撤回", "撤回", "已撤回，公众在原网址看到撤回的原因。", "items.withdraw", WithdrawForm,
                     _of_item(departing.withdraw), of_item=True, reads=False),
    "remove": Step("撤下", "撤下", "已撤下，公众不再看到。", "items.withdraw", RemoveForm,
                   _of_item(departing.remove), "《条例》第十四条、第十五条，《保守国家秘密法》",
                   of_item=True, reads=False),
    "discard": Step("作废这一稿", "作废", "这一稿已作废。", "items.draft", DiscardForm,
                    _of_version(drafting.discard)),
}  # fmt: skip


@working
def item_step(request: HttpRequest, asking: Asking, pk: int, code: str) -> HttpResponse:
    step = STEPS.get(code)
    version = version_of(item_of(asking, pk))
    if step is None or not _permitted(step, code, version, asking):
        raise Http404
    form = step.form(posted(request), version=version, at=asking.at, of_item=step.of_item)
    if request.method == "POST" and form.is_valid() and _taken(step, form, version, asking):
        messages.success(request, step.done or _released_words(form.given()))
        return redirect("desk:item_edit" if code == "revise" else "desk:item", pk=pk)
    context = {**of_version(version, asking), "step": step, "code": code, "form": form,
               "effects": effects_of(code, version), "ticks": [f for f in form if f.name.startswith("q_")],
               "looks": _looks(code, version),
               "obstacle": _obstacle(code, version, asking)}  # fmt: skip
    return render(request, "desk/items/step.html", context)


def _looks(code: str, version: Version) -> Sequence[checking_pages.Look]:
    return checking_pages.automatic(version.item) if code == "check" and version.item.is_public else ()


def _permitted(step: Step, code: str, version: Version, asking: Asking) -> bool:
    if may(asking, step.permission, version):
        return True
    return code == "return" and asking.person.key in version.drafters


def _taken(step: Step, form: StepForm, version: Version, asking: Asking) -> bool:
    try:
        step.perform(asking, version, form.given())
    except NotAllowed:
        raise
    except Stale as stale:
        form.add_error(None, f"{stale}填写的都还在，核对后可以再办一次。")
        _catch_up(form, version, of_item=step.of_item)
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _catch_up(form: StepForm, version: Version, *, of_item: bool) -> None:
    """The page shows how it stands now; the sheet may be sent again as it does."""
    version.refresh_from_db()
    version.item.refresh_from_db()
    sendable_again(form, version.item.revision if of_item else version.revision)


def _obstacle(code: str, version: Version, asking: Asking) -> str:
    """Why this very person may not, whatever their role: said before they fill anything in."""
    verb = code.replace("-", "_")
    if verb not in ("unit_pass", "disclosure_pass", "approve", "keep"):
        return ""
    return reviewing.obstacle_for(asking.person, version, verb, on=asking.on)


def _released_words(given: Mapping[str, Any]) -> str:
    return {
        "now": "已发布。请打开公众看到的页面，做一次页面检查。",
        "later": "已定时，到时由系统发布。",
        "never": "已取消定时；等发布。",
    }[given["when"]]
