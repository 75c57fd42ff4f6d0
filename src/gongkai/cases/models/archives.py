"""Papers that are handed to an archive, held for a remedy, or destroyed when their time is over."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases.models.case import Case
from gongkai.cases.models.incoming import Incoming
from gongkai.documents.models import StoredFile


class Hold(models.Model):
    """A case whose papers must stay, whatever their time: under reconsideration, in court, under inquiry."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=200)
    # Whoever called it ("review:7"), so that the same one can lift it.
    source = models.CharField(max_length=60)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "source"], condition=Q(until_on=None), name="hold_once_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"

    @property
    def key(self) -> str:
        return f"hold:{self.pk}"


class Handover(models.Model):
    """The closed cases of a year handed to an archive (档案法 13-15, 37), with the list of them."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="handovers")
    year = models.PositiveSmallIntegerField("办结年度")
    archive = models.CharField("接收单位", max_length=120)
    handed_on = models.DateField("移交日期")
    cases = models.PositiveIntegerField("件数")
    listed: models.ManyToManyField[Case, Any] = models.ManyToManyField(Case, related_name="handovers")
    manifest = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    receipt = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    # Opinion on opening, state of disclosure, changes of classification (档案法实施条例).
    opinion = models.TextField("开放意见、公开状态和密级变更情况")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-pk"]

    def __str__(self) -> str:
        return f"handover {self.pk}"

    @property
    def key(self) -> str:
        return f"handover:{self.pk}"


class RetentionPeriod(models.Model):
    """An agency's own period for one kind of paper, longer or shorter than what is shipped within what the law
    leaves open, from a day on."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="retention_periods")
    kind = models.CharField(max_length=40)
    # None: for good.
    months = models.PositiveSmallIntegerField(null=True)
    from_on = models.DateField()
    reference = models.CharField("依据", max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["agency", "kind", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "from_on"], name="retention_once_from_a_day"),
        ]

    def __str__(self) -> str:
        return f"retention {self.pk}"

    @property
    def key(self) -> str:
        return f"retention:{self.pk}"


class Destruction(models.Model):
    """A list of papers whose time is over (销毁清册): proposed by itself, appraised by one person, approved by
    another, carried out, and kept for good."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待鉴定"
        APPRAISED = "appraised", "待批准"
        APPROVED = "approved", "待销毁"
        DONE = "done", "已销毁"
        REFUSED = "refused", "不予销毁"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="destructions")
    number = models.CharField("编号", max_length=60)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    appraised_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    appraised_at = models.DateTimeField(null=True)
    appraisal = models.TextField("鉴定意见", blank=True)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="destruction_number_once"),
            models.CheckConstraint(condition=Q(state__in=["proposed", "appraised", "approved", "done", "refused"]),
                                   name="destruction_known_state"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("appraised_by")),
                name="destruction_approved_by_another",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def key(self) -> str:
        return f"destruction:{self.pk}"


class DestructionLine(models.Model):
    """One line of the list: which papers of which case (or of which thing that came in and was no request), since
    when they were due, how many and what hash each had. No name and no content: it stays when they are gone.
    ``kept_reason``: taken off the list at appraisal."""

    destruction = models.ForeignKey(Destruction, on_delete=models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="destruction_lines")
    incoming = models.ForeignKey(Incoming, on_delete=models.PROTECT, null=True, related_name="destruction_lines")
    kind = models.CharField(max_length=40)
    due_on = models.DateField()
    files = models.PositiveIntegerField(default=0)
    # SHA-256 of the files.
    hashes: models.JSONField[Any, Any] = models.JSONField(default=list)
    kept_reason = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["destruction", "case", "kind"], name="destruction_line_once"),
            models.UniqueConstraint(fields=["destruction", "incoming", "kind"], name="destruction_incoming_once"),
            models.CheckConstraint(
                condition=Q(case=None, incoming__isnull=False) | Q(case__isnull=False, incoming=None),
                name="destruction_line_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"destruction line {self.pk}"
