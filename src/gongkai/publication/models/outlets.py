"""What leaves and comes in by other ways than a page: sealed downloads, pushes to other platforms, their items."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.documents.models import StoredFile
from gongkai.fields import EncryptedTextField
from gongkai.publication.models.items import Attachment, Item, Version


class Seal(models.Model):
    """One download of one version with the code by which anybody can ask whether it is ours (防伪码).

    ``format`` is "docx" or "pdf" for the text as a file, "file" for an attachment. ``file`` holds the bytes that
    are handed out, so that they are the same each time. A row is never changed and never given away.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="seals")
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="seals")
    format = models.CharField(max_length=10)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    # As it is printed; found by its SHA-256, however somebody typed it.
    code = models.CharField(max_length=20)
    code_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "format"], condition=Q(attachment=None), name="seal_once_a_format"
            ),
            models.UniqueConstraint(fields=["attachment"], name="seal_once_a_file"),
            models.CheckConstraint(
                condition=Q(attachment=None, format__in=["docx", "pdf"])
                | Q(attachment__isnull=False, format="file"),
                name="seal_of_text_or_file",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PushTarget(models.Model):
    """Another platform that is told of every item of an agency as it changes (推送).

    ``secret`` signs what is sent; whoever set it up is shown it once.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="push_targets")
    name = models.CharField("名称", max_length=60)
    address = models.URLField("接收地址", max_length=500)
    below = models.BooleanField("包括所属机关", default=False)
    secret = EncryptedTextField()
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    # Nothing more is sent from then on.
    ended_at = models.DateTimeField(null=True)
    # The last time it took something.
    took_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["agency", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "address"], condition=Q(ended_at=None), name="push_target_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return f"push-target:{self.pk}"


class Push(models.Model):
    """One item that a target is to have as it now is, or not to have any more: one row, whatever happens to the
    item meanwhile. What is sent is the item at the moment of sending, so order is no matter.

    ``asked`` counts what changed, ``sent`` what the target took; equal when nothing is owed.
    """

    target = models.ForeignKey(PushTarget, on_delete=models.PROTECT, related_name="pushes")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="pushes")
    asked = models.PositiveIntegerField(default=1)
    sent = models.PositiveIntegerField(default=0)
    # What was withdrawn or removed goes before everything else.
    urgent = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    # None: nothing is owed, or it was given up.
    next_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)
    # In words, without anything the target said; "" when it took the last one.
    failure = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["-urgent", "next_at"], condition=Q(next_at__isnull=False), name="push_owed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["target", "item"], name="push_once"),
            models.CheckConstraint(condition=Q(sent__lte=models.F("asked")), name="push_sent_what_was_asked"),
        ]

    def __str__(self) -> str:
        return f"push {self.pk}"


class Source(models.Model):
    """Another platform whose items of this agency are taken in: a feed that is read, or a sender that signs; or a
    system that sends what was decided and charged in a year (``counts``), in the name of whoever set it up."""

    class Kind(models.TextChoices):
        FEED = "feed", "订阅地址（RSS、Atom）"
        SIGNED = "signed", "接口推送（签名）"
        COUNTS = "counts", "业务系统报送年度数量（签名）"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField("方式", max_length=10, choices=Kind.choices)
    name = models.CharField("名称", max_length=60)
    address = models.URLField("订阅地址", max_length=500, blank=True)
    secret = EncryptedTextField(blank=True)
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # The last time it was asked, or brought something; ``said`` is what came of it, in words.
    read_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    failing_since = models.DateTimeField(null=True)
    # Of counts: when the last that were taken were signed; earlier ones change nothing.
    signed_at = models.DateTimeField(null=True)
    # What the other side calls the feed as it was last read, so that it need not be sent again.
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["agency", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="feed", secret="") & ~Q(address="")
                | Q(kind__in=["signed", "counts"]) & ~Q(secret=""),
                name="source_feed_or_signed",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return f"source:{self.pk}"


class TakenIn(models.Model):
    """What a source calls one of its items, and the item it became here: the same again is not a second one."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="taken_in")
    external = models.CharField(max_length=500)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="taken_in")
    # The item came in by this; else it was here already and gained a channel.
    made = models.BooleanField(default=False)
    # SHA-256 over what came; another is a change.
    sha256 = models.CharField(max_length=64)
    # When the source said so: what it said earlier does not undo it.
    as_of = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["source", "external"], name="taken_in_once")]

    def __str__(self) -> str:
        return f"taken in {self.pk}"
