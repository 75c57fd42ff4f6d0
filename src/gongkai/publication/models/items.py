"""An item of proactive disclosure, its versions, their attachments, and what joins items."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.documents.models import StoredFile
from gongkai.publication.states import OPEN, ItemState, State
from gongkai.publication.words import DisclosureClass, Genre, RelationKind, StepKind, Validity, Way

_NEWEST = (F("first_public_on").desc(), F("released_at").desc(), F("id").desc())


class Described(models.Model):
    """What is said of an item. A version proposes it; the item carries that of the version that is shown
    (``DESCRIPTION`` names the fields), so that a list opens one table."""

    title = models.CharField("标题", max_length=300)
    summary = models.TextField("内容概述", blank=True)
    document_number = models.CharField("文号", max_length=100, blank=True)
    issuer = models.CharField("发文机关", max_length=120, blank=True)
    # Names of all who made it together, the lead first (Art. 10); empty where it was made alone.
    joint_makers: models.JSONField[Any, Any] = models.JSONField("联合制发机关", default=list)
    # 生成日期, 成文日期: from it run the periods of publication (Art. 26).
    made_on = models.DateField("成文日期", null=True)
    # ``statute.duties``: "20.1" is Art. 20 (1); "" where none fits.
    category = models.CharField("条例事项", max_length=10, blank=True)
    subject = models.CharField("主题分类", max_length=60, blank=True)
    genre = models.CharField("体裁", max_length=20, choices=Genre.choices, default=Genre.OTHER)
    validity = models.CharField("有效性", max_length=20, choices=Validity.choices, blank=True)
    effective_on = models.DateField("施行日期", null=True)
    # The day it was repealed or lapsed, or will.
    ended_on = models.DateField("废止或者失效日期", null=True)
    disclosure_class = models.CharField(
        "公开属性", max_length=20, choices=DisclosureClass.choices, default=DisclosureClass.ACTIVE
    )
    # Why this class: the article, and in words.
    class_basis = models.CharField("公开属性依据", max_length=60, blank=True)
    class_reason = models.TextField("公开属性理由", blank=True)
    keywords: models.JSONField[Any, Any] = models.JSONField("关键词", default=list)
    source = models.CharField("来源", max_length=120, blank=True)
    # A leaf of the list; related as ``items`` and as ``versions``.
    column = models.ForeignKey(
        "publication.Column",
        verbose_name="栏目",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )

    class Meta:
        abstract = True


class Item(Described):
    """One published piece of information, from its first draft on.

    Only ``publication.queries.shown`` gives what the public may see. ``released_at`` is the server's time of the
    first release here, never set by hand (rule 50); ``first_public_on`` is the day it first was public on any
    channel, for old stock the proved original one; the item counts in its year, once.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="items")
    # 索引号: taken once, never changed, never given again; null until the first release or import.
    number = models.CharField("索引号", max_length=80, null=True, unique=True)
    state = models.CharField("状态", max_length=20, choices=ItemState.choices, default=ItemState.PREPARING)
    current = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField("发布时间", null=True)
    changed_at = models.DateTimeField("更新时间", null=True)
    first_public_on = models.DateField("首次公开日期", null=True)
    # Old stock: how the original day is proved, in words; "" where it was released here.
    original_proof = models.TextField("原公开日期的证明", blank=True)
    # The day it was taken in from elsewhere; None where it was drafted here.
    came_in_on = models.DateField("收录日期", null=True)
    # The number of the request it came from (Art. 44), as plain text.
    from_case = models.CharField("来自申请", max_length=60, blank=True)
    topics: models.ManyToManyField[Topic, Any] = models.ManyToManyField("Topic", related_name="items", blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            # In the order of ``queries.NEWEST``.
            models.Index(*_NEWEST, condition=Q(state=ItemState.PUBLIC), name="item_newest"),
            models.Index("agency", *_NEWEST, condition=Q(state=ItemState.PUBLIC), name="item_newest_of_agency"),
            models.Index("column", *_NEWEST, condition=Q(state=ItemState.PUBLIC), name="item_newest_of_column"),
            # What is not public is a small part, and asked for by whoever quotes a document.
            models.Index(fields=["state"], condition=~Q(state=ItemState.PUBLIC), name="item_not_public"),
            models.Index(fields=["agency", "first_public_on"], name="item_counted"),
            # Of all genres: SQLite does not see that a genre it is given is one of two.
            models.Index(fields=["agency", "genre", "made_on"], name="item_of_genre"),
            models.Index(fields=["document_number"], condition=~Q(document_number=""), name="item_by_document"),
            # ``subjects`` jumps along it.
            models.Index(fields=["subject"], condition=Q(state=ItemState.PUBLIC), name="item_by_subject"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ItemState.PUBLIC)
                | Q(number__isnull=False, current__isnull=False, released_at__isnull=False,
                    first_public_on__isnull=False, disclosure_class=DisclosureClass.ACTIVE),
                name="item_public_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(original_proof="") | Q(came_in_on__isnull=False), name="item_proof_of_old_stock"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number or f"item {self.pk}"

    @property
    def key(self) -> str:
        return f"item:{self.pk}"

    @property
    def is_public(self) -> bool:
        return self.state == ItemState.PUBLIC


class Version(Described):
    """One wording of an item with its attachments, on its way through the review or shown or past.

    ``body`` is clean HTML of the safe subset (``papers.rich_text``), ``text`` what is read in it. Everybody who
    had a hand in it stands in ``drafters``: none of them reviews it.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.DRAFT)
    body = models.TextField("正文", blank=True)
    text = models.TextField(blank=True)
    # Keys of persons.
    drafters: models.JSONField[Any, Any] = models.JSONField(default=list)
    unit = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="unit_versions")
    # What the public is told of a correction; "" of a first version.
    note = models.TextField("更正说明", blank=True)
    # When the mistake was found that this version puts right.
    found_at = models.DateTimeField("发现时间", null=True)
    # Not before; None: as soon as it is released.
    release_at = models.DateTimeField("定时发布", null=True)
    scheduled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    # Why it could not go out at its time; "" while nothing stood in its way.
    release_failure = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    # SHA-256 over all that is shown, attachments included.
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["item", "number"]
        indexes = [
            models.Index(fields=["state", "release_at"], condition=Q(state__in=OPEN), name="version_on_its_way"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="version_once"),
            models.UniqueConstraint(fields=["item"], condition=Q(state__in=OPEN), name="version_one_on_its_way"),
            models.UniqueConstraint(fields=["item"], condition=Q(state=State.RELEASED), name="version_one_shown"),
            models.CheckConstraint(
                condition=~Q(state=State.RELEASED)
                | Q(released_at__isnull=False, disclosure_class=DisclosureClass.ACTIVE),
                name="version_released_is_active",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.pk}"

    @property
    def key(self) -> str:
        return f"version:{self.pk}"


# The fields that a release copies from the version to its item.
DESCRIPTION = tuple(field.name for field in Described._meta.local_fields)


class Step(models.Model):
    """What somebody did to a version, with the opinion they wrote; the audit chain has it without the words."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    comment = models.TextField("意见", blank=True)
    # Of a page check: {question: answer}; of a disclosure review: what was looked at.
    checklist: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


# Parts the pages in ``Attachment.text``.
PAGE_END = "\f"


class Attachment(models.Model):
    """A file of a version. ``text`` is what a machine reads in it, for search and checks; ``unread`` says why it
    could not."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="item_attachments")
    name = models.CharField("名称", max_length=200)
    order = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    unread = models.CharField(max_length=200, blank=True)
    # In the address of the file; random, and the same in every later version that keeps it.
    token = models.CharField(max_length=32)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "token"], name="attachment_once")]

    def __str__(self) -> str:
        return self.name


class Beside(models.Model):
    """A line of a page beside its text. The public sees it once it was passed: with the version that it was
    reviewed with, or by itself (``line_review``). ``returned`` says why a reviewer gave it back."""

    passed_at = models.DateTimeField(null=True)
    passed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    returned = models.CharField("退回的原因", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def waits(self) -> bool:
        """Has nobody looked at it yet."""
        return self.passed_at is None and not self.returned


class Showing(Beside):
    """An item was shown on a channel, from a day, with its proof (渠道、日期、凭证)."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="showings")
    way = models.CharField("渠道", max_length=20, choices=Way.choices)
    place = models.CharField("位置", max_length=200, blank=True)
    address = models.URLField("网址", max_length=500, blank=True)
    from_on = models.DateField("公开日期")
    until_on = models.DateField("截止日期", null=True, blank=True)
    proof = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    proof_note = models.CharField("凭证说明", max_length=200, blank=True)
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["from_on", "pk"]
        indexes = [
            models.Index(fields=["item"], condition=Q(passed_at=None, struck_at=None), name="showing_waits"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="showing_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(passed_at=None) | Q(returned=""), name="showing_passed_or_returned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.from_on}"

    def lasts_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Relation(Beside):
    """One item interprets, amends, repeals, forwards, quotes or clarifies another; shown on both pages.

    ``target`` None with ``words``: a document that is not here, by its title and number.
    """

    source = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="relations")
    target = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="related_from")
    words = models.CharField(max_length=400, blank=True)
    kind = models.CharField(max_length=20, choices=RelationKind.choices)
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["source"], condition=Q(passed_at=None), name="relation_waits")]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="relation_of_two"),
            models.CheckConstraint(condition=Q(target__isnull=False) | ~Q(words=""), name="relation_to_something"),
            models.CheckConstraint(
                condition=Q(passed_at=None) | Q(returned=""), name="relation_passed_or_returned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Topic(models.Model):
    """A key topic of a year (重点领域), kept by a district for all its bodies."""

    district = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="topics")
    year = models.PositiveSmallIntegerField()
    name = models.CharField("名称", max_length=60)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-year", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["district", "year", "name"], name="topic_once")]

    def __str__(self) -> str:
        return self.name


class Departure(models.Model):
    """An item left the public: withdrawn with a reason that its address tells, or removed after a leak, with a
    report that only the house sees."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="departures")
    silent = models.BooleanField(default=False)
    # Shown to the public; "" where it went silently.
    reason = models.TextField("撤回原因", blank=True)
    # Of a silent one: what leaked, found when and by whom, what was done (事件报告).
    incident = models.TextField("事件报告", blank=True)
    found_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(silent=True, reason="") & ~Q(incident="") | Q(silent=False) & ~Q(reason=""),
                name="departure_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"departure {self.pk}"
