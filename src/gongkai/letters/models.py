"""Letters: number series, the wording an agency edits, and each letter from its draft to the sealed paper."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.documents.models import StoredFile
from gongkai.fields import EncryptedTextField
from gongkai.letters.states import State as LetterState


class Series(models.Model):
    """One series of numbers of one agency: ``name`` says of what ("case", "incoming", "letter:granted").
    ``pattern`` holds ``{year}`` and ``{n}`` or ``{n:05d}``; ``next`` is the next number; one row a year."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="series")
    name = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    pattern = models.CharField("编号格式", max_length=80)
    next = models.PositiveIntegerField("下一个号", default=1)
    # The highest number given out here, 0 while none was; it never goes down.
    taken = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        ordering = ["agency", "name", "year"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name", "year"], name="series_once_a_year"),
            models.CheckConstraint(condition=Q(next__gte=1), name="series_begins_at_one"),
            models.CheckConstraint(condition=Q(next__gt=models.F("taken")), name="series_never_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def key(self) -> str:
        return f"series:{self.pk}"


class Wording(models.Model):
    """The text of a kind of letter, or a reason to choose from, as an agency has it between two days. Never edited
    once in force: a new one follows, so that an old case keeps its words."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="wordings")
    # A ``statute.letters.LetterKind.code``.
    kind = models.CharField(max_length=40)
    # "" for the text of the letter; else the title of a reason of this kind.
    title = models.CharField(max_length=120, blank=True)
    # Of a reason: the element of the letter that it is meant for.
    element = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["agency", "kind", "title", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "title", "from_on"], name="wording_once_a_day"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="wording_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.from_on}"

    @property
    def key(self) -> str:
        return f"wording:{self.pk}"


class Letter(models.Model):
    """One letter. While a draft it is rendered from ``content``; once issued it has its number, its words stand;
    once ``sealed_file`` is attached those bytes are what is sent, and nothing is rendered again."""

    State = LetterState

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=40)
    # The plain key of what it belongs to ("case:5"); this capability does not know cases.
    subject = models.CharField(max_length=60, db_index=True)
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.DRAFT)
    # A form has no number of its own (``LetterKind.number_pattern``).
    numbered = models.BooleanField(default=True)
    number = models.CharField("文号", max_length=80, blank=True)
    # JSON (``letters.stored``): the values, the wording and the ``writers.letter.Letter`` made of them. Names
    # stand in it. ``digest`` is its SHA-256 from the day of issue on, with a salt among what is hashed.
    content = EncryptedTextField(default="{}")
    digest = models.CharField(max_length=64, blank=True)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, related_name="letters")
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    issued_on = models.DateField("落款日期", null=True)
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    sealed_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_sha256 = models.CharField(max_length=64, blank=True)
    # A scan of the sealed paper, or a PDF with an electronic seal.
    electronic_seal = models.BooleanField(default=False)
    sealed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True)
    # May name people.
    void_reason = EncryptedTextField(blank=True)
    voided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    # When its words and its bytes were destroyed, their time being over; number, days and hashes stay.
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"], condition=~Q(number=""), name="letter_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "void"]) | ~Q(number="") | Q(numbered=False),
                name="letter_issued_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "void"]) | (Q(issued_on__isnull=False) & ~Q(digest="")),
                name="letter_issued_on_a_day",
            ),
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_known_state"),
            models.CheckConstraint(
                condition=Q(number="") | Q(numbered=True), name="letter_without_number_has_none"
            ),
            models.CheckConstraint(
                condition=~Q(state="sealed")
                | (~Q(sealed_sha256="") & (Q(sealed_file__isnull=False) | Q(destroyed_at__isnull=False))),
                name="letter_sealed_has_its_bytes",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | Q(voided_at__isnull=False), name="letter_void_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"letter {self.pk}"

    @property
    def key(self) -> str:
        return f"letter:{self.pk}"
