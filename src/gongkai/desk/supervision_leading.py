"""A complaint led on to reconsideration or court: the sheets of its steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from gongkai.publication import door_queries
from gongkai.review import queries as reviews
from gongkai.review.models import Proceeding
from gongkai.supervision import leading
from gongkai.supervision.models import Complaint, LedOn

from .access import Asking, posted, there, working
from .case_fields import text, words
from .days import day_field
from .supervision_place import sheet
from .supervision_shown import address_of, may_lead, title_of
from .supervision_works import PART, record_of

_SAID = ("投诉人认为合法权益受到侵犯的，可以依法申请行政复议或者提起行政诉讼（《条例》第五十一条）。"
         "投诉仍计一件，复议、诉讼在表四计一件。")  # fmt: skip


class NumberField(forms.CharField):
    """The number of a proceeding that this person may see; nothing for none."""

    asking: Asking

    def clean(self, value: Any) -> Proceeding | None:
        written = str(super().clean(value)).strip()
        if not written:
            return None
        rows = reviews.visible(self.asking.person, on=self.asking.on).filter(number=written)
        found = list(rows[:2])
        if len(found) != 1:
            raise forms.ValidationError("没有这个编号的复议、诉讼，请核对")
        return found[0]


def _number(asking: Asking, *, required: bool = False) -> NumberField:
    later = "" if required else "；还没有收到的留空，以后再关联"
    field = NumberField(label="复议、诉讼的编号", max_length=60, required=required,
                        help_text=f"在“复议诉讼”中登记的编号{later}",
                        error_messages={"required": "请填写复议、诉讼的编号"})  # fmt: skip
    field.asking = asking
    return field


class LeadForm(forms.Form):
    way = forms.ChoiceField(label="途径", choices=LedOn.Way.choices, widget=forms.RadioSelect,
                            error_messages={"required": "请选择途径"})  # fmt: skip
    told_on = day_field("告知日期", required=False, hint="没有告知、投诉人自行申请的留空")
    body = words("复议机关或者人民法院", required=False, most=120)

    def __init__(self, *args: Any, asking: Asking, of: leading.Brought, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proceeding"] = _number(asking)
        if isinstance(of, Complaint) and of.result == Complaint.Result.OPEN:
            self.fields["closes"] = forms.BooleanField(
                label="以此答复投诉人，办结这件投诉", required=False,
                help_text="还要核查的不选，核查以后用“更正”填写核查结果",
            )  # fmt: skip


class JoinForm(forms.Form):
    def __init__(self, *args: Any, asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proceeding"] = _number(asking, required=True)


class UndoForm(forms.Form):
    reason = text("取消的理由", rows=2, most=300, hint="例如：选错了投诉")


@working
def complaint_lead_on(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = record_of(asking, "complaint", pk, "supervision.record")
    assert isinstance(found, Complaint)
    return _lead_on(request, asking, found)


@working
def door_lead_on(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = there(lambda: door_queries.visible(asking.person, on=asking.on).get(pk=pk))
    if not may_lead(asking, found):
        raise Http404
    return _lead_on(request, asking, found)


def _lead_on(request: HttpRequest, asking: Asking, of: leading.Brought) -> HttpResponse:
    form = LeadForm(posted(request), asking=asking, of=of, initial={"told_on": asking.on})

    def step() -> object:
        return leading.lead_on(asking.person, of, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, PART, form, step,
                 heading="登记复议、诉讼的途径", button="登记", done="已登记。",
                 trail=title_of(of), words=(_SAID,), back=address_of(of))  # fmt: skip


@working
def led_on_do(request: HttpRequest, asking: Asking, pk: int, verb: str) -> HttpResponse:
    """关联 or 取消."""
    led = there(lambda: LedOn.objects.select_related("complaint__agency", "door__agency").get(pk=pk))
    of = leading.brought(led)
    if verb not in ("join", "undo") or not may_lead(asking, of):
        raise Http404
    form = JoinForm(posted(request), asking=asking) if verb == "join" else UndoForm(posted(request))
    heading = "关联复议、诉讼" if verb == "join" else "取消途径的登记"

    def step() -> object:
        given = form.cleaned_data
        if verb == "join":
            return leading.join(asking.person, led, given["proceeding"], at=asking.at)
        return leading.undo(asking.person, led, reason=given["reason"], at=asking.at)

    return sheet(request, asking, PART, form, step,
                 heading=heading, button="关联" if verb == "join" else "取消登记",
                 done="已关联。" if verb == "join" else "已取消。",
                 trail=title_of(of), back=address_of(of))  # fmt: skip
