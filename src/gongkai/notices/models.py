"""The outbox: what must be told to somebody, written with the step that makes it necessary, sent afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

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

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="notices")
    means = models.CharField(max_length=10, choices=Means.choices)
    # A person's key ("person:3") for staff, "" for somebody outside.
    recipient = models.CharField(max_length=60, blank=True)
    address = EncryptedTextField(blank=True)
    # Never a title of a case or a name: a subject travels in the open.
    subject = models.CharField(max_length=120)
    body = EncryptedTextField()
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
