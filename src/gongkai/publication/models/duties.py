"""The list of what a body must make public (主动公开目录), who answers for each column, and what was formed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency


class Column(models.Model):
    """One line of an agency's list: a column of 法定主动公开内容, with its basis, period and freshness.

    ``parent`` makes first and second level (一级事项, 二级事项); items stand in leaves.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="columns")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    title = models.CharField("事项", max_length=120)
    content = models.TextField("公开内容（要素）", blank=True)
    # ``statute.duties``: "20.1" …
    category = models.CharField("条例事项", max_length=10, blank=True)
    basis = models.TextField("公开依据", blank=True)
    # ``statute.duties``: which period holds ("ordinary", "licence", "penalty", "budget" …).
    period = models.CharField("公开时限", max_length=20, default="ordinary")
    # The words of the district's own table, where it said more than a period.
    period_words = models.CharField(max_length=200, blank=True)
    ways: models.JSONField[Any, Any] = models.JSONField("公开渠道和载体", default=list)
    audience = models.CharField("公开对象", max_length=100, blank=True)
    manner = models.CharField("公开方式", max_length=20, default="active")
    level = models.CharField("公开层级", max_length=20, blank=True)
    # ColumnType of 国办发〔2017〕47号: 概况信息, 工作动态, 政策文件 …
    column_type = models.CharField("栏目类别", max_length=30, blank=True)
    # Stale when nothing was published for so many days; None: never.
    fresh_days = models.PositiveIntegerField("更新周期（天）", null=True, blank=True)
    order = models.PositiveIntegerField("排序", default=0)
    # "statute", or what table it was imported from.
    origin = models.CharField(max_length=120, default="statute")
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期", null=True, blank=True)

    class Meta:
        ordering = ["agency", "order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="column_not_its_own_parent"),
            models.UniqueConstraint(
                fields=["agency", "parent", "title"], condition=Q(until_on=None), name="column_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        return f"column:{self.pk}"


class ColumnOwner(models.Model):
    """Who answers for a column, from a day on, and who stands in (栏目责任人)."""

    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="owners")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="columns")
    stand_in = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField("责任科室", max_length=120, blank=True)
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期", null=True)

    class Meta:
        ordering = ["column", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["column"], condition=Q(until_on=None), name="column_one_owner"),
        ]

    def __str__(self) -> str:
        return f"owner {self.pk}"


class Obligation(models.Model):
    """Something was formed, changed, decided or approved that must be made public by a day (Art. 26).

    ``item`` is what fulfils it; ``excused`` says in words why nothing is published.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="obligations")
    column = models.ForeignKey(Column, null=True, on_delete=models.PROTECT, related_name="obligations")
    title = models.CharField("内容", max_length=300)
    # The day from which the period runs.
    formed_on = models.DateField("形成日期")
    not_before = models.DateField("不得早于", null=True, blank=True)
    period = models.CharField(max_length=20)
    due_on = models.DateField("应公开日期")
    provisional = models.BooleanField(default=False)
    # The last working day not after it, for periods of calendar days (rule 34).
    target_on = models.DateField("建议公开日期", null=True)
    # What was published before changed, and is to be published anew (Art. 26).
    of_change = models.BooleanField("内容变更", default=False)
    item = models.ForeignKey("Item", null=True, on_delete=models.PROTECT, related_name="obligations")
    # The day the public saw it (of a withdrawal: saw it gone); late and too early are told by it.
    fulfilled_on = models.DateField("实际公开日期", null=True)
    excused = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["agency", "due_on"], condition=Q(closed_at=None), name="obligation_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(fulfilled_on__isnull=False) | ~Q(excused=""),
                name="obligation_closed_by_something",
            ),
        ]

    def __str__(self) -> str:
        return f"obligation {self.pk}"

    @property
    def key(self) -> str:
        return f"obligation:{self.pk}"


class NothingNew(models.Model):
    """A record that a column had nothing to publish between two days (本季度无新增信息)."""

    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="nothing_new")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.TextField("说明", blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["column", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["column", "from_on", "until_on"], name="nothing_new_once"),
            models.CheckConstraint(condition=Q(until_on__gte=models.F("from_on")), name="nothing_new_a_time"),
        ]

    def __str__(self) -> str:
        return f"nothing new {self.pk}"
