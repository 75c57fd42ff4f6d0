"""What an applicant sends and receives by the portal once the request is there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.cases.models.applicants import Applicant
from gongkai.cases.models.case import Case
from gongkai.cases.models.incoming import Incoming
from gongkai.cases.models.results import Service
from gongkai.fields import EncryptedTextField


class OnlinePaper(models.Model):
    """What an applicant sent by the page of the request. It stands in the register like everything that comes in;
    a clerk still takes the step that it asks for."""

    class What(models.TextChoices):
        SUPPLEMENT = "supplement", "补正"
        REASONS = "reasons", "说明理由"
        PAYMENT = "payment", "缴费凭证"
        WITHDRAWAL = "withdrawal", "撤回申请"
        CONSENT = "consent", "同意电子送达"
        REVOCATION = "revocation", "撤回电子送达的同意"
        PROBLEM = "problem", "反映问题"

    incoming = models.OneToOneField(Incoming, on_delete=models.PROTECT, related_name="online_paper")
    # The request that it was sent about, there from the first minute; its case once it has one.
    about = models.ForeignKey(Incoming, on_delete=models.PROTECT, related_name="online_papers")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="online_papers")
    what = models.CharField(max_length=20, choices=What.choices)
    text = EncryptedTextField(blank=True)
    sent_at = models.DateTimeField()
    # A problem that was looked into, and what the applicant is told of it.
    answer = EncryptedTextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"online paper {self.pk}"

    @property
    def key(self) -> str:
        return f"online-paper:{self.pk}"


class ElectronicDelivery(models.Model):
    """A letter laid ready on the page of the request. The day of service is that on which it arrived there
    (``arrived_at``); that it was opened proves it further, and paper follows where nobody opens it."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="delivery")
    arrived_at = models.DateTimeField()
    # SHA-256 of the random part of the link; it ends.
    link_sha256 = models.CharField(max_length=64, unique=True)
    link_ends_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    # When paper has to follow if it is not opened, and when it did.
    paper_due_on = models.DateField(null=True)
    paper_service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["paper_due_on"], condition=Q(opened_at=None), name="delivery_unopened"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    @property
    def key(self) -> str:
        return f"delivery:{self.pk}"


class DataRequest(models.Model):
    """Somebody asks what an agency holds about them, or to have it put right (PIPL 44-50; a record that is
    government information goes the way of Art. 41). From the window or the portal, answered from one place."""

    class What(models.TextChoices):
        ACCESS = "access", "查阅、复制本人信息"
        CORRECTION = "correction", "更正、补充本人信息"
        DELETION = "deletion", "删除本人信息"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="data_requests")
    number = models.CharField("编号", max_length=60)
    what = models.CharField(max_length=20, choices=What.choices)
    incoming = models.OneToOneField(Incoming, on_delete=models.PROTECT, related_name="data_request")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="data_requests")
    # Whose it is, once that was proved.
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, null=True, related_name="data_requests")
    text = EncryptedTextField(blank=True)
    # How they proved who they are; nothing is shown before.
    identity_proof = EncryptedTextField(blank=True)
    received_on = models.DateField()
    answered_on = models.DateField(null=True)
    answer = EncryptedTextField(blank=True)
    granted = models.BooleanField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="data_request_number_once"),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(granted__isnull=False), name="data_request_answered_says_how"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def key(self) -> str:
        return f"data-request:{self.pk}"
