"""What somebody filled in on the page 期限计算: one row an event, each with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from gongkai.errors import Refused
from gongkai.statute.clock import Event, EventKind, parse_day
from gongkai.statute.clock.parsing import made

# More than any request has; an address longer than this was not made by the form.
MOST = 40
_FEWEST = 3
_MARK = 20
K = EventKind
GROUPS = (
    ("申请和补正", (K.RECEIVED, K.SUPPLEMENT_NOTICED, K.SUPPLEMENT_RECEIVED)),
    ("征求第三方意见", (K.THIRD_PARTY_ASKED, K.THIRD_PARTY_RECEIVED, K.OPINION_RECEIVED)),
    ("征求共同制作机关意见", (K.JOINT_MAKER_ASKED, K.JOINT_MAKER_RECEIVED, K.JOINT_MAKER_ANSWERED)),
    ("征求其他机关意见", (K.AGENCY_ASKED, K.AGENCY_ANSWERED)),
    ("收费", (K.FEE_NOTICED, K.FEE_PAID)),
    ("延期和延迟", (K.EXTENDED, K.REASONS_ASKED, K.REASONS_RECEIVED, K.DELAYED_TO)),
    ("答复和结束", (K.POSTED, K.SERVED, K.CLOSED, K.WITHDRAWN)),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as typed; ``event`` when it says something that can be, ``wrong`` when it does not."""

    number: int
    day: str = ""
    kind: str = ""
    mark: str = ""
    event: Event | None = None
    wrong: str = ""

    @property
    def input(self) -> str:
        """A date field shows nothing of what is no date; nothing that was typed is to be lost."""
        return input_for(self.day)

    @property
    def field(self) -> str:
        """The id of its first field, for the link from the summary of mistakes."""
        return f"d{self.number}"


def input_for(day: str) -> str:
    """The type of the field that shows the day as typed."""
    try:
        if day:
            parse_day(day)
    except Refused:
        return "text"
    return "date"


def rows_of(query: QueryDict) -> list[Row]:
    """The rows of the address, and empty ones to go on with: three at least, one more where one is asked for."""
    days, kinds, marks = (query.getlist(name)[:MOST] for name in ("d", "k", "m"))
    filled = list(_filled(days, kinds, marks))
    wanted = min(MOST, max(_FEWEST, len(filled) + ("more" in query)))
    empty = [Row(n, kind=K.RECEIVED if n == 1 else "") for n in range(len(filled) + 1, wanted + 1)]
    return [*filled, *empty]


def _filled(days: list[str], kinds: list[str], marks: list[str]) -> Iterator[Row]:
    """Rows with a day or a mark; one where only the kind was chosen was begun and left."""
    number = 0
    for at, day in enumerate(days):
        kind = kinds[at] if at < len(kinds) else ""
        mark = marks[at].strip()[:_MARK] if at < len(marks) else ""
        if day.strip() or mark:
            number += 1
            yield _row(number, day.strip()[:_MARK], kind[:40], mark)


def _row(number: int, day: str, kind: str, mark: str) -> Row:
    try:
        if not day:
            raise Refused(f"第{number}行没有日期，请填写。")
        if not kind:
            raise Refused(f"第{number}行没有选事项，请选择。")
        return Row(number, day, kind, mark, made(day, kind, mark))
    except Refused as refusal:
        said = str(refusal)
        return Row(number, day, kind, mark, None, said if said.startswith("第") else f"第{number}行：{said}")


def looked_on(query: QueryDict, today: date) -> tuple[date, str, str]:
    """The day one looks, as typed, and what is wrong with it; today where none is given."""
    text = query.get("on", "").strip()[:_MARK]
    if not text:
        return today, today.isoformat(), ""
    try:
        return parse_day(text), text, ""
    except Refused as refusal:
        return today, text, f"查看日期：{refusal}"
