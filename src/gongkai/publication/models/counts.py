"""What was decided and charged in a year, entered or imported, and what an agency set itself to publish."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency


class YearCount(models.Model):
    """All licences, penalties and coercive measures decided in a year, published or not, or the charges in
    ten-thousand yuan; by the system they come from, so that several add up. Never changed: a newer one takes its
    place, and the older stays with the day that happened."""

    class What(models.TextChoices):
        LICENCE = "licence", "行政许可"
        PENALTY = "penalty", "行政处罚"
        COERCION = "coercion", "行政强制"
        CHARGE = "charge", "行政事业性收费"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="year_counts")
    year = models.PositiveSmallIntegerField("年度")
    what = models.CharField("项目", max_length=20, choices=What.choices)
    # A whole number but for charges (万元).
    number = models.DecimalField("数量", max_digits=16, decimal_places=6)
    # The system or ledger it comes from; "" is the agency's own.
    source = models.CharField("来源", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    imported = models.BooleanField(default=False)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["agency", "-year", "what", "source", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "what", "source"], condition=Q(replaced_at=None), name="year_count_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=0), name="year_count_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.year}"

    @property
    def key(self) -> str:
        return f"year-count:{self.pk}"


class YearTarget(models.Model):
    """How many items an agency set itself to publish in a year (年度公开目标)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="year_targets")
    year = models.PositiveSmallIntegerField("年度")
    # ``statute.duties``; "" for all together.
    category = models.CharField("条例事项", max_length=10, blank=True)
    number = models.PositiveIntegerField("目标")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["agency", "-year", "category"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "category"], name="year_target_once"),
        ]

    def __str__(self) -> str:
        return f"target {self.year}"

    @property
    def key(self) -> str:
        return f"year-target:{self.pk}"
