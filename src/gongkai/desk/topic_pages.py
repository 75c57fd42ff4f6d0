"""年度重点: the key topics of a year, kept by the district for all its bodies, and put on an item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed
from gongkai.publication import topics
from gongkai.publication.models import Item, Topic

from .access import Asking, accepted, posted, reading, working
from .item_found import item_of, may, version_of
from .report_forms import text


class TopicsForm(forms.Form):
    names = text("重点领域", "", required=False, rows=8, hint="一行一个，按显示的顺序")

    def lines(self) -> list[str]:
        return [one for line in self.cleaned_data["names"].splitlines() if (one := line.strip())]


class TopicField(forms.ModelMultipleChoiceField[Topic]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.year}年：{obj.name}"


class ItemTopicsForm(forms.Form):
    topics = TopicField(label="属于哪些重点领域", queryset=Topic.objects.none(), required=False,
                        widget=forms.CheckboxSelectMultiple)  # fmt: skip

    def __init__(self, *args: Any, item: Item, years: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topics"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        offered = [one.pk for year in years for one in topics.of(item.agency, year)]
        field.queryset = Topic.objects.filter(Q(pk__in=offered) | Q(items=item)).distinct()


@reading
def topic_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Of each year what the districts above one's agencies keep, with how much was published about it."""
    asking.ensure_somewhere("items.view")
    rows = _seen(asking).annotate(number=Count("items", distinct=True)).select_related("district")
    years = sorted({one.year for one in rows} | {asking.on.year}, reverse=True)
    districts = list(_keeps(asking))
    context = {
        "years": [(year, [one for one in rows if one.year == year]) for year in years],
        "keeps": [(one, year) for one in districts for year in (asking.on.year, asking.on.year + 1)],
        "several": len({one.district_id for one in rows}) > 1,
    }
    return render(request, "desk/items/topics.html", context)


@working
def topic_year(request: HttpRequest, asking: Asking, pk: int, year: int) -> HttpResponse:
    district = asking.agency("publication.settings", pk)
    here = Topic.objects.filter(district=district, year=year).order_by("order", "pk")
    form = TopicsForm(request.POST or None, initial={"names": "\n".join(one.name for one in here)})
    if form.is_valid() and accepted(
        form, lambda: topics.keep(asking.person, district, year=year, names=form.lines(), at=asking.at)
    ):
        messages.success(request, f"{year}年的重点领域已保存。")
        return redirect("desk:topics")
    context = {"form": form, "district": district, "year": year}
    return render(request, "desk/items/topic_year.html", context)


@working
def item_topics(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    item = item_of(asking, pk)
    if not may(asking, "items.draft", version_of(item)):
        raise NotAllowed("您不能改动这条信息的重点领域；需要时，请向本机关的系统管理员申请相应角色。")
    years = (asking.on.year, asking.on.year - 1)
    form = ItemTopicsForm(
        posted(request), item=item, years=years,
        initial={"topics": list(item.topics.all())},
    )  # fmt: skip
    if form.is_valid() and accepted(
        form, lambda: topics.put(asking.person, item, form.cleaned_data["topics"], at=asking.at)
    ):
        messages.success(request, "重点领域已保存。")
        return redirect("desk:item", pk=pk)
    context = {"item": item, "form": form, "heading": "重点领域", "button": "保存",
               "words": "一条信息可以属于几个重点领域；年度报告按它统计。"}  # fmt: skip
    return render(request, "desk/items/small.html", context)


def _seen(asking: Asking) -> QuerySet[Topic]:
    above = {int(key) for one in asking.within("items.view") for key in (one.path or "").split("/") if key}
    return Topic.objects.filter(district__in=above)


def _keeps(asking: Asking) -> QuerySet[Agency]:
    """The districts whose topics this person keeps: those that have somebody below them, or topics already."""
    rows = asking.within("publication.settings").on(asking.on)
    return rows.filter(Q(parent=None) | Q(topics__isnull=False)).distinct()
