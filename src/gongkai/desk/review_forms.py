"""The sheets of a reconsideration or lawsuit: what the copy says, and what each step needs to be told."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.publication.models import Item
from gongkai.review import deciding, due
from gongkai.review.models import Proceeding
from gongkai.review.readings import known
from gongkai.review.registering import Facts
from gongkai.review.states import State
from gongkai.review.words import About, Column, Kind, Laid, Level, Paper, Procedure

from .case_fields import paper, text, words
from .column_fields import choice
from .days import day_field
from .incoming_forms import PapersField
from .tried import TableForm

_SCAN = "扫描件或者电子件，加密保存，打开记入审计"


def radio(label: str, offered: Any, *, hint: str = "", required: bool = True) -> Any:
    """One of a few, all seen at once."""
    return forms.ChoiceField(label=label, choices=list(offered), widget=forms.RadioSelect, help_text=hint,
                             required=required, error_messages={"required": f"请选择{label}"})  # fmt: skip


class _BeforeField(forms.ModelChoiceField[Proceeding]):
    def label_from_instance(self, obj: Proceeding) -> str:
        return f"{obj.number}（{obj.received_on}收到{'，' + obj.body if obj.body else ''}）"


class FactsForm(forms.Form):
    """What the copy says."""

    kind = radio("类型", Kind.choices)
    received_on = day_field("收到副本的日期", hint="答复期限从这一天起算")
    accepted_on = day_field("受理（立案）日期", required=False, hint="通知书写明的填写，审理期限从这一天起算")
    about = choice("被诉行为", About.choices)
    body = words("复议机关或者人民法院", most=120, hint="全称")
    body_number = words("案号", required=False, most=100)
    procedure = radio(
        "行政复议审理程序", [("", "通知没有写明"), *Procedure.choices], required=False,
        hint="简易程序5个工作日内答复，普通程序10个工作日；没有写明的按普通程序计算。诉讼不填",
    )  # fmt: skip
    case_number = words("关联申请编号", required=False, most=60, hint="不针对某件申请的留空")
    item_number = words("关联信息的索引号", required=False, most=80, hint="针对主动公开的信息的填写")
    after_review = _BeforeField(
        Proceeding.objects.none(), label="此前的行政复议", required=False, empty_label="按申请编号查找",
        help_text="只用于复议后起诉",
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = self.fields["after_review"]
        assert isinstance(before, forms.ModelChoiceField)
        rows = Proceeding.objects.filter(agency__in=agencies, kind=Kind.RECONSIDERATION)
        before.queryset = rows.exclude(state=State.VOID)
        self._agencies = agencies

    def clean_item_number(self) -> Item | None:
        written = str(self.cleaned_data["item_number"]).strip()
        found = Item.objects.filter(number=written, agency__in=self._agencies).first() if written else None
        if written and found is None:
            raise forms.ValidationError("本机关没有这个索引号的信息，请核对")
        return found

    def facts(self) -> Facts:
        given = self.cleaned_data
        return Facts(
            kind=given["kind"], received_on=given["received_on"], accepted_on=given["accepted_on"],
            about=given["about"], body=given["body"],
            body_number=given["body_number"], case_number=given["case_number"], item=given["item_number"],
            procedure=given["procedure"] if given["kind"] == Kind.RECONSIDERATION else "",
            after_review=given["after_review"],
        )  # fmt: skip


class RegisterForm(FactsForm):
    agency = forms.ModelChoiceField(Agency.objects.none(), label="机关", empty_label="请选择",
                                    error_messages={"required": "请选择机关"})  # fmt: skip
    paper = paper("申请书（起诉状）副本", required=False, hint=_SCAN)
    field_order = ("agency", "kind", "received_on", "accepted_on", "about")

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, agencies=agencies, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = agencies
        only = agencies.first() if agencies.count() == 1 else None
        if only:
            agency.widget, self.initial["agency"] = forms.HiddenInput(), only.pk


class LedgerForm(TableForm):
    agency = forms.ModelChoiceField(Agency.objects.none(), label="机关", empty_label=None)
    field_order = ("agency", "file", "kept")

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = agencies
        agency.initial = agencies.first()


# --------------------------------------------------------------------------------------------- the single steps


class StepForm(forms.Form):
    """``of`` is the proceeding; ``revision`` what the person saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, of: Proceeding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of
        self.initial.setdefault("revision", of.revision)
        self.prepare()

    def prepare(self) -> None:
        """What depends on the proceeding."""

    def given(self) -> dict[str, Any]:
        """What was entered, as the action takes it."""
        return dict(self.cleaned_data)


class PlainForm(StepForm):
    """Nothing is to be entered."""


class ProcedureForm(StepForm):
    procedure = radio("审理程序", Procedure.choices)


class AnswerForm(StepForm):
    on = day_field("提交日期", hint="交到复议机关、法院或者交邮的日期")
    papers = PapersField(label="提交的答复书（答辩状）、证据和依据", required=False,
                     error_messages={"required": "请选择文件"}, help_text="可以一次选多个；加密保存")  # fmt: skip


class HearingForm(StepForm):
    on = day_field("听证（开庭）日期", hint="可以是以后的日期")
    place = words("地点", required=False, most=120)
    agents = words("委托代理人", required=False, hint="职务即可，例如：法规科科长、律师")
    authority = paper("授权委托书", required=False, hint=_SCAN)


