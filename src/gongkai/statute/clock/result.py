"""What the clock says: a day, and line by line how it came about."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from gongkai.statute.calendar_notices import weekday

from .rules import wording


class Reason(NamedTuple):
    """One line of the working. The sentence is written when it is asked for, from what is kept here.

    ``on``: the day of the event. ``counted``: working days it adds to the period (20, an extension) or leaves out
    of the count (negative); 0 when it changes nothing, None for a line that only states something. ``until``: the
    end of the period after it. ``ended``: the day a consultation ended. ``old``: the request came before
    15 May 2019 and is under the Regulation of 2007.
    """

    code: str
    on: date | None
    counted: int | None = None
    until: date | None = None
    who: str = ""
    ended: date | None = None
    old: bool = False

    @property
    def article(self) -> str:
        """The article or document it rests on."""
        said = wording()[self.code]
        return said.article_2007 if self.old else said.article

    @property
    def text(self) -> str:
        """The sentence in Chinese."""
        said = wording()[self.code]
        return said.pattern % said.values(self)

    @property
    def length(self) -> int:
        """Working days added or left out, whichever it is."""
        return abs(self.counted or 0)

    @property
    def whom(self) -> str:
        """The mark of a consultation, in quotes."""
        return f"“{self.who}”" if self.who else ""

    @property
    def until_weekday(self) -> str:
        return weekday(self.until) if self.until else ""


class Due(NamedTuple):
    """``on``: the last day for the reply, None while the applicant is waited for (``waiting_for`` says for what:
    "supplement", "payment" or "reasons") and when the case ended while waiting.

    ``provisional``: a consultation is still open, or days of years without a notice were counted
    (``missing_years``). ``stopped_on``: the day the reply was posted or signed for, or the case ended.
    """

    on: date | None
    provisional: bool
    because: tuple[Reason, ...]
    waiting_for: str | None = None
    stopped_on: date | None = None
    missing_years: tuple[int, ...] = ()


def overdue(due: Due, *, on: date) -> bool:
    """Is the reply late that day, or was it when it was made. Never while the applicant is waited for."""
    return due.on is not None and (due.stopped_on or on) > due.on
