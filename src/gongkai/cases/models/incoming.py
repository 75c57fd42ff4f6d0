"""Everything that arrives, accepted or not, and the ways it may arrive."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases.words import Channel
from gongkai.documents.models import StoredFile
from gongkai.fields import EncryptedTextField


class OpenChannel(models.Model):
    """A channel that an agency has opened, from a day on. Basic ones need no row (国办公开办函〔2017〕19号).

    ``address`` is the mailbox, fax number or page; ``last_tested_at`` and ``test_error`` are the daily self-test.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="channels")
    channel = models.CharField("渠道", max_length=20, choices=Channel.choices)
    address = models.CharField("地址或号码", max_length=200, blank=True)
    from_on = models.DateField("启用日期")
    until_on = models.DateField("停用日期", null=True, blank=True)
    last_tested_at = models.DateTimeField(null=True)
    last_passed_at = models.DateTimeField(null=True)
    test_error = models.TextField(blank=True)
    # When the message we send to the mailbox every day was last found in it.
    probe_found_at = models.DateTimeField(null=True)
    # How far the mailbox was read: IMAP numbers, valid under that validity only.
    uid_validity = models.PositiveBigIntegerField(null=True)
    last_uid = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["agency", "channel", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "channel"], condition=Q(until_on=None), name="channel_open_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="channel_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.agency_id}"

    @property
    def key(self) -> str:
        return f"channel:{self.pk}"


class Incoming(models.Model):
    """One thing that came in. ``arrived_on`` is the day it reached the agency (signed post: the day the agency
    signed for it), ``entered_at`` when it was typed; what nobody has opened (``opened_at``) raises an alarm.
    ``settled_as`` says what became of it."""

    class SettledAs(models.TextChoices):
        WAITING = "", "待处理"
        CASE = "case", "已登记为申请"
        PAPER = "paper", "已归入办理中的申请"
        NOT_A_REQUEST = "not_a_request", "不是政府信息公开申请"
        DUPLICATE = "duplicate", "重复来件"
        DATA = "data", "查阅、更正本人信息"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="incoming")
    number = models.CharField("来件编号", max_length=60)
    channel = models.CharField("收到方式", max_length=20, choices=Channel.choices)
    arrived_on = models.DateField("收到日期")
    sender = EncryptedTextField("来件人", blank=True)
    sender_contact = EncryptedTextField("来件人联系方式", blank=True)
    subject = EncryptedTextField("事由", blank=True)
    postal_number = models.CharField("邮件号", max_length=40, blank=True)
    # The running case whose number or letter a message names; a person still has to say that it belongs there.
    matched_case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    # The Message-ID of an e-mail, or the receipt of a web form: the same thing never comes in twice.
    source_key = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    settled_as = models.CharField(max_length=20, choices=SettledAs.choices, default="", blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    # Why it is no request and where the sender was sent instead; personal data may stand in it.
    settled_reason = EncryptedTextField(blank=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="incoming")
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="duplicates")

    class Meta:
        ordering = ["-arrived_on", "-pk"]
        indexes = [
            models.Index(fields=["agency", "settled_as", "arrived_on"], name="incoming_waiting"),
            # The alarm looks at few rows, however many came in.
            models.Index(fields=["entered_at"], condition=Q(settled_as=""), name="incoming_unsettled"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="incoming_number_once"),
            models.UniqueConstraint(
                fields=["agency", "source_key"], condition=~Q(source_key=""), name="incoming_source_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_as="") | Q(settled_at__isnull=False), name="incoming_settled_has_its_time"
            ),
            models.CheckConstraint(
                condition=~Q(settled_as__in=["case", "paper"]) | Q(case__isnull=False),
                name="incoming_settled_has_its_case",
            ),
            models.CheckConstraint(
                condition=~Q(settled_as="duplicate") | Q(duplicate_of__isnull=False),
                name="incoming_duplicate_of_another",
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("id")), name="incoming_not_its_own_duplicate"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="incoming_known_channel"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def key(self) -> str:
        return f"incoming:{self.pk}"


class IncomingFile(models.Model):
    """A scan, an attachment, or the raw message (``raw``)."""

    incoming = models.ForeignKey(Incoming, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    raw = models.BooleanField(default=False)
    # CaseFile.What, where the applicant said what it is; "" where nobody has yet.
    what = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"file {self.pk}"
