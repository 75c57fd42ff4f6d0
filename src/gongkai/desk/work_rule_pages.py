"""制度: the rules of the disclosure work, made, revised, repealed and looked at each year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.publication import work_rules
from gongkai.publication.models import Item, WorkRule
from gongkai.publication.states import ItemState

from .access import Asking, reading, there, working
from .case_fields import text, words
from .column_fields import of
from .column_place import agency_of, frame, may, sheet
from .days import day_field

PART = "work_rules"


class RuleForm(forms.Form):
    title = words("制度名称")
    document_number = words("文号", required=False, most=100)
    made_on = day_field("制定日期")
    note = text("说明", required=False, rows=2)


class StepForm(forms.Form):
    on = day_field("日期")
    note = text("说明", rows=3, required=False)


class ReviseForm(StepForm):
    document_number = words("新文号", required=False, most=100)
    note = text("修订了什么", rows=3)


class RepealForm(StepForm):
    note = text("废止的依据", rows=2)


class TextForm(forms.Form):
    item = of("公开制度文本的信息", Item.objects.none(), required=False, none="没有公开")

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Item.objects.filter(agency=agency, state=ItemState.PUBLIC).order_by("-pk")


@reading
def work_rule_list(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk)
    found = work_rules.visible(asking.person, on=asking.on).filter(agency=agency)
    rows = sorted(
        (_row(one, asking.on) for one in found), key=lambda row: (row[0].repealed_on is not None, row[1])
    )
    may_set = may(asking, "publication.settings", agency)
    context = frame(asking, agency, PART, rows=rows, may_set=may_set)
    return render(request, "desk/publication/work_rules.html", context)


def _row(one: WorkRule, on: date) -> tuple[WorkRule, date, bool]:
    due_on = work_rules.due_on(one)
    return one, due_on, one.repealed_on is None and due_on <= on


@working
def work_rule_new(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "publication.settings")
    form = RuleForm(request.POST or None)

    def step() -> object:
        return work_rules.make(asking.person, agency, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, agency, PART, form, step, heading="登记制度", button="登记", done="制度已登记。",
                 back=reverse("desk:work_rules", args=[pk]),
                 goes_to=lambda made: reverse("desk:work_rule", args=[pk, made.pk]))  # fmt: skip


def rule_of(asking: Asking, pk: int, rule: int) -> WorkRule:
    return there(lambda: work_rules.visible(asking.person, on=asking.on).get(pk=rule, agency=pk))


@reading
def work_rule_page(request: HttpRequest, asking: Asking, pk: int, rule: int) -> HttpResponse:
    agency, one = agency_of(asking, pk), rule_of(asking, pk, rule)
    due_on = work_rules.due_on(one)
    context = frame(
        asking, agency, PART, one=one, due_on=due_on, late=one.repealed_on is None and due_on <= asking.on,
        steps=one.steps.select_related("by"), may_set=may(asking, "publication.settings", agency),
    )  # fmt: skip
    return render(request, "desk/publication/work_rule.html", context)


_STEPS: dict[str, tuple[str, str, str, Any, Any]] = {
    "look": ("检视", "检视后继续有效", "已登记检视。", StepForm, work_rules.look),
    "revise": ("修订", "登记修订", "已登记修订。", ReviseForm, work_rules.revise),
    "repeal": ("废止", "登记废止", "已登记废止。", RepealForm, work_rules.repeal),
    "text": ("公开的文本", "保存", "已保存。", TextForm, work_rules.publish_as),
}
_SAYS = {
    "look": "每年看一次：是否仍符合现行法律法规和本机关的做法。",
    "revise": "公开的文本另行更新：在对应的信息里发布新的一版。",
    "repeal": "废止以后不再在制度栏目显示。",
    "text": "制度文本先作为一条信息公开，再在这里对应；对应以后在门户的“政府信息公开制度”里显示。",
}


@working
def work_rule_do(request: HttpRequest, asking: Asking, pk: int, rule: int, verb: str) -> HttpResponse:
    agency, one = agency_of(asking, pk, "publication.settings"), rule_of(asking, pk, rule)
    if verb not in _STEPS:
        raise Http404
    heading, button, done, kind, action = _STEPS[verb]
    sent = request.POST or None
    form = (
        TextForm(sent, agency=agency, initial={"item": one.item_id})
        if kind is TextForm
        else kind(sent, initial={"on": asking.on})
    )

    def step() -> object:
        return action(asking.person, one, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, agency, PART, form, step, heading=f"{heading}：{one}", button=button, done=done,
                 words=(_SAYS[verb],), back=reverse("desk:work_rule", args=[pk, one.pk]))  # fmt: skip
