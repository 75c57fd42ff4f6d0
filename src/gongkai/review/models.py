"""Reconsiderations and lawsuits against an agency's disclosure work, from the copy received to the result.

A proceeding is one row of the ledger and one figure of table 4. What was decided where stands in its instances:
their days say whether it was pending at the end of a year, whatever it is today.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case
from gongkai.documents.models import StoredFile
from gongkai.fields import EncryptedTextField
from gongkai.publication.models import Item
from gongkai.review.states import OPEN, State
from gongkai.review.words import COUNTED, LABELS, OUTCOMES, About, Kind, Laid, Level, Paper, Procedure


class Proceeding(models.Model):
    """One reconsideration, or one lawsuit through all its instances. Who brought it is not kept here: the copy is
    in the file, and the case has its applicant. ``case_number`` is what the ledger or the copy says, also where no
    such case is here."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="proceedings")
    number = models.CharField("编号", max_length=60)
    kind = models.CharField("类型", max_length=40, choices=Kind.choices)
    state = models.CharField("状态", max_length=20, choices=State.choices)
    about = models.CharField("被诉行为", max_length=20, choices=About.choices, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="proceedings")
    case_number = models.CharField("关联申请编号", max_length=60, blank=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="proceedings")
    # The reconsideration that came before a lawsuit.
    after_review = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="lawsuits")
    body = models.CharField("复议机关或者人民法院", max_length=120, blank=True)
    body_number = models.CharField("案号", max_length=100, blank=True)
    procedure = models.CharField("程序", max_length=20, choices=Procedure.choices, blank=True)
    # The day the copy of the application or complaint came.
    received_on = models.DateField("收到日期")
    # The nearest day that something must be done by, written by ``review.due`` so that a list can sort by it.
    due_on = models.DateField("期限", null=True)
    provisional = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("登记时间")

    # How it counted when a step took hold of it (``locked.standing``); not a column.
    stood: Any = None

    class Meta:
        ordering = ["-received_on", "-pk"]
        indexes = [
            models.Index(fields=["agency", "-received_on", "-id"], name="proceeding_newest"),
            models.Index(fields=["agency", "due_on"], condition=Q(state__in=OPEN), name="proceeding_in_hand"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="proceeding_number_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="proceeding_known_kind"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="proceeding_known_state"),
            models.CheckConstraint(
                condition=Q(after_review=None) | Q(kind=Kind.LAWSUIT_AFTER_REVIEW),
                name="proceeding_after_review_is_one",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def key(self) -> str:
        return f"proceeding:{self.pk}"

    @property
    def is_review(self) -> bool:
        return self.kind == Kind.RECONSIDERATION


class Instance(models.Model):
    """One round before a review body or a court: a lawsuit gets another by an appeal, a retrial or when it is sent
    back. ``upholds``: this court left the judgment before it as it was, whose ``outcome`` is repeated here.
    ``ruling`` has the shorter period of appeal. ``ended_on`` is the day of the decision, ``served_on`` that on
    which it reached the agency."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="instances")
    number = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=20, choices=Level.choices)
    body = models.CharField(max_length=120, blank=True)
    body_number = models.CharField(max_length=100, blank=True)
    # By whom an appeal was lodged; "" in the first.
    by_agency = models.BooleanField(null=True)
    # The day the copy came: the answer's period runs from it.
    began_on = models.DateField()
    # The day the body took it up (受理, 立案): its own period runs from it.
    accepted_on = models.DateField("受理（立案）日期", null=True)
    answer_due_on = models.DateField("答复期限", null=True)
    answered_on = models.DateField("提交答复和证据日期", null=True)
    ended_on = models.DateField(null=True)
    outcome = models.CharField("结果", max_length=30, choices=OUTCOMES, blank=True)
    upholds = models.BooleanField(default=False)
    remanded = models.BooleanField(default=False)
    ruling = models.BooleanField(default=False)
    served_on = models.DateField(null=True)
    document_number = models.CharField("决定书（裁判文书）文号", max_length=100, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["proceeding", "began_on", "ended_on"], name="instance_days")]
        constraints = [
            models.UniqueConstraint(fields=["proceeding", "number"], name="instance_once"),
            models.UniqueConstraint(
                fields=["proceeding"], condition=Q(ended_on=None), name="instance_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, outcome="", remanded=False)
                | (Q(ended_on__isnull=False) & (Q(outcome__in=list(LABELS)) | Q(outcome="", remanded=True))),
                name="instance_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("began_on")),
                name="instance_answered_after_receipt",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")), name="instance_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.number}"


class Hearing(models.Model):
    """A hearing of the review body or the court. ``held`` is None while it lies ahead; in court the head of the
    agency appears, or says why not (《行政诉讼法》 Art. 3)."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="hearings")
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=120, blank=True)
    # Who went for the agency: posts and offices, as the power of attorney names them.
    agents = models.CharField("委托代理人", max_length=200, blank=True)
    held = models.BooleanField(null=True)
    head_appeared = models.BooleanField(null=True)
    absence = models.CharField("负责人未出庭的理由", max_length=200, blank=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"hearing {self.on}"


class Duty(models.Model):
    """What the agency must do because of it: perform, bear costs, answer anew, or reply to a suggestion. ``round``
    is that of the case which was opened again for it."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="duties")
    kind = models.CharField(max_length=20, choices=Laid.choices)
    text = models.TextField("内容", blank=True)
    document_number = models.CharField("文号", max_length=100, blank=True)
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2, null=True)
    received_on = models.DateField("收到日期")
    due_on = models.DateField("期限", null=True)
    # The day is the document's own, not worked out here.
    named = models.BooleanField(default=False)
    done_on = models.DateField("履行（回复）日期", null=True)
    note = models.TextField("履行（回复）情况", blank=True)
    round = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Laid.values), name="duty_known_kind"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(kind=Laid.COSTS, amount__gte=0), name="duty_amount_is_of_costs"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(done_on__gte=F("received_on")), name="duty_done_after_it_came"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_on}"


class Reading(models.Model):
    """In which column of table 4 a result is counted from a day on, as the competent department says for an agency
    and all below it. Never changed: a later one takes its place."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="review_readings")
    outcome = models.CharField("结果", max_length=30, choices=OUTCOMES)
    column = models.CharField("计入", max_length=20, choices=COUNTED)
    since = models.DateField("自哪天起")
    reference = models.CharField("依据", max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["since", "pk"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.since}"

    @property
    def key(self) -> str:
        return f"review-reading:{self.pk}"


class ProceedingFile(models.Model):
    """A paper in its file, encrypted: it names who brought the proceeding."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    what = models.CharField(max_length=20, choices=Paper.choices)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"file {self.pk}"

    @property
    def key(self) -> str:
        return f"proceeding-file:{self.pk}"


class Event(models.Model):
    """One line of its story: the statutory day ``on``, plain facts, never personal data."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=30)
    on = models.DateField()
    data: models.JSONField[Any, Any] = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["proceeding", "on"], name="proceeding_event")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
