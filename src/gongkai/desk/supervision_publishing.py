"""公开表述: what the public is to read of an inspection, worded, approved by somebody else, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from gongkai.supervision import publishing
from gongkai.supervision.inspection_states import Said
from gongkai.supervision.models import Inspection
from gongkai.supervision.publishing import LONGEST, Words

from .access import Asking, posted, working
from .case_fields import text
from .supervision_inspection_steps import FreshForm, page_of_inspection, workable
from .supervision_inspections import PART
from .supervision_place import sheet
from .supervision_sentences import Line, lines

# So much of what an inspector saw stands beside the field, for whoever words it.
_SHOWN = 200


class WordForm(FreshForm):
    """A field for each sentence."""

    def __init__(self, *args: Any, of: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in of:
            needed = one.about != Said.DONE
            self.fields[one.field] = text(
                one.title, required=False, rows=3 if one.shortcoming is None else 2, most=LONGEST,
                hint=_hint(one) if needed else "整改以后填写，可以在通报以后补充",
            )  # fmt: skip
            self.initial[one.field] = one.newest


def _hint(one: Line) -> str:
    if one.shortcoming is None:
        return "公开显示在得分下面；不写姓名、电话等个人信息"
    ground = " ".join(one.shortcoming.verdict.ground.split())
    return f"不公开的证据：{ground[:_SHOWN]}{'……' if len(ground) > _SHOWN else ''}"


@working
def inspection_word(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = workable(asking, pk)
    of = lines(found)
    form = WordForm(posted(request), of=of, initial={"revision": found.revision})

    def step() -> object:
        given = form.cleaned_data
        said = [Words(one.about, given[one.field], one.shortcoming.pk if one.shortcoming else None) for one in of]
        return publishing.word(asking.person, found, said, revision=given["revision"], at=asking.at)

    words = ("只有这里的文字和得分、检查时间、评分表名称、整改状态向社会公开；证据和整改材料不公开。",
             "保存以后由拟写以外的人审核。通报以后改写的，审核以前公开的仍是原来的文字。")  # fmt: skip
    return sheet(request, asking, PART, form, step,
                 heading="拟写公开表述", button="保存", done="已保存，等待另一人审核。", trail=str(found.agency),
                 words=words, back=page_of_inspection(found))  # fmt: skip


@working
def inspection_publish(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = workable(asking, pk)
    said = (f"{found.agency}{found.year}年第{found.quarter}季度得分{found.score}，审核后通报，并在门户网站公开：",)
    return _approved(request, asking, found, publishing.publish, "审核并通报", "已通报并公开。", said)


@working
def inspection_approve(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    said = ("下面的文字审核后立即公开，代替原来的：",)
    found = workable(asking, pk)
    return _approved(request, asking, found, publishing.approve, "审核公开表述", "已审核，现已公开。", said)


def _approved(
    request: HttpRequest,
    asking: Asking,
    found: Inspection,
    act: Any,
    heading: str,
    done: str,
    said: Sequence[str],
) -> HttpResponse:
    form = FreshForm(posted(request), initial={"revision": found.revision})

    def step() -> object:
        return act(asking.person, found, **form.cleaned_data, at=asking.at)

    waiting = (f"{one.title}——{one.waiting.text}" for one in lines(found) if one.waiting)
    return sheet(request, asking, PART, form, step,
                 heading=heading, button=heading, done=done, trail=str(found.agency),
                 words=(*said, *waiting), back=page_of_inspection(found))  # fmt: skip


class TakeBackForm(FreshForm):
    reason = text("撤回的理由", rows=2, most=300, hint="公开显示在原来的地址，例如：得分计算有误，核对后重新公布")


@working
def inspection_take_back(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = workable(asking, pk)
    form = TakeBackForm(posted(request), initial={"revision": found.revision})

    def step() -> object:
        return publishing.take_back(asking.person, found, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, PART, form, step,
                 heading="撤回通报", button="撤回", done="已撤回，门户网站上不再显示。", trail=str(found.agency),
                 words=("页面、列表、网站地图和数据接口同时不再显示；原来的地址显示撤回的理由。改正以后可以重新通报。",),
                 back=page_of_inspection(found))  # fmt: skip
