"""The sheets of 设置."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.cases.models import AnsweringSettings
from gongkai.cases.words import BASIC_CHANNELS, ApplicantClass, Channel
from gongkai.statute.letters import LetterKind

from .case_fields import text, words
from .days import day_field

_PATTERN = "{year} 是年份，{n} 是序号；需要补零的写 {n:04d}。例如：示民公开〔{year}〕{n}号"


class AnsweringForm(forms.Form):
    court = words("有管辖权的人民法院", most=120, hint="全称；写入每份决定书的救济途径")
    review_body = words("行政复议机关", required=False, most=120, hint="不填就按机关的类型和隶属确定")
    special = forms.ChoiceField(label="复议管辖的特别情形", required=False,
                                choices=AnsweringSettings.Special.choices)  # fmt: skip
    review_link = words("网上申请行政复议的网址", required=False, most=200, hint="电子送达的决定书必须附上")
    how_to_pay = text("信息处理费缴纳方式", required=False, rows=2, hint="写入收费通知书")

    @staticmethod
    def of(found: AnsweringSettings) -> dict[str, str]:
        return {name: getattr(found, name) for name in AnsweringForm.base_fields}


_TO_OPEN = [(one.value, one.label) for one in Channel if one not in {*BASIC_CHANNELS, Channel.UNRECORDED}]


class OpenChannelForm(forms.Form):
    channel = forms.ChoiceField(label="渠道", widget=forms.RadioSelect,
                                choices=_TO_OPEN,
                                error_messages={"required": "请选择渠道"})  # fmt: skip
    address = words("邮箱、传真号码或者网址", hint="写入政府信息公开指南")
    from_on = day_field("启用日期")


class CloseChannelForm(forms.Form):
    last_day = day_field("最后一天")
    reason = text("停用的理由", rows=2, hint="停用后同时更新政府信息公开指南")


class SeriesForm(forms.Form):
    pattern = words("编号格式", most=40, hint=_PATTERN)
    next = forms.IntegerField(label="下一个号", min_value=1, max_value=9_999_999,
                              error_messages={"required": "请填写下一个号", "invalid": "下一个号应是整数",
                                              "min_value": "下一个号不小于1"})  # fmt: skip


class OpeningForm(forms.Form):
    """One number for each class of applicant."""

    year = forms.IntegerField(label="启用年度", min_value=2009, max_value=2100,
                              error_messages={"required": "请填写年度", "invalid": "年度应是四位数"})  # fmt: skip
    reason = text("更正的理由", required=False, rows=2, hint="第一次登记不用填")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in ApplicantClass.choices:
            self.fields[f"n-{code}"] = forms.IntegerField(
                label=f"{label}（件）", min_value=0, max_value=1_000_000, initial=0,
                error_messages={"required": f"{label}没有的填 0", "invalid": "件数应是整数"},
            )  # fmt: skip
        self.order_fields(["year", *(f"n-{code}" for code in ApplicantClass.values), "reason"])

    def numbers(self) -> dict[str, int]:
        return {code: self.cleaned_data[f"n-{code}"] for code in ApplicantClass.values}


class WordingForm(forms.Form):
    text = text("文字", rows=16, most=8000, hint="花括号里是由系统或者经办人填入的内容，不要改；一行一段")
    from_on = day_field("从哪天起用", hint="已经拟写和发出的文书不变")


class ReasonForm(forms.Form):
    title = words("名称", most=100, hint="选用时看到的名称")
    element = forms.ChoiceField(label="用于哪一项", error_messages={"required": "请选择用于哪一项"})
    text = text("理由", rows=6, most=8000)
    from_on = day_field("从哪天起用")

    def __init__(self, *args: Any, kind: LetterKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["element"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(e.code, e.label) for e in kind.written_by("clerk") if e.kind == "paragraph"]


class RetireForm(forms.Form):
    until_on = day_field("最后一天")
