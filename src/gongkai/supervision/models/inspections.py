"""The look over an agency's work each quarter: the sheet, what each point came to, and what is put right."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.supervision.inspection_states import Repair, Result, State


class ScoreSheet(models.Model):
    """A district's own sheet in the place of the product's; it holds for the bodies below from a day on.

    ``points`` are those of ``statute.inspection.Point``, as they were imported. One is never edited: a new one
    takes its place.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="score_sheets")
    title = models.CharField("名称", max_length=120)
    points: models.JSONField[Any, Any] = models.JSONField()
    from_on = models.DateField("起始日期")
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-from_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        return f"score-sheet:{self.pk}"


class Inspection(models.Model):
    """One agency in one quarter, by whoever supervises or by its own office (``own``) before that."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="inspections")
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度")
    own = models.BooleanField("自查", default=False)
    sheet = models.CharField("评分表", max_length=120)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    # The day it was closed, and what it came to then.
    on = models.DateField("检查日期", null=True)
    score = models.DecimalField("得分", max_digits=5, decimal_places=1, null=True)
    published_at = models.DateTimeField("通报时间", null=True)
    # Taken back from the public: when, and the reason that stands at its address from then on.
    taken_back_at = models.DateTimeField("撤回时间", null=True)
    taken_back_because = models.CharField("撤回的理由", max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-year", "-quarter", "agency__rank", "own"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "quarter", "own"], name="inspection_once_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__gte=1) & Q(quarter__lte=4), name="inspection_quarter"),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, on=None, score=None)
                | ~Q(state=State.OPEN) & Q(on__isnull=False, score__isnull=False),
                name="inspection_closed_has_a_score",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False, own=False),
                name="inspection_published_by_the_supervisor",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.TAKEN_BACK)
                | Q(taken_back_at__isnull=False, own=False) & ~Q(taken_back_because=""),
                name="inspection_taken_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.year}-{self.quarter}"

    @property
    def key(self) -> str:
        return f"inspection:{self.pk}"


class Verdict(models.Model):
    """What one point of the sheet came to. The point is written down as it stood when the inspection began."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="verdicts")
    order = models.PositiveSmallIntegerField()
    title = models.CharField("项目", max_length=120)
    counts = models.TextField("评分标准")
    deduction = models.DecimalField("每处扣分", max_digits=5, decimal_places=1)
    most = models.DecimalField("最多扣分", max_digits=5, decimal_places=1)
    evidence = models.CharField("所需证据", max_length=300, blank=True)
    rule = models.CharField(max_length=30, blank=True)
    veto = models.BooleanField("单项否决", default=False)
    reference = models.CharField("依据", max_length=120, blank=True)

    result = models.CharField("判定", max_length=10, choices=Result.choices, default=Result.WAITING)
    # From records; False once a person judged.
    automatic = models.BooleanField(default=False)
    number = models.PositiveIntegerField("处数", default=0)
    taken_off = models.DecimalField("扣分", max_digits=5, decimal_places=1, default=0)
    ground = models.TextField("证据", blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "order"], name="verdict_once_a_point"),
            # Nothing is taken off without evidence, nor more than the sheet says.
            models.CheckConstraint(
                condition=Q(taken_off=0) | Q(result=Result.FAILED) & ~Q(ground=""), name="verdict_off_by_evidence"
            ),
            models.CheckConstraint(
                condition=Q(taken_off__gte=0) & Q(taken_off__lte=F("most")), name="verdict_off_within_the_point"
            ),
            models.CheckConstraint(
                condition=~Q(result=Result.FAILED) | ~Q(ground=""), name="verdict_failed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Shortcoming(models.Model):
    """A point that failed, on its way to being put right: unit, day, proof, another look."""

    verdict = models.OneToOneField(Verdict, on_delete=models.PROTECT, related_name="shortcoming")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="shortcomings")
    state = models.CharField("状态", max_length=10, choices=Repair.choices, default=Repair.OPEN)
    due_on = models.DateField("整改期限")
    unit = models.CharField("责任科室", max_length=120, blank=True)
    proof = models.TextField("整改情况", blank=True)
    proved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    proved_at = models.DateTimeField(null=True)
    looked = models.TextField("复核意见", blank=True)
    looked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["agency", "due_on"], condition=~Q(state=Repair.SETTLED), name="shortcoming_open")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=Repair.OPEN) | ~Q(proof="") & Q(proved_at__isnull=False),
                name="shortcoming_proved_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(state=Repair.SETTLED) | Q(looked_at__isnull=False),
                name="shortcoming_looked_at",
            ),
        ]

    def __str__(self) -> str:
        return f"shortcoming {self.pk}"

    @property
    def key(self) -> str:
        return f"shortcoming:{self.pk}"