class HeldForm(StepForm):
    head_appeared = forms.TypedChoiceField(
        label="行政机关负责人出庭", choices=[("yes", "出庭"), ("no", "没有出庭")], coerce=lambda v: v == "yes",
        empty_value=None, required=False, widget=forms.RadioSelect,
        help_text="行政诉讼必填（《行政诉讼法》第三条）",
    )  # fmt: skip
    absence = words("没有出庭的理由", required=False, hint="并说明委托了谁出庭")


class DecideForm(StepForm):
    outcome = choice("结果", (), hint="按计入表四的哪一栏分组")
    on = day_field("决定（裁判）日期", hint="以文书落款日期为准，决定计入哪一年")
    served_on = day_field("收到日期", required=False, hint="上诉期限从收到之日起算")
    document_number = words("文号", most=100)
    ruling = forms.BooleanField(label="这是裁定", required=False, help_text="不服裁定的上诉期限是10日，判决是15日")
    paper = paper("决定书（裁判文书）", required=False, hint=_SCAN)

    def prepare(self) -> None:
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        offered: list[Any] = [("", "请选择")]
        readings = known().of(self.of.agency)
        if due.current(self.of).level in (Level.SECOND, Level.RETRIAL):
            offered.append(("二审、再审", [("upholds", "维持原判（驳回上诉）"), ("remanded", "发回重审")]))
        for column in Column:
            counted = [one for one in deciding.possible(self.of) if readings[one.code][-1].column == column]
            offered += [(f"计入“{column.label}”", [(one.code, one.label) for one in counted])] * bool(counted)
        outcome.choices = offered
        if self.of.is_review:
            del self.fields["ruling"]

    def given(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        if found["outcome"] == "upholds":
            found |= {"outcome": "", "upholds": True}
        return found


class AppealForm(StepForm):
    by_agency = forms.TypedChoiceField(
        label="谁提出", choices=[("no", "对方"), ("yes", "本机关")], coerce=lambda v: v == "yes",
        widget=forms.RadioSelect, error_messages={"required": "请选择谁提出"},
    )  # fmt: skip
    retrial = forms.TypedChoiceField(
        label="进入", choices=[("no", "二审"), ("yes", "再审")], coerce=lambda v: v == "yes",
        widget=forms.RadioSelect, error_messages={"required": "请选择二审或者再审"},
    )  # fmt: skip
    on = day_field("日期", hint="对方提出的填收到副本的日期，本机关提出的填提交的日期")
    body = words("上一级人民法院", most=120, hint="全称")
    body_number = words("案号", required=False, most=100)


class LayForm(StepForm):
    kind = radio("内容", [one for one in Laid.choices if one[0] not in ("review_opinion", "judicial_advice")])
    received_on = day_field("收到日期")
    text = text("怎样履行", required=False, rows=2)
    document_number = words("文号", required=False, most=100, hint="不填就用上面结果的文号")
    amount = forms.DecimalField(label="诉讼费用（元）", required=False, min_value=0, max_digits=12,
                                decimal_places=2, error_messages={"invalid": "金额应是数字"})  # fmt: skip
    until = day_field("文书指定的期限", required=False, hint="没有指定的留空；重新答复、公开信息按20个工作日计算")


class SuggestForm(StepForm):
    kind = radio("种类", [one for one in Laid.choices if one[0] in ("review_opinion", "judicial_advice")])
    received_on = day_field("收到日期")
    document_number = words("文号", required=False, most=100)
    text = text("建议的内容", rows=3)
    until = day_field("回复期限", required=False, hint="文书写明的填写；行政复议意见书没有写明的按60日计算")
    paper = paper("文书", required=False, hint=_SCAN)


class PerformForm(StepForm):
    on = day_field("日期")
    note = text("怎样履行（回复）的", rows=3)
    paper = paper("证明材料", required=False, hint=_SCAN)


class FileForm(StepForm):
    what = choice("材料种类", Paper.choices)
    paper = paper("文件", hint=_SCAN)


class ReasonForm(StepForm):
    reason = text("理由", rows=2)


class CorrectForm(FactsForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = text("更正的理由", rows=2, hint="哪里不对，依据什么")

    def __init__(self, *args: Any, of: Proceeding, **kwargs: Any) -> None:
        super().__init__(*args, agencies=Agency.objects.filter(pk=of.agency_id), **kwargs)
        del self.fields["kind"]
        first = ("received_on", "about", "body", "body_number", "procedure", "case_number", "after_review")
        found = {name: getattr(of, name) for name in first}
        self.of = of
        found["accepted_on"] = of.instances.get(number=1).accepted_on
        self.initial = {**found, "revision": of.revision, "item_number": of.item.number if of.item else ""}
        if not of.is_review:
            del self.fields["procedure"]
        if of.kind != Kind.LAWSUIT_AFTER_REVIEW:
            del self.fields["after_review"]

    def given(self) -> dict[str, Any]:
        given = self.cleaned_data
        self.cleaned_data |= {"kind": self.of.kind, "procedure": given.get("procedure", ""),
                              "after_review": given.get("after_review")}  # fmt: skip
        return {"facts": self.facts(), "reason": given["reason"], "revision": given["revision"]}
