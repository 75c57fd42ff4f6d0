"""The sheets of a questionnaire: what it says, a question, a panel, and what its steps need to be told."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.agencies.models import Agency
from gongkai.supervision.appraisal import drafting
from gongkai.supervision.appraisal.questions import written
from gongkai.supervision.appraisal.states import Kind, Opening, Place
from gongkai.supervision.models import Panel, Question, Questionnaire

from .access import Asking
from .case_fields import text as paragraph
from .case_fields import words
from .column_fields import choice, whole
from .days import day_field
from .supervision_work_forms import agency_field

_OPTIONS = "一行一个；量表先写分值再写含义，从高到低或者从低到高，例如：5 非常满意。文字题不填"


def _radio(label: str, offered: Any, *, hint: str = "") -> Any:
    made = choice(label, offered, hint=hint)
    made.widget = forms.RadioSelect(choices=list(offered))
    return made


class Fresh(forms.Form):
    """A step that needs nothing but to be meant."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class QuestionnaireForm(Fresh):
    title = words("名称", most=120, hint="例如：2026年度政务公开社会评议")
    introduction = paragraph("说明", required=False, rows=4, most=5000, hint="答卷的人最先看到的话")
    opens_on = day_field("开始日期")
    closes_on = day_field("截止日期", hint="这一天也可以答卷")
    place = _radio("在哪里邀请", Place.choices, hint="申请人对依申请公开办理情况的满意度，选申请办理结果页")

    @property
    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in drafting.FIELDS if name in self.cleaned_data}


class NewForm(QuestionnaireForm):
    def __init__(self, data: Any = None, *, asking: Asking) -> None:
        super().__init__(data, initial={"opens_on": asking.on, "place": Place.PAGE})
        self.fields["agency"] = agency_field(asking, "appraisals.draft")
        self.fields["agency"].label = "组织评议的机关"
        self.order_fields(["agency"])


class EditForm(QuestionnaireForm):
    def __init__(self, data: Any = None, *, one: Questionnaire, asking: Asking) -> None:
        now = {name: getattr(one, name) for name in drafting.FIELDS if name != "appraised"}
        bodies = [each.agency_id for each in one.appraised.all()]
        super().__init__(data, initial={**now, "appraised": bodies, "revision": one.revision})
        self.fields["appraised"] = forms.ModelMultipleChoiceField(
            drafting.may_be_appraised(one.agency, asking.on), label="被评议的机关",
            widget=forms.CheckboxSelectMultiple, help_text="本机关，或者所属的机关",
            error_messages={"required": "请选择被评议的机关"},
        )  # fmt: skip


class QuestionForm(Fresh):
    kind = _radio("类型", Kind.choices)
    text = words("问题", most=300)
    hint = words("提示", required=False, most=300)
    options = paragraph("选项", required=False, rows=6, most=3000, hint=_OPTIONS)
    unknown = forms.BooleanField(label="可以选“不了解”", required=False, help_text="不计入平均分，另外列出人数")
    each = forms.BooleanField(label="对每个被评议机关分别提问", required=False)
    required = forms.BooleanField(label="必答", required=False)
    most = whole("最多字数", least=1, most=drafting.LONGEST_TEXT, hint="只用于文字题")

    def __init__(self, data: Any = None, *, one: Questionnaire, question: Question | None = None) -> None:
        now: dict[str, Any] = {"required": True, "most": 500, "kind": Kind.SCALE}
        if question is not None:
            now = {name: getattr(question, name) for name in drafting.QUESTION_FIELDS}
            now["options"] = written(question)
        super().__init__(data, initial={**now, "revision": one.revision})

    @property
    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in drafting.QUESTION_FIELDS}


class PanelForm(Fresh):
    name = words("评议主体", most=60, hint="例如：人大代表和政协委员、企业、群众")
    opening = _radio("怎样参加", Opening.choices)
    size = whole("名单人数", required=False, least=1, most=drafting.LARGEST_PANEL, hint="凭邀请码参加的填")
    weight = forms.DecimalField(
        label="权重（%）", required=False, min_value=0, max_value=100, decimal_places=2, max_digits=5,
        help_text="不填就不合计；填就每个评议主体都填，合计100，开始评议以后不能改",
        error_messages={"invalid": "权重应是数字", "max_value": "权重不超过100", "min_value": "权重应大于0"},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, one: Questionnaire, panel: Panel | None = None) -> None:
        now: dict[str, Any] = {"opening": Opening.INVITED}
        if panel is not None:
            now = {name: getattr(panel, name) for name in drafting.PANEL_FIELDS}
        super().__init__(data, initial={**now, "revision": one.revision})

    @property
    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in drafting.PANEL_FIELDS}


class ReasonForm(Fresh):
    reason = paragraph("理由", rows=2)


class CloseForm(Fresh):
    reason = paragraph("提前结束的理由", required=False, rows=2, hint="截止日期以前结束的必填")


class CodesForm(Fresh):
    reason = paragraph("重发的理由", rows=2, hint="例如：通知书丢失。没有用过的旧码全部作废")


class ConcludeForm(Fresh):
    """A line for each body."""

    def __init__(self, data: Any = None, *, one: Questionnaire) -> None:
        super().__init__(data, initial={"revision": one.revision})
        for each in one.appraised.select_related("agency"):
            field = words(each.agency.name, most=200, hint="例如：良好。写进年度报告和公布的结果")
            field.initial = each.result
            self.fields[self._name(each.agency)] = field
        self._bodies = [each.agency for each in one.appraised.select_related("agency")]

    @staticmethod
    def _name(agency: Agency) -> str:
        return f"body-{agency.pk}"

    @property
    def results(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data[self._name(one)] for one in self._bodies}
