"""The outbox: what must be told to somebody, written with the step that makes it necessary, sent afterwards; the
words it is told in, and the hours in which no telephone rings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.fields import EncryptedTextField


class Notice(models.Model):
    """One message to one address. ``once`` makes it unique (a reminder goes out exactly once, though a night was
    missed); ``message_id`` is fixed when the row is written, so that sending it twice is one message to a mail
    reader. ``UNKNOWN``: we were cut off while sending, and nobody can say whether it left."""

    class Means(models.TextChoices):
        MAIL = "mail", "电子邮件"
        TEXT = "text", "短信"
        DESK = "desk", "工作台提醒"

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENDING = "sending", "正在发送"
        SENT = "sent", "已发送"
        FAILED = "failed", "发送失败"
        UNKNOWN = "unknown", "是否送出不明"
        SETTLED = "settled", "已另行处理"
        BOUNCED = "bounced", "被退回"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="notices")
    means = models.CharField(max_length=10, choices=Means.choices)
    # A person's key ("person:3") for staff, "" for somebody outside.
    recipient = models.CharField(max_length=60, blank=True)
    address = EncryptedTextField(blank=True)
    # Never a title of a case or a name: a subject travels in the open.
    subject = models.CharField(max_length=120)
    body = EncryptedTextField(blank=True)
    # A code or a link that opens something stands in the body: it is emptied once it was sent.
    secret = models.BooleanField(default=False)
    about = models.CharField(max_length=60, blank=True, db_index=True)
    once = models.CharField(max_length=160, unique=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # How often a sender was cut off in the middle.
    lost = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=40, blank=True)
    claimed_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    # What went wrong, in our words: a mail server's own would quote the address.
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["state", "not_before", "id"], name="notice_waiting"),
            models.Index(fields=["recipient", "read_at"], name="notice_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_until__isnull=False), name="notice_sending_has_a_lease"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="notice_sent_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"

    @property
    def key(self) -> str:
        return f"notice:{self.pk}"


class NoticeWording(models.Model):
    """What an agency says to an applicant on one occasion, by mail or text message, between two days. Never edited
    once in force: a new one follows."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="notice_wordings")
    # A ``notices.wording.Occasion.code``.
    kind = models.CharField(max_length=40)
    means = models.CharField(max_length=10, choices=Notice.Means.choices)
    text = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["agency", "kind", "means", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "means", "from_on"], name="notice_wording_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="notice_wording_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.means} {self.from_on}"

    @property
    def key(self) -> str:
        return f"notice-wording:{self.pk}"


class QuietHours(models.Model):
    """When an agency sends no text message: from ``begins`` to ``ends``, over midnight where it ends earlier; the
    same time twice is never."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="quiet_hours")
    begins = models.TimeField("开始")
    ends = models.TimeField("结束")

    class Meta:
        ordering = ["agency"]

    def __str__(self) -> str:
        return f"quiet hours of {self.agency_id}"

    @property
    def key(self) -> str:
        return f"quiet-hours:{self.agency_id}"
