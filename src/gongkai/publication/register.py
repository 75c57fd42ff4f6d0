"""The register of rules and normative documents (规章、行政规范性文件): made, repealed, lapsed, in force on a day.

in_force(body, on) -> QuerySet[Item]           what the public sees of an agency, or of a district and all below it
stock(agency, on) -> QuerySet[Item]            what table 2 counts of one agency, the withdrawn ones, too
made(agency, year), repealed(agency, year), lapsed(agency, year) -> QuerySet[Item]
numbers(agencies, year) -> {genre: (made, repealed, in force)}
of_several(agencies, year) -> QuerySet[Item]   of many agencies, each with what it counts as
movement(agency, year, genre) -> Movement      why the stock of 31 December is not that of a year before
gathered(body) -> QuerySet[Item]               all that is shown with its validity, for their page

Made counts by the day of the document (成文日期), repealed by the day it was repealed; what only lapsed leaves the
stock without being counted. A document that was taken down from the website is no less in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.publication.models import Item
from gongkai.publication.queries import shown
from gongkai.publication.states import ItemState
from gongkai.publication.words import ENDED, HOLDING, REGISTERED, Validity

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
# Shown once; whatever became of its page since.
_RELEASED: Final = (ItemState.PUBLIC, ItemState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Movement:
    """One kind of document over a year. ``before`` + made - repealed - lapsed = ``now``, each a list that opens.

    ``entered_late``: older documents that were taken into the register only in this year, so that the report of
    the year before could not have them; ``undated``: ended, nobody knows when, hence in no stock.
    """

    year: int
    genre: str
    before: QuerySet[Item]
    made: QuerySet[Item]
    repealed: QuerySet[Item]
    lapsed: QuerySet[Item]
    now: QuerySet[Item]
    entered_late: QuerySet[Item]
    undated: QuerySet[Item]

    @property
    def figures(self) -> tuple[int, int, int, int, int]:
        return (
            self.before.count(), self.made.count(), self.repealed.count(), self.lapsed.count(), self.now.count()
        )  # fmt: skip

    @property
    def explained(self) -> bool:
        """Does every step account for the difference; what ended on no known day left the moment it was made."""
        before, made_, repealed_, lapsed_, now = self.figures
        unknown = self.undated.filter(made_on__range=_year(self.year)).count()
        return before + made_ - repealed_ - lapsed_ - unknown == now


def in_force(body: Agency, on: date) -> QuerySet[Item]:
    """Those that hold that day, of the agency and everything below it, as far as the public sees them."""
    below = Agency.objects.below(body)
    rows = shown().filter(_holds(on), genre__in=REGISTERED, agency__in=below)
    return rows.select_related("agency", "column").order_by("genre", "-made_on", "-pk")


def gathered(body: Agency) -> QuerySet[Item]:
    """All of them with their validity, those in force first: the page on which they stand together."""
    below = Agency.objects.below(body)
    rows = shown().filter(genre__in=REGISTERED, agency__in=below)
    return rows.select_related("agency", "column").order_by("-made_on", "-pk")


def stock(agency: Agency, on: date, genre: str = "") -> QuerySet[Item]:
    """What is in force that day."""
    return _registered(agency, genre).filter(_holds(on))


def made(agency: Agency, year: int, genre: str = "") -> QuerySet[Item]:
    """Those that are dated in the year."""
    return _registered(agency, genre).filter(_made(year))


def repealed(agency: Agency, year: int, genre: str = "") -> QuerySet[Item]:
    """废止 with its day in the year."""
    return _registered(agency, genre).filter(_repealed(year))


def numbers(agencies: Iterable[Agency], year: int) -> dict[str, tuple[int, int, int]]:
    """By genre: made and repealed in the year, in force at its end; of all these agencies, in one question."""
    rows = Item.objects.filter(agency__in=[one.pk for one in agencies], state__in=_RELEASED, genre__in=REGISTERED)
    groups = (
        rows.order_by()
        .values_list("genre")
        .annotate(
            this_year=Count("pk", filter=_made(year)),
            no_longer=Count("pk", filter=_repealed(year)),
            holding=Count("pk", filter=_holds(date(year, 12, 31))),
        )
    )
    found = {genre: (one, two, three) for genre, one, two, three in groups}
    return {genre: found.get(genre, (0, 0, 0)) for genre in REGISTERED}


def of_several(agencies: Iterable[Agency], year: int) -> QuerySet[Item]:
    """Every document that counts somewhere in the year, with what it counts as: ``is_made``, ``is_repealed``,
    ``is_held``."""
    rows = Item.objects.filter(agency__in=[one.pk for one in agencies], state__in=_RELEASED, genre__in=REGISTERED)
    whether = {
        "is_made": _made(year), "is_repealed": _repealed(year), "is_held": _holds(date(year, 12, 31)),
    }  # fmt: skip
    told = {name: ExpressionWrapper(one, output_field=BooleanField()) for name, one in whether.items()}
    rows = rows.annotate(**told).filter(Q(is_made=True) | Q(is_repealed=True) | Q(is_held=True))
    return rows.select_related("agency").order_by("agency__rank", "-made_on", "-pk")


def lapsed(agency: Agency, year: int, genre: str = "") -> QuerySet[Item]:
    """Out of force by themselves: they only leave the stock."""
    by_itself = Q(validity=Validity.LAPSED) | Q(validity__in=["", *HOLDING])
    return _registered(agency, genre).filter(by_itself, ended_on__range=_year(year))


def movement(agency: Agency, year: int, genre: str) -> Movement:
    """One kind of document from one 31 December to the next."""
    rows = _registered(agency, genre)
    first, last = _year(year)
    before = stock(agency, date(year - 1, 12, 31), genre)
    begins = datetime.combine(first, time.min, _SHANGHAI)
    ends = datetime.combine(date(year + 1, 1, 1), time.min, _SHANGHAI)
    late = rows.filter(made_on__lt=first, created_at__gte=begins, created_at__lt=ends)
    return Movement(
        year, genre, before, made(agency, year, genre), repealed(agency, year, genre), lapsed(agency, year, genre),
        stock(agency, last, genre), late, rows.filter(validity__in=ENDED, ended_on=None),
    )  # fmt: skip


def _registered(agency: Agency, genre: str = "") -> QuerySet[Item]:
    """Of one agency, which is the lead maker of what was made together."""
    rows = Item.objects.filter(agency=agency, state__in=_RELEASED)
    rows = rows.filter(genre=genre) if genre else rows.filter(genre__in=REGISTERED)
    return rows.select_related("agency").order_by("-made_on", "-pk")


def _made(year: int) -> Q:
    return Q(made_on__range=_year(year))


def _repealed(year: int) -> Q:
    return Q(validity=Validity.REPEALED, ended_on__range=_year(year))


def _holds(on: date) -> Q:
    """Made by then, and not ended by then; the day it ends is the first on which it does not hold."""
    ended = Q(ended_on__lte=on) | Q(validity__in=ENDED, ended_on=None)
    return Q(made_on__lte=on) & ~ended


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)
