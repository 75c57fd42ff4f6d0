"""复核 and 移送: items that are looked at again (Art. 18), and lists for archives and libraries (Art. 25)."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.documents import queries as documents
from gongkai.publication import handing_over, reassessing
from gongkai.publication.models import ListHandover, Reassessment
from gongkai.ui.downloads import xlsx_download
from gongkai.ui.pages import page_of

from .access import Asking, reading, there, working
from .case_fields import text, words
from .column_fields import choice
from .column_place import agency_of, frame, may, sheet
from .days import day_field
from .item_found import item_of

# What comes up is shown so long before.
AHEAD = timedelta(days=60)


_ARTICLE_25 = "行政机关应当及时向国家档案馆、公共图书馆提供主动公开的政府信息（《条例》第二十五条）。"


class ReassessForm(forms.Form):
    result = forms.ChoiceField(label="结论", widget=forms.RadioSelect, choices=Reassessment.Result.choices,
                               error_messages={"required": "请选择结论"})  # fmt: skip
    reason = text("理由", rows=3, hint="情况有没有变化，依据是什么")


class HandOverForm(forms.Form):
    kind = choice("移送对象", ListHandover.Kind.choices)
    receiver = words("接收单位", most=120, hint="全称；以前移送给它的不再列入")
    until_on = day_field("公开日期截至")


@reading
def item_reassessments(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "items.approve")
    every = reassessing.waiting(asking.person, on=asking.on, until=asking.on + AHEAD)
    found = [one for one in every if one.item.agency_id == pk]
    context = frame(asking, agency, "item_reassessments", page=page_of(request, found), days=AHEAD.days)
    return render(request, "desk/publication/reassessments.html", context)


@working
def item_reassess(request: HttpRequest, asking: Asking, pk: int, item: int) -> HttpResponse:
    agency, one = agency_of(asking, pk, "items.approve"), item_of(asking, item)
    form = ReassessForm(request.POST or None)

    def step() -> object:
        return reassessing.reassess(asking.person, one, **form.cleaned_data, at=asking.at)

    facts = {"信息": one.title, "公开属性": one.get_disclosure_class_display(), "依据": one.class_basis,
             "理由": one.class_reason}  # fmt: skip
    return sheet(
        request, asking, agency, "item_reassessments", form, step, heading="复核", button="登记复核",
        done="复核已登记。",
        words=("定期评估审查不予公开的信息，因情势变化可以公开的应当公开（《条例》第十八条）。",
               "可以公开的，另行起草并经过全部审核以后发布。"),
        facts={label: value for label, value in facts.items() if value},
        back=reverse("desk:item_reassessments", args=[pk]),
    )  # fmt: skip


@reading
def list_handovers(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk)
    found = handing_over.visible(asking.person, on=asking.on).filter(agency=agency)
    context = frame(asking, agency, "list_handovers", page=page_of(request, found),
                    may_hand=may(asking, "items.release", agency))  # fmt: skip
    return render(request, "desk/publication/handovers.html", context)


@working
def list_hand_over(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "items.release")
    form = HandOverForm(request.POST or None, initial={"until_on": asking.on})

    def step() -> object:
        return handing_over.hand_over(asking.person, agency, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, agency, "list_handovers", form, step, heading="移送清单",
                 button="生成并登记移送", done="移送清单已生成。", back=reverse("desk:list_handovers", args=[pk]),
                 words=(_ARTICLE_25,))  # fmt: skip


@reading
def list_handover_file(request: HttpRequest, asking: Asking, pk: int, handover: int) -> HttpResponse:
    agency_of(asking, pk)
    rows = handing_over.visible(asking.person, on=asking.on)
    one = there(lambda: rows.get(pk=handover, agency=pk))
    return xlsx_download(f"移送清单-{one.receiver}-{one.handed_on}", documents.content(one.file))
