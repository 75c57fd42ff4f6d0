"""Decisions, the parts withheld, the papers that leave and how they reached somebody."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases.models.case import Case
from gongkai.cases.words import ApplicantClass, Route
from gongkai.documents.models import StoredFile
from gongkai.fields import EncryptedTextField


class Decision(models.Model):
    """One answer, drafted, reviewed, approved. ``round`` counts the answers of a case: 2 is given anew after
    a review decision or judgment. ``values`` are the elements of the letter (``statute.letters``), as JSON."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    round = models.PositiveSmallIntegerField(default=1)
    reply = models.CharField("答复种类", max_length=40)
    row = models.CharField("表三行次", max_length=10)
    values = EncryptedTextField(default="{}")
    # The path through the questions: [[question, answer], …].
    path: models.JSONField[Any, Any] = models.JSONField(default=list)
    letter = models.ForeignKey("letters.Letter", on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    returned_comments = models.TextField("退回意见", blank=True)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    # The scan of an approval that was signed on paper, and who signed it.
    approval_scan = models.ForeignKey("cases.CaseFile", on_delete=models.PROTECT, null=True, related_name="+")
    approved_on_paper_by = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField("决定日期", null=True)
    # From here on the evidence is closed.
    frozen_at = models.DateTimeField(null=True)
    dispatched_on = models.DateField("发出日期", null=True)
    served_on = models.DateField("送达日期", null=True)

    class Meta:
        ordering = ["case", "round"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="decision_once_a_round"),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(frozen_at__isnull=False), name="decision_decided_is_frozen"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(drafted_by=None) | ~Q(approved_by=F("drafted_by")),
                name="decision_not_approved_by_its_drafter",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None)
                | Q(approved_by__isnull=False)
                | (Q(approval_scan__isnull=False) & ~Q(approved_on_paper_by=""))
                | Q(reply="withdrawn"),
                name="decision_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"

    @property
    def key(self) -> str:
        return f"decision:{self.pk}"


class Withheld(models.Model):
    """A part that is not given, why, and when it is looked at again (Arts 18, 37)."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="withheld")
    part = EncryptedTextField("不予公开的内容")
    ground = models.CharField("依据（答复种类）", max_length=40)
    reason = EncryptedTextField("理由")
    reassess_on = models.DateField("动态调整复核日期", null=True)
    reassessed_on = models.DateField(null=True)
    reassessment = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["reassessed_on", "reassess_on"], name="withheld_to_reassess")]

    def __str__(self) -> str:
        return f"withheld {self.pk}"

    @property
    def key(self) -> str:
        return f"withheld:{self.pk}"


class Service(models.Model):
    """One attempt to bring one letter to somebody. Posting or signature stops the agency's clock, the receiver's
    own receipt starts the remedies (国办公开办函〔2016〕235号). Private couriers are refused (邮政法 55)."""

    class Result(models.TextChoices):
        WAITING = "", "在途"
        SERVED = "served", "已送达"
        RETURNED = "returned", "退回"
        REFUSED = "refused", "拒收（留置）"
        UNKNOWN = "unknown", "去向不明"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="services")
    letter = models.ForeignKey("letters.Letter", on_delete=models.PROTECT, related_name="+")
    # Who receives it: "applicant", or the tag of a consultation.
    to = models.CharField(max_length=40)
    route = models.CharField(max_length=20, choices=Route.choices)
    # Who carries it: the postal enterprise, or whoever was asked to serve.
    carrier = models.CharField(max_length=60, blank=True)
    postal_number = models.CharField("邮件号", max_length=40, blank=True)
    dispatched_on = models.DateField("发出日期")
    # For electronic service (复议法 22(2)).
    review_link = models.URLField(blank=True)
    address = EncryptedTextField("送达地址", blank=True)
    dispatch_proof = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    result = models.CharField(max_length=20, choices=Result.choices, default="", blank=True)
    result_on = models.DateField("结果日期", null=True)
    signed_by = EncryptedTextField("签收人", blank=True)
    proof = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    # The paper that follows an electronic service which nobody opened: it changes neither date nor state.
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="") | Q(result_on__isnull=False), name="service_result_has_a_day"
            ),
            # Under way or there: it does not leave a second time; neither does the paper that follows.
            models.UniqueConstraint(
                fields=["letter"],
                condition=Q(result__in=["", "served", "refused"], follows=None),
                name="service_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["follows"],
                condition=Q(result__in=["", "served", "refused"]),
                name="service_followed_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(route=Route.POST) | ~Q(postal_number=""), name="service_by_post_has_its_number"
            ),
            models.CheckConstraint(
                condition=~Q(route=Route.ELECTRONIC) | ~Q(review_link=""),
                name="service_electronic_names_the_review",
            ),
        ]

    def __str__(self) -> str:
        return f"service {self.pk}"

    @property
    def key(self) -> str:
        return f"service:{self.pk}"


class OpeningBalance(models.Model):
    """What was carried over into ``year`` before this installation held the cases (row 4 of the year before)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="opening_balances")
    year = models.PositiveSmallIntegerField()
    applicant_class = models.CharField(max_length=20, choices=ApplicantClass.choices)
    number = models.PositiveIntegerField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["agency", "year", "applicant_class"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "applicant_class"], name="opening_balance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year} {self.applicant_class}"

    @property
    def key(self) -> str:
        return f"opening-balance:{self.agency_id}-{self.year}"


class QuarterLook(models.Model):
    """Somebody looked at the channels of a quarter on a day: nothing came (零申请确认), or so many."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="quarter_looks")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    channels: models.JSONField[Any, Any] = models.JSONField(default=list)
    looked_on = models.DateField("查看日期")
    received = models.PositiveIntegerField("收到件数")
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["agency", "year", "quarter", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quarter__gte=1) & Q(quarter__lte=4), name="quarter_of_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}Q{self.quarter}"

    @property
    def key(self) -> str:
        return f"quarter-look:{self.pk}"
