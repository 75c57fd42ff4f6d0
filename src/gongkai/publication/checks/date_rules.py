"""Dates that cannot be, or that contradict one another, the text or the day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from gongkai.agencies.who import day
from gongkai.publication.checks.found import Found, Subject
from gongkai.publication.models.checks import Kind, Severity
from gongkai.publication.words import Validity

EDITION: Final = "1"
_DIGIT: Final = "〇零○Ｏ一二三四五六七八九"
_DATE: Final = re.compile(
    r"(?<!\d)(?P<year>\d{4}|[12一二][〇零○九][〇零○一二三四五六七八九]{2})年"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日"
    r"(?:\s?[（(]\s?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])\s?[）)])?"
)
_SHORT: Final = re.compile(
    r"(?<![\d年])(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:\s?[（(]\s?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])\s?[）)])?"
)
_RANGE: Final = re.compile(r"\s?(?:至|到|[—－\-~～]{1,2})\s?")
_WEEKDAYS: Final = "一二三四五六日"
_DOCUMENT_YEAR: Final = re.compile(r"[〔\[（(【﹝](\d{4})[〕\]）)】﹞]")
_CHINESE: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


def look(subject: Subject) -> Iterator[Found]:
    yield from _described(subject)
    yield from _validity(subject)
    yield from _signed(subject)
    for place, text in subject.texts.items():
        yield from _written(subject, place, text)


def _contradiction(code: str, place: str, message: str, words: object, severity: str = Severity.DECIDE) -> Found:
    return Found(Kind.DATES, code, Severity(severity), message, place, words=str(words))


def _described(subject: Subject) -> Iterator[Found]:
    version, item = subject.version, subject.item
    made = version.made_on
    if made is None:
        return
    shown_on = item.first_public_on or (day(version.released_at) if version.released_at else None)
    if made > subject.on:
        yield _contradiction("made-later", "made_on", f"成文日期{made}晚于今天。", made, Severity.STOP)
    elif shown_on is not None and made > shown_on:
        words = f"成文日期{made}晚于首次公开日期{shown_on}。"
        yield _contradiction("made-after-release", "made_on", words, (made, shown_on))
    if version.effective_on is not None and version.effective_on < made:
        words = f"施行日期{version.effective_on}早于成文日期{made}。"
        yield _contradiction("effective-before-made", "effective_on", words, (version.effective_on, made))
    begins = version.effective_on or made
    if version.ended_on is not None and version.ended_on < begins:
        words = f"废止或者失效日期{version.ended_on}早于施行日期或者成文日期{begins}。"
        yield _contradiction("ended-before-begun", "ended_on", words, (version.ended_on, begins))
    year = _DOCUMENT_YEAR.search(version.document_number)
    if year and int(year[1]) != made.year:
        words = f"文号的年份{year[1]}与成文日期{made}的年份不一致。"
        yield _contradiction("number-of-another-year", "document_number", words, (year[1], made), Severity.HINT)


def _validity(subject: Subject) -> Iterator[Found]:
    version, ended = subject.version, subject.version.ended_on
    if ended is None:
        return
    if version.validity in (Validity.IN_FORCE, Validity.AMENDED) and ended <= subject.on:
        words = f"已于{ended}到期，有效性仍标为“{version.get_validity_display()}”。"
        yield _contradiction("ended-in-force", "validity", words, ended)
    if version.validity in (Validity.REPEALED, Validity.LAPSED) and ended > subject.on:
        words = f"{ended}才到期，有效性已标为“{version.get_validity_display()}”。"
        yield _contradiction("gone-too-early", "validity", words, ended)


def _signed(subject: Subject) -> Iterator[Found]:
    """The last line of the body that is a date and nothing else is the day of signing."""
    made = subject.version.made_on
    text, at = subject.texts["body"], 0
    signed: tuple[date, int, int] | None = None
    for line in text.splitlines(keepends=True):
        found = _DATE.fullmatch(line.strip())
        if found and (meant := _day(found)) is not None:
            start = at + line.index(found[0])
            signed = (meant, start, start + len(found[0]))
        at += len(line)
    if signed and made is not None and signed[0] != made:
        words = f"正文落款日期{signed[0]}与成文日期{made}不一致。"
        yield subject.at(Kind.DATES, "signed-otherwise", Severity.DECIDE, words, "body", *signed[1:],
                         proposal=f"{made.year}年{made.month}月{made.day}日")  # fmt: skip


def _written(subject: Subject, place: str, text: str) -> Iterator[Found]:
    before: tuple[date, int] | None = None
    for found in _DATE.finditer(text):
        meant = _day(found)
        if meant is None:
            yield _at(subject, place, found, "no-such-day", f"没有{found[0]}这一天。")
            continue
        if found["weekday"]:
            yield from _weekday(subject, place, found, meant)
        if before and meant < before[0] and _joined(text[before[1] : found.start()]):
            words = f"起止时间颠倒：{before[0]}在{meant}之后。"
            yield _at(subject, place, found, "ends-before-it-begins", words)
        before = (meant, found.end())
    yield from _without_year(subject, place, text)


def _joined(between: str) -> bool:
    return _RANGE.fullmatch(between) is not None


def _without_year(subject: Subject, place: str, text: str) -> Iterator[Found]:
    year = subject.version.made_on.year if subject.version.made_on else None
    for found in _SHORT.finditer(text):
        month, number = int(found["month"]), int(found["day"])
        # 29 February stands in one year of four.
        if _made(2000, month, number) is None:
            yield _at(subject, place, found, "no-such-day", f"没有{found[0]}这一天。")
        elif found["weekday"] and year and (meant := _made(year, month, number)):
            yield from _weekday(subject, place, found, meant, year)


def _weekday(
    subject: Subject, place: str, found: re.Match[str], meant: date, year: int | None = None
) -> Iterator[Found]:
    """``year``: supposed, since none is written; the one after would be right as well."""
    said = _WEEKDAYS.index(found["weekday"].replace("天", "日"))
    later = _made(year + 1, meant.month, meant.day) if year else None
    if said != meant.weekday() and (later is None or said != later.weekday()):
        right = _WEEKDAYS[meant.weekday()]
        yield _at(subject, place, found, "wrong-weekday", f"{meant}是星期{right}，不是星期{found['weekday']}。")


def _at(subject: Subject, place: str, found: re.Match[str], code: str, message: str) -> Found:
    return subject.at(Kind.DATES, code, Severity.DECIDE, message, place, *found.span())


def _day(found: re.Match[str]) -> date | None:
    """None for a day that is not there."""
    return _made(*(_number(found[part]) for part in ("year", "month", "day")))


def _made(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _number(words: str) -> int:
    """二〇二六, 十二, 三十一 or digits."""
    if words.isdecimal() and words.isascii():
        return int(words)
    if "十" not in words:
        return int("".join(str(_CHINESE.get(char, 1)) for char in words))
    tens, _, ones = words.partition("十")
    return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)
