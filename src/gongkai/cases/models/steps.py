"""What is done on the way to a decision: others asked, offices asked, searches, reviews, fees."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases.models.case import Case
from gongkai.fields import EncryptedTextField


class Consultation(models.Model):
    """Somebody outside is asked (Arts 32, 33(3), 34). The days are in the events with this ``tag``; ``extract`` is
    what they are shown: the necessary extract, never who asked."""

    class Whom(models.TextChoices):
        THIRD_PARTY = "third-party", "第三方"
        JOINT_MAKER = "joint-maker", "共同制作机关"
        AGENCY = "agency", "其他机关"

    class Opinion(models.TextChoices):
        WAITING = "", "尚未答复"
        AGREES = "agrees", "同意公开"
        PARTLY = "partly", "同意部分公开"
        REFUSES = "refuses", "不同意公开"
        SILENT = "silent", "逾期未答复"
        DEEMED = "deemed", "逾期未答复，视为同意公开"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consultations")
    tag = models.CharField(max_length=40)
    whom = models.CharField(max_length=20, choices=Whom.choices)
    party = EncryptedTextField("被征求意见方")
    party_contact = EncryptedTextField("联系方式", blank=True)
    extract = EncryptedTextField("征求意见的信息摘要")
    letter = models.ForeignKey("letters.Letter", on_delete=models.PROTECT, null=True, related_name="+")
    opinion = models.CharField(max_length=20, choices=Opinion.choices, default="", blank=True)
    opinion_reasons = EncryptedTextField("理由", blank=True)
    # Are the grounds of a refusal reasonable (Art. 32)? The agency's own finding.
    reasonable = models.BooleanField(null=True)
    finding = EncryptedTextField("对理由的认定", blank=True)
    # The public interest outweighs (Arts 15, 32): signed reasons, and a notice before anything is given.
    override_reasons = EncryptedTextField(blank=True)
    override_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    override_at = models.DateTimeField(null=True)
    # What will be given and why, told to the third party before it is (Art. 32).
    notice = models.ForeignKey("letters.Letter", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "tag"], name="consultation_tag_once")]

    def __str__(self) -> str:
        return f"consultation {self.pk}"

    @property
    def key(self) -> str:
        return f"consultation:{self.pk}"


class OfficeTask(models.Model):
    """An office of the agency is asked whether it has the information. It never pauses the clock."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    unit = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="office_tasks")
    question = models.TextField("协查内容")
    due_on = models.DateField("反馈期限")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    has_it = models.BooleanField("有此信息", null=True)
    answer = models.TextField("反馈", blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["unit", "answered_at", "due_on"], name="task_waiting")]

    def __str__(self) -> str:
        return f"task {self.pk}"

    @property
    def key(self) -> str:
        return f"office-task:{self.pk}"


class SearchRecord(models.Model):
    """Where and how was looked for the information; without one signed no letter says it does not exist
    (Art. 36(4); guiding case 101)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="searches")
    systems = models.TextField("检索的系统和载体")
    keywords = models.TextField("检索词")
    offices = models.TextField("询问的科室和人员", blank=True)
    searched_on = models.DateField("检索日期")
    result = models.TextField("检索结果")
    found = models.BooleanField("找到")
    searched_by = models.CharField("检索人", max_length=60)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"search {self.pk}"

    @property
    def key(self) -> str:
        return f"search:{self.pk}"


class ReviewRecord(models.Model):
    """Disclosure review or secrecy review of what is about to leave (Art. 17; 保密法实施条例 42), by somebody who
    did not draft it. ``decision`` is the draft that was reviewed, at that revision."""

    class What(models.TextChoices):
        DISCLOSURE = "disclosure", "公开审查"
        SECRECY = "secrecy", "保密审查"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reviews")
    decision = models.ForeignKey("cases.Decision", on_delete=models.CASCADE, related_name="reviews")
    decision_revision = models.PositiveIntegerField()
    what = models.CharField(max_length=20, choices=What.choices)
    passed = models.BooleanField()
    opinion = models.TextField("审查意见", blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(passed=True) | ~Q(opinion=""), name="review_refused_says_why"),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class Fee(models.Model):
    """One fee notice and its ledger (国办函〔2020〕109号). One method a case. Amounts in whole yuan."""

    class Method(models.TextChoices):
        BY_ITEM = "by_item", "按件计收"
        BY_VOLUME = "by_volume", "按量计收"
        # Paid before this installation began; the ledger gives the amount only.
        LEDGER = "ledger", "台账登记"

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="fee")
    method = models.CharField(max_length=20, choices=Method.choices)
    # By item: the how-manieth of the applicant's in the calendar month; by volume: pages.
    quantity = models.PositiveIntegerField()
    amount = models.PositiveIntegerField("应缴金额（元）")
    working: models.JSONField[Any, Any] = models.JSONField(default=list)
    letter = models.ForeignKey("letters.Letter", on_delete=models.PROTECT, null=True, related_name="+")
    noticed_on = models.DateField(null=True)
    notice_received_on = models.DateField(null=True)
    pay_by = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    paid_amount = models.PositiveIntegerField(default=0)
    receipt_number = models.CharField("财政票据号", max_length=60, blank=True)
    refunded_on = models.DateField(null=True)
    refunded_amount = models.PositiveIntegerField(default=0)
    refund_reason = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="fee_has_an_amount"),
            models.CheckConstraint(
                condition=Q(refunded_amount__lte=models.F("paid_amount")), name="fee_refund_within_paid"
            ),
        ]

    def __str__(self) -> str:
        return f"fee {self.pk}"

    @property
    def key(self) -> str:
        return f"fee:{self.pk}"
