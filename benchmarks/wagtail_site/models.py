"""An item as a page of Wagtail: the same fields, the same text and what hangs on it, shown by a template that says
the same; beside it the agencies, and what a site says of itself in its footer."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page


class Agency(models.Model):
    name = models.CharField(max_length=120)
    rank = models.CharField(max_length=255, db_index=True)


class Topic(models.Model):
    name = models.CharField(max_length=60)


@register_setting
class Footer(BaseSiteSetting):
    host = models.CharField(max_length=120, default="临河区人民政府")
    code = models.CharField(max_length=20, default="3703000001")


class HomePage(Page):
    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        items = ItemPage.objects.live().order_by("-made_on", "-pk")
        context["newest"] = items.select_related("agency")[:10]
        context["count"] = items.count()
        context["this_year"] = items.filter(made_on__year=2026).count()
        context["agencies"] = Agency.objects.order_by("rank")
        context["topics"] = Topic.objects.all()
        return context


class ListPage(Page):
    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        items = ItemPage.objects.live().select_related("agency").order_by("-made_on", "-pk")
        context["page_of"] = Paginator(items, 50).get_page(request.GET.get("page"))
        context["agencies"] = Agency.objects.order_by("rank")
        context["years"] = range(2026, 2013, -1)
        context["genres"] = [
            "规章",
            "行政规范性文件",
            "通知",
            "公告、通告",
            "批复、复函",
            "政策解读",
            "工作动态",
            "其他",
        ]
        return context


class ItemPage(Page):
    number = models.CharField(max_length=80)
    document_number = models.CharField(max_length=100, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    category = models.CharField(max_length=10, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    genre = models.CharField(max_length=20)
    validity = models.CharField(max_length=20, blank=True)
    made_on = models.DateField(db_index=True)
    body = RichTextField()
    topics: models.ManyToManyField[Topic, Any] = models.ManyToManyField(Topic)

    def facts(self) -> list[tuple[str, object]]:
        return [
            ("索引号", self.number),
            ("主题分类", self.subject),
            ("发文机关", self.agency.name),
            ("成文日期", self.made_on),
            ("文号", self.document_number),
            ("发布时间", self.first_published_at),
            ("有效性", self.validity),
            ("公开属性", "主动公开"),
            ("条例事项", self.category),
            ("体裁", self.genre),
            ("来源", self.agency.name),
        ]


class File(models.Model):
    page = models.ForeignKey(ItemPage, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)


class Showing(models.Model):
    page = models.ForeignKey(ItemPage, on_delete=models.CASCADE, related_name="showings")
    way = models.CharField(max_length=20)
    from_on = models.DateField()


class Relation(models.Model):
    source = models.ForeignKey(ItemPage, on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(ItemPage, on_delete=models.CASCADE, related_name="related_from")
    kind = models.CharField(max_length=20)
