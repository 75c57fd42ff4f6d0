"""What belongs to the work itself: its rules (政府信息公开制度), what is looked at again (Art. 18), what is asked
for so often that it should be published (Art. 44), the lists that go to archives and libraries (Art. 25).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.documents.models import StoredFile


class WorkRule(models.Model):
    """One rule of an agency for its disclosure work. ``item`` is where its text is published, once it is."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="work_rules")
    title = models.CharField("名称", max_length=200)
    document_number = models.CharField("文号", max_length=100, blank=True)
    made_on = models.DateField("制定日期")
    revised_on = models.DateField("修订日期", null=True)
    repealed_on = models.DateField("废止日期", null=True)
    # Made, revised or looked at, whichever was last.
    looked_on = models.DateField("最近检视日期")
    item = models.ForeignKey("Item", null=True, on_delete=models.PROTECT, related_name="work_rules")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["agency", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "title"], condition=Q(repealed_on=None), name="work_rule_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        return f"work-rule:{self.pk}"


class WorkRuleStep(models.Model):
    """It was made, revised, repealed, or looked at and found to hold."""

    class Kind(models.TextChoices):
        MADE = "made", "制定"
        REVISED = "revised", "修订"
        REPEALED = "repealed", "废止"
        LOOKED = "looked", "检视，继续有效"

    rule = models.ForeignKey(WorkRule, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField("日期")
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Reassessment(models.Model):
    """An item that is not published proactively was looked at again: may it be now (Art. 18)?"""

    class Result(models.TextChoices):
        KEEP = "keep", "仍不主动公开"
        PUBLISH = "publish", "已可主动公开"

    item = models.ForeignKey("Item", on_delete=models.PROTECT, related_name="reassessments")
    looked_on = models.DateField("复核日期")
    result = models.CharField("结论", max_length=20, choices=Result.choices)
    reason = models.TextField("理由")
    # When it is looked at again; None once it may be published.
    next_on = models.DateField("下次复核日期", null=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["item", "looked_on", "pk"]

    def __str__(self) -> str:
        return f"reassessment {self.pk}"


class Conversion(models.Model):
    """A suggestion to publish what several asked for. ``cases``: their numbers as plain text; who they are stays
    with the requests."""

    class State(models.TextChoices):
        OPEN = "open", "待决定"
        AGREED = "agreed", "同意主动公开"
        DECLINED = "declined", "不转为主动公开"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="conversions")
    title = models.CharField("内容", max_length=300)
    cases: models.JSONField[Any, Any] = models.JSONField("申请编号", default=list)
    applicants = models.PositiveIntegerField("申请人数")
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    reason = models.TextField("理由", blank=True)
    # Agreed: what must be made public in time.
    obligation = models.ForeignKey("Obligation", null=True, on_delete=models.PROTECT, related_name="conversions")
    suggested_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["agency", "state"], name="conversion_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_at__isnull=False), name="conversion_decided_at"
            ),
        ]

    def __str__(self) -> str:
        return f"conversion {self.pk}"

    @property
    def key(self) -> str:
        return f"conversion:{self.pk}"


class ListHandover(models.Model):
    """What was published was handed over to a place where it is read (Art. 25), with the list as it was."""

    class Kind(models.TextChoices):
        ARCHIVE = "archive", "国家档案馆"
        LIBRARY = "library", "公共图书馆"
        HALL = "hall", "政务服务场所"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="list_handovers")
    kind = models.CharField("移送对象", max_length=20, choices=Kind.choices)
    receiver = models.CharField("接收单位", max_length=120)
    # Everything that was first public by then and had not gone to this receiver before.
    until_on = models.DateField("公开至")
    handed_on = models.DateField("移送日期")
    listed: models.ManyToManyField[Any, Any] = models.ManyToManyField("Item", related_name="list_handovers")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"list handover {self.pk}"

    @property
    def key(self) -> str:
        return f"list-handover:{self.pk}"
