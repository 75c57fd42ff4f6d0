"""Events as they are typed: ``2026-03-09=third-party-asked:A``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.errors import Refused

from .events import Event, EventKind

_MOST = 20
_KINDS = {kind.value: kind for kind in EventKind}
_WITH_ID = {kind for kind in EventKind if EventKind.THIRD_PARTY_ASKED.rank <= kind.rank < EventKind.EXTENDED.rank}


def parse_events(words: Iterable[str]) -> list[Event]:
    """The events. Refused, naming the word, for a day, a kind or a mark that cannot be."""
    return [_event(word) for word in words]


def _event(word: str) -> Event:
    day, equals, what = word.partition("=")
    if not equals:
        raise Refused(f"“{word}”看不懂，请写成 日期=事项，如 2026-03-02=received。")
    name, colon, mark = what.partition(":")
    if colon and not mark:
        raise Refused(f"“{word}”的冒号后面是空的。")
    return made(day, name, mark)


def made(day: str, name: str, mark: str = "") -> Event:
    """One event from its day, the name of its kind, and its mark: an id, days of extension, or a day."""
    on, kind = parse_day(day), _kind(name)
    if not mark:
        return Event(kind, on)
    if kind is EventKind.EXTENDED:
        return Event(kind, on, days=_days(mark))
    if kind is EventKind.DELAYED_TO:
        return Event(kind, on, until=parse_day(mark))
    if kind not in _WITH_ID:
        raise Refused(f"“{kind.label}”（{name}）不写“{mark}”；只有征求意见及其答复可写编号，延期可写天数。")
    return Event(kind, on, mark)


def parse_day(text: str) -> date:
    """2026-03-02. Refused for anything else."""
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}”不是日期，请写成 2026-03-02 这样。") from None


def _kind(name: str) -> EventKind:
    if name not in _KINDS:
        raise Refused(f"没有“{name}”这种事项，可用：{'、'.join(_KINDS)}。")
    return _KINDS[name]


def _days(mark: str) -> int:
    days = int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 4 else 0
    if not 1 <= days <= _MOST:
        raise Refused(f"延期应为 1 至 {_MOST} 个工作日（《条例》第三十三条第二款），不能是“{mark}”。")
    return days
