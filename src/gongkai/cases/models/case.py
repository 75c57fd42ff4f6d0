"""A request from its registration to its close, the papers in its file, and the events its dates follow from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases.models.applicants import Applicant
from gongkai.cases.states import UNFINISHED, State
from gongkai.cases.words import RESULT_ROWS, ApplicantClass, Channel, Form, Kind, PartyRole, Route
from gongkai.documents.models import StoredFile
from gongkai.fields import EncryptedTextField

if TYPE_CHECKING:
    from gongkai.cases.models.results import Decision

_UNFINISHED = Q(state__in=UNFINISHED)
_UNCLAIMED = _UNFINISHED & Q(handler=None)
_WAITING = _UNFINISHED & ~Q(waiting_for="")


class Case(models.Model):
    """One request.

    The events (``CaseEvent``) are the record; ``due_on``, ``provisional`` and ``waiting_for`` are what the clock
    made of them, written by ``cases.due.refresh`` after each, so that a list can sort by them. ``counted_row`` and
    ``counted_on`` are the row of table 3 and the day that decides its year (dated parameter), written once by the
    first decision and left alone when the case is answered anew (``results.count``).
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField("种类", max_length=20, choices=Kind.choices, default=Kind.DISCLOSURE)
    number = models.CharField("编号", max_length=60)
    state = models.CharField("状态", max_length=30, choices=State.choices)
    channel = models.CharField("收到方式", max_length=20, choices=Channel.choices)
    # Whoever asks; the column of table 3 is kept as it was when the request came in.
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="cases")
    applicant_class = models.CharField("申请人类型", max_length=20, choices=ApplicantClass.choices)

    arrived_on = models.DateField("来件日期")
    office_confirmed_on = models.DateField("本机关确认日期", null=True)
    applicant_confirmed_on = models.DateField("申请人确认日期", null=True)
    # Day 0 of the law (Art. 31); none while both sides have not confirmed.
    received_on = models.DateField("收到申请之日", null=True)

    description = models.TextField("所需政府信息的内容描述")
    # The whole text of the form, once it was split into several matters or others were merged into it.
    original_description = models.TextField("原申请内容", blank=True)
    document_number = models.CharField("文号", max_length=100, blank=True)
    form = models.CharField("获取信息的形式", max_length=20, choices=Form.choices, blank=True)
    route = models.CharField("获取信息的途径", max_length=20, choices=Route.choices, blank=True)
    # The applicant's own written consent to electronic service.
    electronic_service = models.BooleanField("同意电子送达", default=False)

    unit = models.ForeignKey(
        Agency, verbose_name="承办科室", on_delete=models.PROTECT, null=True, related_name="unit_cases"
    )
    handler = models.ForeignKey(
        Person, verbose_name="经办人", on_delete=models.PROTECT, null=True, related_name="cases"
    )

    due_on = models.DateField("答复期限", null=True)
    provisional = models.BooleanField(default=False)
    waiting_for = models.CharField(max_length=30, blank=True)
    # What the date was worked out with; a new holiday notice moves open cases only.
    calendar_version = models.CharField(max_length=64, blank=True)
    # The day the agency's clock stopped: posted, or signed for (国办公开办函〔2016〕235号).
    answered_on = models.DateField("答复日期", null=True)
    closed_on = models.DateField("办结日期", null=True)

    counted_row = models.CharField("表三行次", max_length=10, blank=True)
    counted_on = models.DateField("计入日期", null=True)
    # An import's opening: the case was pending when this installation began.
    imported = models.BooleanField(default=False)

    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="split_into")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    repeats = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="repeated_by")

    # 2 and more: answered anew after a review decision or judgment, with a clock of its own.
    round = models.PositiveSmallIntegerField(default=1)
    # Counts up with every step: who acts on an older page is told, nothing is overwritten.
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            # The working list reads fifty rows off one of these, however many are closed.
            models.Index(fields=["agency", "due_on", "id"], condition=_UNFINISHED, name="case_in_hand"),
            models.Index(fields=["agency", "due_on", "id"], condition=_UNCLAIMED, name="case_unclaimed"),
            models.Index(fields=["agency", "due_on", "id"], condition=_WAITING, name="case_waiting"),
            models.Index(fields=["unit", "due_on", "id"], condition=_UNFINISHED, name="case_of_unit"),
            models.Index(fields=["handler", "due_on", "id"], condition=_UNFINISHED, name="case_of_handler"),
            models.Index(fields=["agency", "state", "due_on", "id"], name="case_in_state"),
            models.Index(fields=["agency", "id"], name="case_newest"),
            models.Index(fields=["agency", "received_on", "applicant_class"], name="case_received"),
            # Table 3 is counted without looking at the rows themselves.
            models.Index(
                fields=[
                    "agency",
                    "counted_on",
                    "received_on",
                    "counted_row",
                    "applicant_class",
                    "kind",
                    "state",
                ],
                name="case_counted",
            ),
            models.Index(fields=["applicant", "received_on"], name="case_of_applicant"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="case_number_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_known_state"),
            models.CheckConstraint(
                condition=Q(applicant_class__in=ApplicantClass.values), name="case_known_applicant_class"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.UNCONFIRMED, State.MERGED, State.ANSWERED, State.CLOSED])
                | Q(received_on__isnull=False),
                name="case_in_hand_was_received",
            ),
            models.CheckConstraint(
                condition=Q(counted_row="", counted_on=None) | (~Q(counted_row="") & Q(counted_on__isnull=False)),
                name="case_counted_on_a_day",
            ),
            # A3 of the annual report rests on it: nothing is answered in a year before it came in.
            models.CheckConstraint(
                condition=Q(counted_on=None) | Q(received_on=None) | Q(counted_on__gte=F("received_on")),
                name="case_counted_after_receipt",
            ),
            models.CheckConstraint(
                condition=Q(counted_row="") | Q(counted_row__in=RESULT_ROWS), name="case_counted_in_a_row"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MERGED) | Q(merged_into__isnull=False), name="case_merged_into_another"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="case_not_merged_into_itself"),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | Q(closed_on__isnull=False), name="case_closed_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def key(self) -> str:
        return f"case:{self.pk}"

    def decision(self) -> Decision | None:
        """The answer of this round, drafted or decided; one question each time."""
        return self.decisions.filter(round=self.round).first()


