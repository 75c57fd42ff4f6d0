"""What the automatic checks found in a version, how far they came in old stock, an agency's own pairs of words,
the addresses that texts link to, and the keys by which texts that are alike are found."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.publication.models.items import Item, Version


class Kind(models.TextChoices):
    """What a check looks at; the rules of one kind are changed together."""

    METADATA = "metadata", "要素"
    DATES = "dates", "日期"
    WORDING = "wording", "错别字和用语"
    PERSONAL = "personal", "个人信息"
    SECRECY = "secrecy", "保密"
    QUOTES = "quotes", "引用未公开信息"
    DUPLICATES = "duplicates", "重复"
    ATTACHMENTS = "attachments", "附件"
    HIDDEN = "hidden", "附件隐藏内容"
    LINKS = "links", "链接"
    INTERPRETATION = "interpretation", "政策解读"


class Severity(models.TextChoices):
    """STOP: it goes no further until the text is changed. DECIDE: a person says whether it may stay. HINT: only
    shown."""

    STOP = "stop", "须改正"
    DECIDE = "decide", "须决定"
    HINT = "hint", "提示"


class Decision(models.TextChoices):
    """What a person said of a finding."""

    KEEP = "keep", "无误，予以保留"
    MEND = "mend", "确有问题，将改正"


class Finding(models.Model):
    """Something a check found at one place of one version.

    ``fingerprint`` is of the rule, the place and the words there: found again it is the same finding with its
    decision, in a later version too; where the words changed it is another, and open. ``gone_at``: a later run
    did not find it any more. ``excerpt`` never holds personal data in the clear.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="findings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    # The rule within the kind: "variant:帐号", "id-number", "summary-missing" …
    code = models.CharField(max_length=80)
    severity = models.CharField("程度", max_length=10, choices=Severity.choices)
    # "title", "body" …: a field of the version, where "body" means its text; "attachment:" and a token.
    place = models.CharField(max_length=80)
    # Characters of that text; None where it is about the whole field.
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    excerpt = models.CharField("原文", max_length=240, blank=True)
    proposal = models.CharField("建议", max_length=240, blank=True)
    message = models.CharField("说明", max_length=400)
    source = models.CharField("依据", max_length=240, blank=True)
    fingerprint = models.CharField(max_length=64)
    found_at = models.DateTimeField("发现时间")
    gone_at = models.DateTimeField(null=True)
    decision = models.CharField("决定", max_length=10, choices=Decision.choices, blank=True)
    reason = models.TextField("理由", blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["agency", "kind", "-id"], condition=Q(gone_at=None, decision=""),
                         name="finding_open"),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["version", "fingerprint"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | (Q(decision__in=Decision.values, decided_at__isnull=False) & ~Q(reason="")),
                name="finding_decided_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(severity=Severity.STOP) | ~Q(decision=Decision.KEEP), name="finding_stop_is_not_kept"
            ),
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(end__gt=models.F("start")), name="finding_place"
            ),
        ]

    def __str__(self) -> str:
        return f"finding {self.pk}"

    @property
    def key(self) -> str:
        return f"finding:{self.pk}"

    @property
    def waits(self) -> bool:
        """Whether somebody has to do something about it before the version goes on."""
        return self.gone_at is None and self.severity != Severity.HINT and self.decision != Decision.KEEP


class Checked(models.Model):
    """By which editions of the rules a version was checked; ``revision``: of the text that was looked at."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="checked")
    # {kind: edition}
    editions: models.JSONField[Any, Any] = models.JSONField(default=dict)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"checked {self.pk}"


class StockCheck(models.Model):
    """How far the rules of an edition came through the items of an agency, by their keys: stopped anywhere it
    goes on from ``next_pk``."""

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="stock_check")
    edition = models.CharField(max_length=80)
    next_pk = models.PositiveBigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["agency__rank"]

    def __str__(self) -> str:
        return f"stock check {self.pk}"


class WordPair(models.Model):
    """A pair of an agency's own, with those of a district for everybody below; from a day on until a day."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="word_pairs")
    wrong = models.CharField("错误写法", max_length=40)
    # "" where nothing is proposed: the word may simply not stand there.
    right = models.CharField("正确写法", max_length=40, blank=True)
    why = models.CharField("理由", max_length=200)
    source = models.CharField("依据", max_length=200, blank=True)
    # Longer words in which it is right, one a line: 截止 is right in 截止日期.
    unless: models.JSONField[Any, Any] = models.JSONField("例外", default=list)
    from_on = models.DateField("启用日期")
    until_on = models.DateField("停用日期", null=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["agency__rank", "wrong", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "wrong"], condition=Q(until_on=None), name="word_pair_once"),
            models.CheckConstraint(condition=~Q(wrong=models.F("right")), name="word_pair_of_two"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")), name="word_pair_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"word pair {self.pk}"

    @property
    def key(self) -> str:
        return f"word-pair:{self.pk}"


class Link(models.Model):
    """An address outside that texts link to, asked for now and then.

    ``failures``: how often in a row it could not be had; it is dead from the third on, or at once where the other
    side says that it is gone. ``refused``: an address that we do not ask for (one inside the network).
    """

    url = models.TextField("网址")
    sha256 = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=255)
    alive = models.BooleanField(null=True)
    refused = models.BooleanField(default=False)
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_alive_at = models.DateTimeField("最近可访问", null=True)
    checked_at = models.DateTimeField("最近检查", null=True)
    next_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["next_at"], name="link_next")]

    def __str__(self) -> str:
        return f"link {self.pk}"


class LinkUse(models.Model):
    """A version links to an address."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="uses")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="link_uses")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["link", "version"], name="link_use_once")]

    def __str__(self) -> str:
        return f"link use {self.pk}"


class TextBand(models.Model):
    """One of the keys of an item's text: texts that are nearly the same share at least one (``papers.sketch``)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="bands")
    key = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["key", "item"], name="text_band_key")]

    def __str__(self) -> str:
        return f"band {self.pk}"
