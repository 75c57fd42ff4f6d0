"""The day on which a year's records are locked, and what was changed in them afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency


class LockDay(models.Model):
    """The last day on which a district's records of a year are entered freely. Never edited: another day is a new
    row with its reason, and the newest one holds; ``lock_on`` None takes the lock away."""

    district = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="lock_days")
    year = models.PositiveSmallIntegerField("年度")
    lock_on = models.DateField("锁定日", null=True)
    # The paper it rests on, or why it was moved.
    reason = models.TextField("依据或者理由")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-pk"]
        indexes = [models.Index(fields=["district", "year"], name="lock_day_by_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(lock_on=None) | Q(lock_on__year__gt=F("year")), name="lock_day_after_the_year"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="lock_day_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.year}: {self.lock_on}"

    @property
    def key(self) -> str:
        return f"lock-day:{self.pk}"


class LateChange(models.Model):
    """A step that changed a year's figures after its lock day: what, by whom, when and why. One row a year."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="late_changes")
    year = models.PositiveSmallIntegerField("年度")
    # The key of what was changed and the verb of the step, as they stand in the audit chain.
    about = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    lock_on = models.DateField("锁定日")
    reason = models.TextField("理由")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["agency", "year"], name="late_change_by_year")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="late_change_says_why")]

    def __str__(self) -> str:
        return f"{self.about} {self.year}"

    @property
    def key(self) -> str:
        return f"late-change:{self.pk}"
