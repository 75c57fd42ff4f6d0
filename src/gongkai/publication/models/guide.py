"""The guide of an agency (政府信息公开指南): its texts, version by version.

What the agency record says stands there only, so that guide, report and record never disagree.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.publication.states import GuideState


class Guide(models.Model):
    """One version. A draft is edited; published it is never changed, and the next one takes its place."""

    State = GuideState

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="guides")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    # Art. 12: what a guide must hold beside the contact block of the agency record.
    classification = models.TextField("政府信息的分类", blank=True)
    arrangement = models.TextField("政府信息的编排体系", blank=True)
    ways = models.TextField("政府信息的获取方式", blank=True)
    # Beside the e-mail address of the agency record.
    internet = models.CharField("互联网联系方式", max_length=300, blank=True)
    complaint = models.TextField("监督投诉渠道", blank=True)
    requesting = models.TextField("申请公开的办法", blank=True)
    remedies = models.TextField("救济途径", blank=True)
    other = models.TextField("其他事项", blank=True)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["agency", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="guide_once"),
            models.UniqueConstraint(fields=["agency"], condition=Q(state="draft"), name="guide_one_draft"),
            models.UniqueConstraint(fields=["agency"], condition=Q(state="published"), name="guide_one_published"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="guide_published_at"
            ),
        ]

    def __str__(self) -> str:
        return f"guide {self.pk}"

    @property
    def key(self) -> str:
        return f"guide:{self.pk}"
