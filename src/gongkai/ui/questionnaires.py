"""A questionnaire as a form, the same for whoever answers it and for the office that looks at it before; and its
results as tables with a chart, the same for the public and for the desk.

AnswerForm(data, questionnaire=…)        ``given`` and ``code`` for ``answering.answer``
shown(results) -> [Shown, …]             each question with its table and chart
HEAD, lines(results)                     the same as rows of a table that is handed out
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.safestring import SafeString

from gongkai.supervision.appraisal.questions import UNKNOWN, UNKNOWN_LABEL, Asked, asked_of
from gongkai.supervision.appraisal.results import Group, Part, Results
from gongkai.supervision.appraisal.states import Kind, Opening
from gongkai.supervision.models import Questionnaire
from gongkai.ui.chart import Point, lying

HEAD: Final = ("题号", "问题", "被评议机关", "评议主体", "答题人数", "选项", "分值", "人数", "占比（%）", "平均分",
               "计分人数")  # fmt: skip
_CODE = "code"


class AnswerForm(forms.Form):
    """A field for each question, of each body where it is asked so; the code first where one may have one."""

    def __init__(self, data: Any = None, *, questionnaire: Questionnaire) -> None:
        super().__init__(data)
        openings = {one.opening for one in questionnaire.panels.all()}
        if Opening.INVITED in openings:
            self.fields[_CODE] = _code_field(needed=Opening.ANYONE not in openings)
        self.asked = asked_of(questionnaire)
        for one in self.asked:
            self.fields[one.name] = _FIELDS[Kind(one.question.kind)](one)

    @property
    def given(self) -> dict[str, Any]:
        return {one.name: self.cleaned_data.get(one.name) for one in self.asked}

    @property
    def code(self) -> str:
        return str(self.cleaned_data.get(_CODE, ""))

    @property
    def code_field(self) -> forms.BoundField | None:
        return self[_CODE] if _CODE in self.fields else None

    @property
    def groups(self) -> list[tuple[Asked, bool, list[forms.BoundField]]]:
        """By question: the first of its fields, whether each is of a body, and the fields."""
        found: list[tuple[Asked, bool, list[forms.BoundField]]] = []
        for one in self.asked:
            if not found or found[-1][0].number != one.number:
                found.append((one, one.subject is not None, []))
            found[-1][2].append(self[one.name])
        return found


def _code_field(*, needed: bool) -> forms.CharField:
    hint = "在给您的通知书上，16位，不分大小写；每个码只能用一次。"
    more = "" if needed else "没有收到邀请码的不用填。"
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label="邀请码", required=needed, max_length=60, help_text=hint + more, widget=widget,
                           error_messages={"required": "请填写邀请码"})  # fmt: skip


def _options(one: Asked) -> list[tuple[str, str]]:
    offered = [(str(place), each["label"]) for place, each in enumerate(one.question.options)]
    return [*offered, (UNKNOWN, UNKNOWN_LABEL)] if one.question.unknown else offered


def _label(one: Asked) -> str:
    """Of each body its name alone: the question stands above all of them."""
    return one.subject.name if one.subject else one.label


def _missing(one: Asked) -> dict[str, str]:
    text = f"请回答第{one.number}题" + (f"（{one.subject.name}）" if one.subject else "")
    return {"required": text, "invalid_choice": f"第{one.number}题的回答不在选项之内，请重新选择"}


def _one(one: Asked) -> forms.Field:
    question = one.question
    return forms.ChoiceField(label=_label(one), choices=_options(one), required=question.required,
                             help_text=question.hint, widget=forms.RadioSelect,
                             error_messages=_missing(one))  # fmt: skip


def _several(one: Asked) -> forms.Field:
    hint = "，".join(filter(None, (one.question.hint, "可以选几项")))
    return forms.MultipleChoiceField(label=_label(one), choices=_options(one), required=one.question.required,
                                     help_text=hint, widget=forms.CheckboxSelectMultiple,
                                     error_messages=_missing(one))  # fmt: skip


def _text(one: Asked) -> forms.Field:
    most = one.question.most
    hint = "，".join(filter(None, (one.question.hint, f"最多{most}个字，请不要写姓名、电话等个人信息")))
    errors = {**_missing(one), "max_length": f"第{one.number}题最多{most}个字，请删减"}
    return forms.CharField(label=_label(one), max_length=most, required=one.question.required, help_text=hint,
                           widget=forms.Textarea(attrs={"rows": 4}), error_messages=errors)  # fmt: skip


_FIELDS = {Kind.ONE: _one, Kind.SCALE: _one, Kind.SEVERAL: _several, Kind.TEXT: _text}


@dataclass(frozen=True, slots=True)
class Shown:
    """``rows``: an option with (number, share) of each panel, None where the panel is too small to be told."""

    part: Part
    rows: tuple[tuple[str, tuple[tuple[int, Decimal] | None, ...]], ...]
    charts: tuple[tuple[str, SafeString], ...]

    @property
    def anchor(self) -> str:
        return f"q{self.part.number}" + (f"-{self.part.subject_key}" if self.part.subject_key else "")

    @property
    def title(self) -> str:
        about = f"{self.part.subject}：" if self.part.subject else ""
        return f"{self.part.number}. {about}{self.part.text}"

    @property
    def is_scale(self) -> bool:
        return self.part.kind == Kind.SCALE

    @property
    def several(self) -> bool:
        return self.part.kind == Kind.SEVERAL


def shown(results: Results) -> list[Shown]:
    return [_shown(one) for one in results.parts]


def _shown(part: Part) -> Shown:
    labels = [one["label"] + (f"（{one['points']}分）" if "points" in one else "") for one in part.options]
    rows = [
        (label, tuple(None if one.number is None else _at(one, place) for one in part.groups))
        for place, label in enumerate(labels)
    ]
    if part.unknown:
        rows.append((UNKNOWN_LABEL, tuple(_unknown(one) for one in part.groups)))
    charts = tuple(
        (one.panel, _chart(part, place, one)) for place, one in enumerate(part.groups) if one.number is not None
    )
    return Shown(part, tuple(rows), charts)


def _at(group: Group, place: int) -> tuple[int, Decimal]:
    return group.options[place].number, group.options[place].share


def _unknown(group: Group) -> tuple[int, Decimal] | None:
    return None if group.number is None else (group.unknown, group.unknown_share)


def _chart(part: Part, place: int, group: Group) -> SafeString:
    points = [Point(one.label, one.share, f"{one.share}%（{one.number}人）") for one in group.options]
    if part.unknown:
        share = group.unknown_share
        points.append(Point(UNKNOWN_LABEL, share, f"{share}%（{group.unknown}人）"))
    name = f"chart-{part.number}-{part.subject_key or 0}-{place}"
    return lying(name, f"{part.text}：{group.panel}，{group.number}人答题", points, full=100)


def lines(results: Results) -> Iterator[tuple[object, ...]]:
    """A row for each option of each panel; a panel that is too small is one row that says so."""
    for part in results.parts:
        for group in part.groups:
            first = (part.number, part.text, part.subject, group.panel)
            if group.number is None:
                yield (*first, f"少于{results.least}，不单独统计", "", "", "", "", "", "")
                continue
            last = (group.mean, group.rated) if part.kind == Kind.SCALE else ("", "")
            for one in group.options:
                yield (*first, group.number, one.label, one.points, one.number, one.share, *last)
            if part.unknown:
                yield (*first, group.number, UNKNOWN_LABEL, "", group.unknown, group.unknown_share, *last)
