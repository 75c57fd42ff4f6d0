"""A questionnaire of the public appraisal (Art. 46): its questions, who is asked, and what they said.

What was said belongs to a panel and to nobody: a sheet has a random key, no time and no code, and a code that was
used is gone.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.fields import EncryptedTextField
from gongkai.supervision.appraisal.states import Kind, Opening, Place, State
from gongkai.supervision.models.judged import Appraisal

_COUNTED = (State.CLOSED, State.APPROVED, State.PUBLISHED)
_AGREED = (State.APPROVED, State.PUBLISHED)


class Questionnaire(models.Model):
    """``agency`` organises it; while open it takes answers from ``opens_on`` to ``closes_on``, both included.

    ``results`` are what ``appraisal.results`` counted when it was closed, with every name as it was then; nothing
    is counted again afterwards.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="questionnaires")
    title = models.CharField("名称", max_length=120)
    introduction = models.TextField("说明", blank=True)
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    place = models.CharField("在哪里邀请", max_length=10, choices=Place.choices, default=Place.PAGE)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    # The year before it, and how many have been before.
    copied_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    issue = models.PositiveSmallIntegerField("第几期", default=1)

    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    # The last day on which an answer could come.
    ended_on = models.DateField(null=True)
    results: models.JSONField[Any, Any] = models.JSONField(null=True)
    concluded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-opens_on", "-pk"]
        indexes = [models.Index(fields=["agency", "state"], name="questionnaire_of")]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="questionnaire_ends_after"),
            models.CheckConstraint(
                condition=~Q(state__in=_COUNTED)
                | Q(results__isnull=False, closed_at__isnull=False, ended_on__isnull=False),
                name="questionnaire_closed_is_counted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_AGREED) | Q(approved_at__isnull=False), name="questionnaire_approved"
            ),
            # Who wrote it, or what it came to, does not approve that.
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (Q(created_by=None) | ~Q(approved_by=F("created_by")))
                & (Q(concluded_by=None) | ~Q(approved_by=F("concluded_by"))),
                name="questionnaire_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False), name="questionnaire_published"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN) | ~Q(withdrawn_because=""),
                name="questionnaire_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        return f"questionnaire:{self.pk}"


class Appraised(models.Model):
    """A body that is appraised, what it came to, and the record of its year that tells so."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="appraised")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    result = models.CharField("评议结果", max_length=200, blank=True)
    record = models.OneToOneField(Appraisal, null=True, on_delete=models.PROTECT, related_name="appraised")

    class Meta:
        ordering = ["agency__rank"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "agency"], name="appraised_once_in_one"),
        ]

    def __str__(self) -> str:
        return f"appraised {self.agency_id}"


class Question(models.Model):
    """``options`` are the choices, or the points of a scale from one end to the other, each with what it means:
    ``[{"label": "满意", "points": "4"}]``. ``each``: asked of every body that is appraised."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField("类型", max_length=10, choices=Kind.choices)
    text = models.CharField("问题", max_length=300)
    hint = models.CharField("提示", max_length=300, blank=True)
    options: models.JSONField[Any, Any] = models.JSONField(default=list)
    unknown = models.BooleanField("可以选“不了解”", default=False)
    each = models.BooleanField("对每个被评议机关分别提问", default=False)
    required = models.BooleanField("必答", default=True)
    # Characters of an answer in words.
    most = models.PositiveSmallIntegerField("最多字数", default=500)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "order"], name="question_in_its_place"),
            models.CheckConstraint(
                condition=~Q(kind=Kind.TEXT) | Q(each=False, unknown=False), name="question_in_words_is_one"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Panel(models.Model):
    """Who is asked: anybody, or those of a list, each with a code of their own. ``size`` is how many are on it.

    ``weight`` is the share of this panel, in percent, in a mean of several; None: no such mean is made.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="panels")
    order = models.PositiveSmallIntegerField()
    name = models.CharField("评议主体", max_length=60)
    opening = models.CharField("怎样参加", max_length=10, choices=Opening.choices)
    size = models.PositiveIntegerField("名单人数", null=True)
    weight = models.DecimalField("权重（%）", max_digits=5, decimal_places=2, null=True)
    codes_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "order"], name="panel_in_its_place"),
            models.UniqueConstraint(fields=["questionnaire", "name"], name="panel_has_its_name"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(opening=Opening.ANYONE), name="panel_of_anybody_once"
            ),
            models.CheckConstraint(
                condition=Q(opening=Opening.ANYONE, size=None, codes_at=None)
                | Q(opening=Opening.INVITED, size__gte=1),
                name="panel_invited_is_a_list",
            ),
            models.CheckConstraint(
                condition=Q(weight=None) | Q(weight__gt=0, weight__lte=100), name="panel_weight_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PanelCode(models.Model):
    """A code that nobody has used yet. Using it deletes it, so that nothing tells which sheet it brought."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="codes")
    sha256 = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return "panel code"


class AnswerSheet(models.Model):
    """What one visitor or one member of a panel said. ``answers`` is field -> place of the option, a list of them,
    or UNKNOWN; ``texts`` is JSON of field -> words, kept apart and encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="sheets")
    answers: models.JSONField[Any, Any] = models.JSONField()
    texts = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return "answer sheet"
