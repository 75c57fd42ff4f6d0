"""What visitors report, suggest and complain of, and what they were answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.fields import EncryptedTextField
from gongkai.publication.door_states import Kind, Outcome, State
from gongkai.publication.models.items import Item


class DoorReport(models.Model):
    """One message. Who wrote it may be found in its words and contact, so both are encrypted, and the answer too.

    Of the code that follows it only the SHA-256 is kept.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="door_reports")
    number = models.CharField("编号", max_length=60, unique=True)
    kind = models.CharField("类型", max_length=20, choices=Kind.choices)
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.OPEN)
    text = EncryptedTextField("内容")
    contact = EncryptedTextField("联系方式", blank=True)
    # Where to write that it is answered, where they asked for it; emptied with the answer.
    mail = EncryptedTextField("通知邮箱", blank=True)
    # What it is about: an item, and the page by its path.
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="door_reports")
    address = models.CharField("页面", max_length=500, blank=True)
    code_sha256 = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField("收到时间")
    due_on = models.DateField("答复期限")
    provisional = models.BooleanField(default=False)
    # A suggestion that was agreed to: what the person was told then.
    agreed_at = models.DateTimeField(null=True)
    agreed_text = EncryptedTextField(blank=True)
    outcome = models.CharField("结果", max_length=20, choices=Outcome.choices, blank=True)
    answer = EncryptedTextField("答复", blank=True)
    # The item that shows what was suggested.
    became = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="suggested_by")
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["agency", "due_on"], condition=~Q(state=State.ANSWERED), name="door_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.ANSWERED) | ~Q(outcome="") & Q(answered_at__isnull=False),
                name="door_answered_says_what",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def key(self) -> str:
        return f"door:{self.pk}"