class CaseParty(models.Model):
    """Joint applicants and agents; ``authority`` is the power of attorney in the file."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=PartyRole.choices)
    authority = models.ForeignKey("cases.CaseFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "applicant", "role"], name="party_once")]

    def __str__(self) -> str:
        return f"party {self.pk}"


class CaseFile(models.Model):
    """A paper in the file. ``evidence`` names what it proves (``statute.outcomes.Evidence.code``). What was added
    after the decision was made is marked, and stays out of the bundle for review and court (行诉法 35)."""

    class What(models.TextChoices):
        REQUEST = "request", "申请材料"
        IDENTITY = "identity", "身份证明"
        AUTHORITY = "authority", "授权委托书"
        SUPPLEMENT = "supplement", "补正材料"
        OPINION = "opinion", "意见"
        PROOF = "proof", "证明材料"
        APPROVAL = "approval", "纸质审批单"
        INFORMATION = "information", "拟提供的政府信息"
        OTHER = "other", "其他"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    # As it was called: often by the name of whoever asks.
    name = EncryptedTextField()
    what = models.CharField(max_length=20, choices=What.choices)
    evidence = models.CharField(max_length=40, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    after_decision = models.BooleanField(default=False)
    # Of a sheet made here from other records: SHA-256 of what it says, so that it is known when they changed.
    made_of = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"file {self.pk}"

    @property
    def key(self) -> str:
        return f"case-file:{self.pk}"


class CaseEvent(models.Model):
    """One line of the time line. A ``kind`` that is a ``statute.clock.EventKind`` moves the clock; others
    only tell (``assigned``). Never changed: a wrong one is struck out with a reason and entered anew."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    # ``Case.round`` when it happened: each answer's dates follow from the events of its own round.
    round = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=40)
    # The statutory day, not the day of typing.
    on = models.DateField()
    # Tells two consultations apart (``Event.id``).
    tag = models.CharField(max_length=40, blank=True)
    # For "extended": working days; for "delayed-to": see ``until``.
    days = models.PositiveSmallIntegerField(null=True)
    until = models.DateField(null=True)
    letter = models.ForeignKey("letters.Letter", on_delete=models.PROTECT, null=True, related_name="+")
    # Plain facts for the line (numbers, codes), never personal data.
    data: models.JSONField[Any, Any] = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    struck_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["case", "on"], name="event_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_at=None) | ~Q(struck_reason=""), name="event_struck_says_why"
            ),
            # What the law lets happen once: receipt, the notice of what is lacking (Art. 30), that of a fee.
            models.UniqueConstraint(
                fields=["case", "round", "kind"],
                condition=Q(kind__in=["received", "supplement-noticed", "fee-noticed"], struck_at=None),
                name="event_once_a_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
