"""Why a government's report is not simply what its own records and the reports below it come to (A9)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports.models.versions import MAX_DIGITS, PLACES


class SumExplanation(models.Model):
    """A part of the difference in one cell, with its reason; never edited, withdrawn where it no longer holds.

    ``amount`` is what it adds to the sum of the reports below; JOINT takes off what several of them count of the
    same thing, so that the district's totals count it once.
    """

    class Kind(models.TextChoices):
        OWN = "own", "本级自办业务"
        JOINT = "joint", "联合制作或者办理，多个机关重复计算"
        REORGANISED = "reorganised", "机构合并、分立"
        WRONG = "wrong", "所属报告有误，已要求更正"
        OTHER = "other", "其他"

    district = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sum_explanations")
    year = models.PositiveSmallIntegerField("年度")
    cell = models.CharField(max_length=60)
    kind = models.CharField("原因", max_length=20, choices=Kind.choices)
    amount = models.DecimalField("数量", max_digits=MAX_DIGITS + PLACES, decimal_places=PLACES)
    reason = models.TextField("说明")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["cell", "pk"]
        indexes = [models.Index(fields=["district", "year"], name="sum_explanation_of_year")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="sum_explanation_says_why"),
            models.CheckConstraint(condition=~Q(amount=0), name="sum_explanation_is_something"),
            models.CheckConstraint(condition=~Q(kind="joint") | Q(amount__lt=0), name="sum_joint_takes_off"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("at")), name="sum_withdrawn_afterwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell} {self.kind}"

    @property
    def key(self) -> str:
        return f"sum-explanation:{self.pk}"
