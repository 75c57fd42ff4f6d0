"""Index numbers (索引号): one series an agency, unique in the whole portal, never given again, never changed.

take(agency, at) -> str                            the next one, held until the transaction ends
take_many(agency, on, count) -> list[str]          as many in a row
start(user, agency, *, pattern, next, year, at)    go on from a given number, or in another pattern
written(pattern, agency, on, n) -> str             what a number looks like

A pattern holds ``{year}`` and ``{n}`` or ``{n:05d}``, and may hold ``{month}`` (two digits), ``{code}``
(统一社会信用代码) and ``{organ}`` (its nine digits of the 组织机构代码). The serial begins anew every year.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.letters.models import Series
from gongkai.publication.models import Item

SERIES: Final = "item"
# The format most bodies use (11370322004222241N/2021-5135380); of one without a code, its key in this portal.
PATTERN: Final = "{code}/{year}-{n:05d}"
_PLACE = re.compile(r"\{(year|month|code|organ|n|n:0[1-9]d)\}")
_LONGEST: Final = 60


@transaction.atomic
def take(agency: Agency, at: datetime) -> str:
    """The next index number of this agency."""
    return take_many(agency, day(at), 1)[0]


@transaction.atomic
def take_many(agency: Agency, on: date, count: int) -> list[str]:
    """As many as are wanted, in order. One that old stock brought along is passed over."""
    row = _held(agency, on.year)
    found: list[str] = []
    while len(found) < count:
        missing = count - len(found)
        some = [written(row.pattern, agency, on, n) for n in range(row.next, row.next + missing)]
        row.taken, row.next = row.next + missing - 1, row.next + missing
        here = set(Item.objects.filter(number__in=some).values_list("number", flat=True))
        found += [number for number in some if number not in here]
    row.save(update_fields=["taken", "next"])
    return found


@transaction.atomic
def start(user: Who, agency: Agency, *, year: int, next: int, pattern: str, at: datetime) -> Series:
    """The series of a year goes on at ``next`` in this pattern. Refused at or below a number that was given out
    here, and for a pattern by which two agencies would give the same number."""
    ensure(user, "publication.settings", agency, on=day(at))
    pattern = checked(pattern)
    if next < 1:
        raise Refused("序号从1开始，请核对。")
    row = _held(agency, year)
    if next <= row.taken:
        raise Refused(f"{year}年已用到{row.taken}号，索引号不得重用；下一个号至少是{row.taken + 1}。")
    _ensure_alone(agency, pattern)
    row.next, row.pattern = next, pattern
    row.save(update_fields=["next", "pattern"])
    data = {"year": year, "next": next, "pattern": pattern}
    record("items.series", actor=actor(user), agency=agency, object=row, data=data, at=at)
    return row


def sample(agency: Agency, on: date) -> str:
    """What the next number looks like, none taken."""
    row = Series.objects.filter(agency=agency, name=SERIES, year__lte=on.year).order_by("-year").first()
    number = row.next if row and row.year == on.year else 1
    return written(row.pattern if row else PATTERN, agency, on, number)


def written(pattern: str, agency: Agency, on: date, number: int) -> str:
    """A number in its pattern: ``11370322004222241N/2026-00013``."""
    return _PLACE.sub(lambda m: _put(m[1], agency, on, number), pattern)


def read(pattern: str, agency: Agency, text: str) -> tuple[int, int] | None:
    """The year and serial of a number written in this pattern; None for any other. Undoes ``written``."""
    found = _shape(pattern, agency).fullmatch(text)
    if found is None:
        return None
    year, number = int(found["year"]), int(found["n"])
    again = written(pattern, agency, date(year, int(found.groupdict().get("month") or 1), 1), number)
    return (year, number) if again == text else None


class Reader:
    """Tells the numbers of a list that are written as this agency writes its own, in the pattern of their year."""

    def __init__(self, agency: Agency) -> None:
        self._agency = agency
        rows = Series.objects.filter(agency=agency, name=SERIES)
        self._patterns = {*rows.values_list("pattern", flat=True)} or {PATTERN}
        self._of_year: dict[int, str] = {}

    def read(self, text: str) -> tuple[int, int] | None:
        for pattern in self._patterns:
            found = read(pattern, self._agency, text)
            if found is not None and self._pattern(found[0]) == pattern:
                return found
        return None

    def _pattern(self, year: int) -> str:
        return self._of_year.get(year) or self._of_year.setdefault(year, pattern_of(self._agency, year))


def checked(pattern: str) -> str:
    """The pattern without white space. Refused when numbers in it would not differ by year and serial."""
    pattern = "".join(pattern.split())
    places = [m[1].partition(":")[0] for m in _PLACE.finditer(pattern)]
    rest = _PLACE.sub("", pattern)
    once = all(places.count(place) == 1 for place in ("year", "n")) and places.count("month") <= 1
    if not once or set("{}") & set(rest) or len(pattern) > _LONGEST or _touching(pattern):
        raise Refused(
            "索引号格式须含年份{year}和序号{n}各一次，可含月份{month}、统一社会信用代码{code}或者组织机构代码{organ}；"
            "序号前后用符号隔开，如“{code}/{year}-{n:05d}”。"
        )
    return pattern


def go_on_behind(agency: Agency, year: int, number: int) -> None:
    """Numbers up to this one are gone: old stock brought them."""
    row = _held(agency, year)
    if row.next <= number:
        row.next, row.taken = number + 1, number
        row.save(update_fields=["taken", "next"])


def pattern_of(agency: Agency, year: int) -> str:
    """In which pattern this agency gives numbers in a year."""
    rows = Series.objects.filter(agency=agency, name=SERIES)
    row = rows.filter(year__lte=year).order_by("-year").first() or rows.order_by("year").first()
    return row.pattern if row else PATTERN


class Taking:
    """Many numbers of many years, as an import wants them: the series are held once and put back by ``save``. What
    numbers its rows bring along must be told first (``go_on_behind``)."""

    def __init__(self, agency: Agency) -> None:
        self._agency = agency
        self._rows: dict[int, Series] = {}

    def take(self, on: date) -> str:
        """The next one of that day's year."""
        row = self._rows.get(on.year) or self._rows.setdefault(on.year, _held(self._agency, on.year))
        row.taken, row.next = row.next, row.next + 1
        return written(row.pattern, self._agency, on, row.taken)

    def save(self) -> None:
        for row in self._rows.values():
            row.save(update_fields=["taken", "next"])


