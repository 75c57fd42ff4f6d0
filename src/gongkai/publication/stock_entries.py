"""What one row of existing stock says: looked at, put into our words, its faults and notes told.

entry(row, *, today) -> Entry      a fault keeps the whole list out, a note is only told
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from html import escape
from typing import Final

from gongkai.papers import rich_text
from gongkai.publication.stock_rows import RawRow
from gongkai.publication.words import Genre, Validity, Way
from gongkai.statute import duties

# Older days are misprints: nothing was public before there were government websites and gazettes of today.
EARLIEST: Final = date(1949, 10, 1)
_DATE = re.compile(
    r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?|(\d{4})(\d{2})(\d{2})"
)
# The number of a day in a workbook; the first of them is in 1954, the last in 2091.
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.\d+)?")
_LIST = re.compile(r"[、，,;；/\n]+")
_SUMMARY: Final = 100
# Signs that the cleaning of bodies leaves as they are.
_ORDINARY = re.compile(r"[ !-~　-〿一-鿿！-～“”‘’…—·×〇°℃㎡]*")
_IDEOGRAPHIC_SPACE: Final = "　"

_GENRES: Final[Mapping[str, str]] = {
    **{label: code for code, label in Genre.choices},
    "": Genre.OTHER, "规范性文件": Genre.NORMATIVE, "政府规章": Genre.RULE, "部门规章": Genre.RULE,
    "地方政府规章": Genre.RULE, "公告": Genre.ANNOUNCEMENT, "通告": Genre.ANNOUNCEMENT, "批复": Genre.REPLY,
    "复函": Genre.REPLY, "解读": Genre.INTERPRETATION,
}  # fmt: skip
_VALIDITIES: Final[Mapping[str, str]] = {
    **{label: code for code, label in Validity.choices},
    "": "", "现行有效": Validity.IN_FORCE, "已废止": Validity.REPEALED, "已失效": Validity.LAPSED,
    "无效": Validity.LAPSED, "修改": Validity.AMENDED, "部分有效": Validity.AMENDED, "部分修改": Validity.AMENDED,
}  # fmt: skip
_WAYS: Final[Mapping[str, str]] = {
    **{label: code for code, label in Way.choices},
    "网站": Way.WEBSITE, "门户网站": Way.WEBSITE, "政府门户网站": Way.WEBSITE, "公报": Way.GAZETTE,
    "微信": Way.WECHAT, "公众号": Way.WECHAT, "报纸": Way.PRESS, "广播": Way.BROADCAST, "电视": Way.BROADCAST,
    "公示栏": Way.BOARD, "公告栏": Way.BOARD, "公开栏": Way.BOARD, "政务服务大厅": Way.SERVICE_HALL,
    "档案馆": Way.READING_POINT, "图书馆": Way.READING_POINT, "查阅点": Way.READING_POINT,
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """``ways``: each channel with its place. ``public_on`` None: the list does not know the day."""

    row: int
    number: str
    title: str
    document_number: str
    made_on: date | None
    public_on: date | None
    subject: str
    category: str
    genre: str
    validity: str
    ended_on: date | None
    ways: tuple[tuple[str, str], ...]
    body: str
    text: str
    summary: str
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def entry(row: RawRow, *, today: date) -> Entry:
    told = _Told(list(row.faults), [])
    said = row.values
    made_on, public_on = (_day(said[name], name, told) for name in ("成文日期", "公开日期"))
    ended_on, validity = _day(said["失效日期"], "失效日期", told), _word(_VALIDITIES, said, "有效性", told)
    _days(made_on, public_on, validity, ended_on, today, told)
    body, text = _body(said["正文"], told)
    title = _short(" ".join(said["标题"].split()), "标题", 300, told)
    if not title:
        told.faults.append("缺少标题。")
    return Entry(
        row=row.number,
        number=_short("".join(said["索引号"].split()), "索引号", 80, told),
        title=title,
        document_number=_short(" ".join(said["文号"].split()), "文号", 100, told),
        made_on=made_on,
        public_on=public_on,
        subject=_short(said["主题分类"], "主题分类", 60, told),
        category=_category(said["条例事项"], today, told),
        genre=_word(_GENRES, said, "体裁", told),
        validity=validity,
        ended_on=ended_on,
        ways=_ways(said["渠道"]),
        body=body,
        text=text,
        summary=_summary(title, text),
        faults=tuple(told.faults),
        notes=tuple(told.notes),
    )


@dataclass(frozen=True)
class _Told:
    faults: list[str]
    notes: list[str]


def _day(words: str, column: str, told: _Told) -> date | None:
    """As people write it, or as a workbook counts it."""
    if not words:
        return None
    found = _DATE.fullmatch(words)
    serial = _SERIAL.fullmatch(words)
    try:
        if found:
            year, month, day = (int(part) for part in found.groups() if part)
            return date(year, month, day)
        if serial:
            return date(1899, 12, 30) + timedelta(days=int(serial[1]))
    except ValueError:
        pass
    told.faults.append(f"{column}“{words[:30]}”不是日期，请写成2025-03-02。")
    return None


def _days(
    made: date | None, public: date | None, validity: str, ended: date | None, today: date, told: _Told
) -> None:
    for name, day in (("成文日期", made), ("公开日期", public)):
        if day is not None and not EARLIEST <= day <= today:
            told.faults.append(f"{name}应在{EARLIEST}到今天之间。")
    if made and public and public < made:
        told.faults.append("公开日期早于成文日期。")
    if validity in (Validity.IN_FORCE, Validity.AMENDED) and ended is not None and ended <= today:
        told.faults.append("失效日期已过，有效性却不是废止或者失效。")
    if validity in (Validity.REPEALED, Validity.LAPSED):
        if ended is None:
            told.notes.append("没有失效日期，报告年度的废止件数中不能计入")
        elif ended > today:
            told.faults.append("已废止或者失效的，失效日期不能晚于今天。")
    if made is None:
        told.notes.append("没有成文日期（《条例》第十二条），请补填")
    if public is None:
        told.notes.append("没有公开日期，按收录日期计入当年")


def _word(words: Mapping[str, str], said: Mapping[str, str], column: str, told: _Told) -> str:
    text = "".join(said[column].split())
    if text not in words:
        told.faults.append(f"{column}“{text[:20]}”不认识，可用：{'、'.join(_labels(words))}。")
        return ""
    return words[text]


def _labels(words: Mapping[str, str]) -> list[str]:
    """One word for each meaning."""
    first: dict[str, str] = {}
    for word, code in words.items():
        if word:
            first.setdefault(code, word)
    return list(first.values())


def _short(text: str, column: str, longest: int, told: _Told) -> str:
    if len(text) > longest:
        told.faults.append(f"{column}超过{longest}个字。")
    return text[:longest]


def _category(words: str, today: date, told: _Told) -> str:
    words = "".join(words.split())
    found = _categories(today).get(_plain(words), "") if words else ""
    if words and not found:
        told.faults.append(f"条例事项“{words[:30]}”不认识，请写成“20.1”或者“第二十条第（一）项”，不知道的留空。")
    return found


@cache
def _categories(today: date) -> Mapping[str, str]:
    """By code, article, name and short name, none with brackets or white space. A district may give an agency more
    than Art. 21 gives its kind."""
    found: dict[str, str] = {}
    for one in duties.categories(today):
        article, _, item = one.code.partition(".")
        words = (
            one.code,
            one.label,
            one.short,
            one.article,
            one.article.removesuffix("项"),
            f"{article}（{item}）",
        )
        for word in words:
            found.setdefault(_plain(word), one.code)
    return found


def _plain(text: str) -> str:
    """第二十条第（五）项, 《条例》第二十条第五项 and 第二十条（五） are one."""
    bare = re.sub(r"[\s（）()《》]|条例", "", text)
    return re.sub(r"第(?=[一二三四五六七八九十]+项?$)|(?<=[一二三四五六七八九十])项$", "", bare)


def _ways(words: str) -> tuple[tuple[str, str], ...]:
    """An unknown channel is kept in its own words."""
    found = [part.strip() for part in _LIST.split(words) if part.strip()]
    ways = [(_WAYS[one], "") if one in _WAYS else (str(Way.OTHER), one[:200]) for one in found]
    return tuple(dict.fromkeys(ways)) or ((str(Way.WEBSITE), ""),)


def _body(words: str, told: _Told) -> tuple[str, str]:
    """Plain text by its lines, or HTML where there is a paragraph of it."""
    if not words:
        return "", ""
    if not re.search(r"<(p|div|br|table|span|h\d)\b", words, re.IGNORECASE):
        return plain_body(words)
    cleaned = rich_text.cleaned(words)
    told.notes.extend(cleaned.left)
    return cleaned.html, rich_text.text_of(cleaned.html)


def plain_body(words: str) -> tuple[str, str]:
    """Plain text as a body and its text; what cleaning would make of it, in a hundredth of the time."""
    lines = [
        line for raw in words.splitlines() if (line := " ".join(raw.replace(_IDEOGRAPHIC_SPACE, " ").split()))
    ]
    html = "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)
    if all(_ORDINARY.fullmatch(line) for line in lines):
        return html, "\n".join(lines)
    clean = rich_text.clean(html)
    return clean, rich_text.text_of(clean)


def _summary(title: str, text: str) -> str:
    """The first words of the body, whole sentences where they fit; else the title (Art. 12 wants one)."""
    first = " ".join(text.split("\n"))[:_SUMMARY]
    if len(text) <= _SUMMARY or not first:
        return first or title
    end = max(first.rfind(sign) for sign in "。；！？")
    return first[: end + 1] if end >= 20 else first
