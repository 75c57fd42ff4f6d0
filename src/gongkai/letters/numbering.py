"""Number series: of cases, of what comes in, of letters; per agency and year, without gaps and without doubles.

take(agency, series, year, *, pattern) -> str           the next number, held until the transaction ends
start(user, agency, series, year, *, next, pattern, at) go on from a given number, or in another pattern
letters_series(agency, kind) -> str                     the series of a kind of letter

A number is taken by counting up a locked row: whoever else wants one waits, and a transaction that is rolled back
gives it back. A letter that is voided keeps its number; that is no gap.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.letters.models import Series

PATTERN: Final = "{year}-{n:05d}"
# One series for all letters of an agency, until it begins one of its own for a kind (``letter:granted``).
LETTERS: Final = "letter"
# What stands for the agency's own word (机关代字) until it says which.
WORD: Final = "依申请公开"
_PLACE = re.compile(r"\{(year|n|n:0[1-9]d)\}")
_LONGEST: Final = 40


@transaction.atomic
def take(agency: Agency, series: str, year: int, *, pattern: str = PATTERN) -> str:
    """The next number of the series, as it is written. ``pattern`` is for a series that begins with it; a year
    that begins goes on in the pattern of the year before, at 1."""
    return take_many(agency, series, year, 1, pattern=pattern)[0]


@transaction.atomic
def take_many(agency: Agency, series: str, year: int, count: int, *, pattern: str = PATTERN) -> list[str]:
    """As many numbers in a row."""
    row = _held(agency, series, year, pattern)
    numbers = range(row.next, row.next + count)
    row.taken, row.next = numbers[-1], numbers[-1] + 1
    row.save(update_fields=["taken", "next"])
    return [written(row.pattern, year, number) for number in numbers]


@transaction.atomic
def start(user: Who, agency: Agency, series: str, year: int, *, next: int, pattern: str, at: datetime) -> Series:
    """The series goes on at ``next`` in this pattern, for an office that has given numbers out before. Refused
    at or below a number that was given out here, and for a pattern without ``{n}`` and ``{year}``."""
    ensure(user, "cases.settings", agency, on=day(at))
    pattern = checked(pattern)
    row = _held(agency, series, year, pattern)
    if next <= row.taken:
        raise Refused(f"{year}年已用到{row.taken}号，下一个号至少是{row.taken + 1}。")
    others = Series.objects.filter(agency=agency, year=year, pattern=pattern).exclude(pk=row.pk)
    if others.exists():
        raise Refused("另一个编号序列已使用相同的格式，会出现重号；请换一个代字。")
    row.next, row.pattern = next, pattern
    row.save(update_fields=["next", "pattern"])
    data = {"series": series, "year": year, "next": next, "pattern": pattern}
    record("letters.series", actor=actor(user), agency=agency, object=row, data=data, at=at)
    return row


def letters_series(agency: Agency, kind: str) -> str:
    """The kind's own series once the agency has begun one, else the one of all letters."""
    own = f"{LETTERS}:{kind}"
    return own if Series.objects.filter(agency=agency, name=own).exists() else LETTERS


def sample(agency: Agency, series: str, year: int, *, pattern: str = PATTERN) -> str:
    """What a number of this series looks like, none taken."""
    row = Series.objects.filter(agency=agency, name=series, year__lte=year).order_by("-year").first()
    return written(row.pattern if row else pattern, year, row.next if row and row.year == year else 1)


def written(pattern: str, year: int, number: int) -> str:
    """A number in its pattern: ``依申请公开〔2026〕3号``."""
    return _PLACE.sub(lambda m: f"{year}" if m[1] == "year" else f"{number:{m[1][2:]}}", pattern)


def checked(pattern: str) -> str:
    """The pattern without white space. Refused when numbers in it would not differ by number and year, or when it
    holds anything else in braces."""
    pattern = "".join(pattern.split())
    rest = _PLACE.sub("", pattern)
    places = [m[1].partition(":")[0] for m in _PLACE.finditer(pattern)]
    if sorted(places) != ["n", "year"] or set("{}") & set(rest) or len(pattern) > _LONGEST:
        raise Refused(
            "编号格式须含年份{year}和序号{n}各一次（需要补零的写{n:05d}），如“示民公开〔{year}〕{n}号”。"
        )
    return pattern


def _held(agency: Agency, series: str, year: int, pattern: str) -> Series:
    """The row of this year, made if there is none, locked until the transaction ends."""
    rows = Series.objects.select_for_update(no_key=True).filter(agency=agency, name=series)
    found = rows.filter(year=year).first()
    if found is not None:
        return found
    before = Series.objects.filter(agency=agency, name=series, year__lt=year).order_by("-year").first()
    Series.objects.get_or_create(
        agency=agency, name=series, year=year, defaults={"pattern": before.pattern if before else checked(pattern)}
    )
    return rows.get(year=year)
