"""A complaint that was led on to reconsideration or court (Art. 51), and what came of it there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.publication.models import DoorReport
from gongkai.review.models import Proceeding
from gongkai.supervision.models.judged import Complaint


class LedOn(models.Model):
    """That a complaint, written down by hand or left at a door, was shown the way, and which proceeding followed.

    The complaint stays one complaint and the proceeding one proceeding: this only joins them. ``told_on`` is the
    day the person was told, None where the proceeding came by itself.
    """

    class Way(models.TextChoices):
        RECONSIDERATION = "reconsideration", "行政复议"
        LAWSUIT = "lawsuit", "行政诉讼"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    complaint = models.ForeignKey(Complaint, null=True, on_delete=models.PROTECT, related_name="led_on")
    door = models.ForeignKey(DoorReport, null=True, on_delete=models.PROTECT, related_name="led_on")
    way = models.CharField("途径", max_length=20, choices=Way.choices)
    told_on = models.DateField("告知日期", null=True)
    body = models.CharField("复议机关或者人民法院", max_length=120, blank=True)
    proceeding = models.ForeignKey(Proceeding, null=True, on_delete=models.PROTECT, related_name="led_here")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_because = models.CharField("取消的理由", max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(complaint__isnull=False, door=None) | Q(complaint=None, door__isnull=False),
                name="led_on_of_one_complaint",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=False) | Q(proceeding__isnull=False), name="led_on_told_or_joined"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | ~Q(undone_because=""), name="led_on_undone_says_why"
            ),
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(undone_at=None, complaint__isnull=False),
                name="led_on_once_a_complaint",
            ),
            models.UniqueConstraint(
                fields=["door"], condition=Q(undone_at=None, door__isnull=False), name="led_on_once_a_door"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"led on {self.pk}"

    @property
    def key(self) -> str:
        return f"led-on:{self.pk}"