def _put(place: str, agency: Agency, on: date, number: int) -> str:
    code = agency.credit_code
    values = {
        "year": f"{on:%Y}",
        "month": f"{on:%m}",
        "code": code or f"G{agency.pk:05d}",
        "organ": code[8:17] if code else f"G{agency.pk:05d}",
    }
    return values[place] if place in values else f"{number:{place[2:] or 'd'}}"


def _shape(pattern: str, agency: Agency) -> re.Pattern[str]:
    return re.compile("".join(_reads(part, agency) for part in _parts(pattern)))


def _parts(pattern: str) -> list[str]:
    """Its places with their braces, and what stands between."""
    return [part for part in re.split(r"(\{[^}]+\})", pattern) if part]


def _reads(part: str, agency: Agency) -> str:
    shapes = {"{year}": r"(?P<year>[12]\d{3})", "{month}": r"(?P<month>0[1-9]|1[0-2])"}
    if part in shapes:
        return shapes[part]
    if part.startswith("{n"):
        return r"(?P<n>\d{1,9})"
    return re.escape(_PLACE.sub(lambda m: _put(m[1], agency, date.min, 0), part))


def _touching(pattern: str) -> bool:
    """A serial that runs into a digit or another number is read in two ways."""
    return bool(re.search(r"(\d|\})\{n[:}]|\{n(:0\dd)?\}(\d|\{)", pattern))


def _ensure_alone(agency: Agency, pattern: str) -> None:
    """Whatever their codes and keys are, two agencies never write the same number."""
    mine = _literal(pattern, agency)
    others = Series.objects.filter(name=SERIES).exclude(agency=agency).select_related("agency")
    for other in others.distinct():
        if _literal(other.pattern, other.agency) == mine:
            raise Refused("另一个机关已使用相同的索引号格式，会出现重号；请加上本机关的代码。")


def _literal(pattern: str, agency: Agency) -> str:
    """The pattern with all in it that is not year, month or serial; how wide the serial is matters not, since a
    serial outgrows its zeros."""
    shape = re.sub(r"\{n(:0\dd)?\}", "{n}", pattern)
    return re.sub(r"\{(code|organ)\}", lambda m: _put(m[1], agency, date.min, 0), shape)


def _held(agency: Agency, year: int) -> Series:
    """The row of this year, made if there is none, locked until the transaction ends."""
    rows = Series.objects.select_for_update(no_key=True).filter(agency=agency, name=SERIES)
    found = rows.filter(year=year).first()
    if found is not None:
        return found
    Series.objects.get_or_create(
        agency=agency, name=SERIES, year=year, defaults={"pattern": pattern_of(agency, year)}
    )
    return rows.get(year=year)
