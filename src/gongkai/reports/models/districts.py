"""What a district sets for the reports of its bodies: the day, and its own words."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency


class DueDate(models.Model):
    """The day a district set for the reports of one year, earlier than the law's (Art. 49)."""

    district = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="due_dates")
    year = models.PositiveSmallIntegerField("年度")
    due_on = models.DateField("截止日期")
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["district", "year"], name="due_date_once_a_year"),
            models.CheckConstraint(condition=Q(due_on__year=F("year") + 1), name="due_date_in_the_year_after"),
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.year}: {self.due_on}"


class OwnSentence(models.Model):
    """A sentence of the annual reports in a district's own words, for the reports of some years (``texts.own``).

    In place of the shipped one of the same ``code``; without ``text`` that one is not told. Never edited: a new
    one follows from a later year on, so that a report of last year is drafted in last year's words.
    """

    district = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="own_sentences")
    code = models.CharField(max_length=40)
    # ``texts.library.Place.code`` and where it stands in that paragraph.
    place = models.CharField("段落", max_length=20)
    order = models.PositiveSmallIntegerField("次序")
    text = models.TextField("文字", blank=True)
    # Names of facts without which it is not told, beside those in its words.
    needs: models.JSONField[Any, Any] = models.JSONField(default=list)
    from_year = models.PositiveSmallIntegerField("起始年度")
    until_year = models.PositiveSmallIntegerField("截止年度", null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["district", "place", "order", "code", "from_year"]
        constraints = [
            models.UniqueConstraint(fields=["district", "code", "from_year"], name="own_sentence_once_a_year"),
            models.CheckConstraint(
                condition=Q(until_year=None) | Q(until_year__gte=F("from_year")),
                name="own_sentence_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.from_year}"

    @property
    def key(self) -> str:
        return f"sentence:{self.pk}"
