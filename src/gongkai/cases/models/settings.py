"""What an agency says in every letter about where to turn."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.models import Agency


class AnsweringSettings(models.Model):
    """Of one agency: the court and the body of review that its letters name, where to file online, how to pay."""

    class Special(models.TextChoices):
        NONE = "", "一般情形"
        TOP = "top", "省级人民政府或者国务院部门"
        VERTICAL = "vertical", "海关、金融、外汇、税务、国家安全等垂直领导机关"
        JUSTICE = "justice", "司法行政部门"

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="answering")
    court = models.CharField("有管辖权的人民法院", max_length=120, blank=True)
    # "" is found in the tree of agencies by the kind of this one (复议法 24-28).
    review_body = models.CharField("行政复议机关", max_length=120, blank=True)
    special = models.CharField(
        "复议管辖的特别情形", max_length=20, choices=Special.choices, default="", blank=True
    )
    review_link = models.URLField("网上申请行政复议的网址", blank=True)
    how_to_pay = models.TextField("信息处理费缴纳方式", blank=True)

    class Meta:
        ordering = ["agency"]

    def __str__(self) -> str:
        return f"answering of {self.agency_id}"

    @property
    def key(self) -> str:
        return f"answering-settings:{self.agency_id}"
