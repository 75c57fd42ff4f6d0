"""An item as a page of Wagtail: the same fields, the same text, shown by a template that says the same."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        items = ItemPage.objects.live().order_by("-made_on", "-pk")
        context["newest"] = items[:10]
        context["count"] = items.count()
        context["agencies"] = ItemPage.objects.order_by().values_list("agency", flat=True).distinct()
        return context


class ListPage(Page):
    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        items = ItemPage.objects.live().order_by("-made_on", "-pk")
        context["page_of"] = Paginator(items, 50).get_page(request.GET.get("page"))
        return context


class ItemPage(Page):
    number = models.CharField(max_length=80)
    document_number = models.CharField(max_length=100, blank=True)
    agency = models.CharField(max_length=120)
    category = models.CharField(max_length=10, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    genre = models.CharField(max_length=20)
    validity = models.CharField(max_length=20, blank=True)
    made_on = models.DateField(db_index=True)
    body = RichTextField()

    def facts(self) -> list[tuple[str, object]]:
        return [
            ("索引号", self.number),
            ("主题分类", self.subject),
            ("发文机关", self.agency),
            ("成文日期", self.made_on),
            ("文号", self.document_number),
            ("发布时间", self.first_published_at),
            ("有效性", self.validity),
            ("条例事项", self.category),
            ("体裁", self.genre),
        ]
