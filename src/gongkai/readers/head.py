"""Who reports, for which year and period, where the electronic version is, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from gongkai.statute.form import Contact

_BLANK = re.compile(r"[\s\u3000]+")
_CORE = r"(?:政府信息公开|政务公开|信息公开)"
_TITLE = re.compile(
    rf"^(?P<front>[^，。；：:]{{0,60}}?)(?:{_CORE}(?:工作)?(?:20\d\d年度?)?(?:年度|年)?(?:工作)?(?:年度|告年度)?(?:工作)?(?:年度)?(?:报告|报|总结报告|年报)"
    rf"|{_CORE}工作?告年度报|{_CORE}(?:工作)?(?:年度?报告?|情况的?(?:年度)?报告))(?:统计表|汇总表|情况表)?(?:\(.{{0,12}}\))?(?P<after>20\d\d年?)?$"
)
_RUN_ON = re.compile(
    rf"\s*((?!现|为|根据|按照|依据|本|特|关于|按)[\u4e00-\u9fff（）()]{{3,30}}20\d\d\s*年度?{_CORE}(?:工作)?年度报告)(?=[\u4e00-\u9fff])"
)
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*年?度?")
_CHINESE_YEAR = re.compile("二[〇○零0]([〇○零0一二三四五六七八九])([〇○零0一二三四五六七八九])年?度?")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "0": 0}
_BEFORE_YEAR = re.compile(r"(?<=[\u4e00-\u9fff])[:：](?=20\d\d年)")
_LEAD = re.compile(r"^(?:标\s*题|题\s*名|名\s*称)\s*[:：]\s*|^关于|^(?:当前位置|您的位置|首页).*?(?:年报|报告)\s+")
_DATE = r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_PERIOD = re.compile(
    rf"{_DATE}\s*(?:起)?\s*(?:至|到|—|－|-|~|～|——)+\s*(?:(20\d\d)\s*年)?\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日"
)
_NEAR_PERIOD = re.compile("期限|数据|统计|时间|起止|期间")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:[a-zA-Z0-9-]+\.)+(?:gov\.cn|com\.cn|org\.cn|edu\.cn|cn|com|org|net)(?:[/?][A-Za-z0-9_./?=&%#~:+-]*)?"
)
_SOURCE = re.compile(
    r"(?:发布机构|发布单位|发布机关|信息来源|来\s*源|公开主体)\s*[:：]\s*([\u4e00-\u9fff（）()]{3,30})"
)
_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-—–]+\s+|--+")
_AGENCY_END = re.compile(
    r"(?:政府|办公室|办公厅|委员会|局|厅|部|院|署|办|处|所|站|街道|镇|乡|区|县|市|省|州|盟|旗|中心|集团|公司|学校|大学|医院|支队|大队|总队|馆|场|社|会|某部门)$"
)
_SIGNED = re.compile(r"^[\u4e00-\u9fff]{4,30}$")
_YEAR_LINE = re.compile(r"[(（]?20\d\d年?度?[)）]?")
_OPENING = re.compile(r"^\s*(20\d\d)\s*年(?:度)?(?![1-9]?\d月)")


@dataclass(slots=True)
class Head:
    agency: str | None = None
    year: int | None = None
    title: str | None = None
    period: tuple[date, date] | None = None
    electronic_address: str | None = None
    contact: Contact = field(default_factory=Contact)
    preamble: tuple[str, ...] = ()


def year_in(text: str) -> int | None:
    """The year that a title names; None for none or two different ones."""
    found = {int(y) for y in _YEAR.findall(text)}
    for tens, ones in _CHINESE_YEAR.findall(text):
        found.add(2000 + _DIGITS[tens] * 10 + _DIGITS[ones])
    return found.pop() if len(found) == 1 else None


def is_title(text: str) -> bool:
    """A line that is the title of an annual report, or its second half."""
    return _title(text) is not None


def _title(text: str) -> re.Match[str] | None:
    if len(text) > 90 or "报" not in text:
        return None
    bare = _LEAD.sub("", _BLANK.sub("", text).replace("（", "(").replace("）", ")")).strip("《》")
    return _TITLE.match(_BEFORE_YEAR.sub("", bare))


def read(
    lines: Sequence[str], first_section: Sequence[str], file_title: str | None, last_lines: Sequence[str]
) -> Head:
    """The head from the lines before the first section, that section's text, the file's own title and the
    closing lines (a signature). What is not said stays None."""
    head = Head()
    at = _wrapped(head, lines, file_title)
    if at is None:
        at = _titled(head, lines)
    _name(head, lines, at, file_title)
    texts = [*lines, *first_section]
    head.period = _period(texts)
    if head.year is None and head.period is not None:
        head.year = head.period[1].year
    if head.year is None:
        head.year = _opening_year(first_section)
    if head.agency is None:
        head.agency = _agency_elsewhere(lines, last_lines)
    head.electronic_address = _electronic(texts)
    head.contact = contact(texts)
    head.preamble = tuple(lines[at + 1 :]) if at is not None else tuple(lines)
    return head


def _wrapped(head: Head, lines: Sequence[str], file_title: str | None) -> int | None:
    """The file's own title where it is printed word for word, on one line or broken over several: the file
    knows where the broken title begins and ends. Returns the place of its last line."""
    whole = _BLANK.sub("", file_title or "")
    if len(whole) < 6 or "报告" not in whole:
        return None
    bare = [_BLANK.sub("", line) for line in lines[:20]]
    for start in range(len(bare)):
        for end in range(start + 1, min(start + 5, len(bare) + 1)):
            if bare[start] and "".join(bare[start:end]) == whole:
                head.title, head.year = whole, year_in(whole)
                return end - 1
    return None


def _titled(head: Head, lines: Sequence[str]) -> int | None:
    """Find the title among the lines; sets title and year. Returns its place."""
    places = [i for i, line in enumerate(lines) if _title(line) is not None]
    if not places:
        return _inside(head, lines)
    dated = [i for i in places if year_in(lines[i]) is not None] or places
    at = dated[0]
    before = _BLANK.sub("", lines[at - 1]) if at else ""
    match = _title(lines[at])
    front = _front(match["front"]) if match else ""
    title = _LEAD.sub("", lines[at].strip())
    if (
        not front
        and before
        and len(before) <= 40
        and _AGENCY_END.search(before)
        and not re.search("[，。：:]", before)
    ) or (year_in(title) is None and at and year_in(before) is not None and len(before) <= 45):
        title = f"{before}{title}"
    head.title = _BLANK.sub("", title)
    head.year = year_in(head.title)
    for after in lines[at + 1 : at + 3]:
        line = _BLANK.sub("", after)
        line = line[1:-1] if line[:1] in "（(" and line[-1:] in "）)" and not _YEAR_LINE.fullmatch(line) else line
        if head.year is None and _YEAR_LINE.fullmatch(line):
            head.year = year_in(line)
        elif head.agency is None and not _front(front) and head.title == _BLANK.sub("", lines[at]):
            head.agency = line if _SIGNED.match(line) and _AGENCY_END.search(line) else None
    return max(i for i in places if i == at or _BLANK.sub("", lines[i]) == _BLANK.sub("", lines[at]))


def _inside(head: Head, lines: Sequence[str]) -> int | None:
    """A title inside a line that ran on: after navigation, or right before the text."""
    for i, line in enumerate(lines):
        for part in re.split(r"[\s\u3000]+|[:：]", line):
            if _title(part) is not None and year_in(part) is not None:
                head.title, head.year = _LEAD.sub("", part), year_in(part)
                return i
        match = _RUN_ON.match(line)
        if match:
            head.title, head.year = _BLANK.sub("", match[1]), year_in(match[1])
            return i - 1  # the line holds text, too
    return None


def _front(front: str) -> str:
    """The agency's part of what stands before 政府信息公开: years and 年度 taken off."""
    front = _CHINESE_YEAR.sub("", _YEAR.sub("", front))
    front = front.replace("()", "").strip("-—_ ")
    return re.sub(r"^(?:关于)|(?:年度|年|的|关于)$", "", front).strip("-—_ ")


def _name(head: Head, lines: Sequence[str], at: int | None, file_title: str | None) -> None:
    first_part = _SITE.split(file_title or "", maxsplit=1)[0]  # what follows is the name of the site
    for text in (head.title, file_title, first_part):
        match = _title(text) if text else None
        if match is None:
            continue
        if head.year is None:
            head.year = year_in(text or "")
        if head.title is None and text:
            head.title = _BLANK.sub("", text)
        front = _front(match["front"])
        if head.agency is None and len(front) >= 2 and front not in ("本级", "部门", "单位"):
            head.agency = front


def _agency_elsewhere(lines: Sequence[str], last_lines: Sequence[str]) -> str | None:
    """A line that names the publisher, or a signature at the end. A place name alone is no agency."""
    for line in lines:
        match = _SOURCE.search(line)
        if match and _AGENCY_END.search(match[1]):
            return match[1]
    for before, line in pairwise(last_lines):
        if (
            re.fullmatch(rf"\s*{_DATE}\s*", line)
            and _SIGNED.match(before.strip())
            and _AGENCY_END.search(before.strip())
        ):
            return before.strip()
    return None


def _period(texts: Sequence[str]) -> tuple[date, date] | None:
    """The stated period of the figures."""
    for text in texts:
        if "月" not in text:
            continue
        for match in _PERIOD.finditer(text):
            around = text[max(0, match.start() - 30) : match.end() + 10]
            if not _NEAR_PERIOD.search(around):
                continue
            first, second = match.group(1), match.group(4) or match.group(1)
            try:
                return (
                    date(int(first), int(match[2]), int(match[3])),
                    date(int(second), int(match[5]), int(match[6])),
                )
            except ValueError:
                continue
    return None


def _opening_year(first_section: Sequence[str]) -> int | None:
    """The year that the first section opens with (2019年，我乡…), where its paragraphs agree."""
    found = {int(m[1]) for text in first_section if (m := _OPENING.match(text))}
    return found.pop() if len(found) == 1 else None


def _electronic(texts: Sequence[str]) -> str | None:
    """Where the electronic version can be had: an address in a sentence that says so."""
    for text in texts:
        if "电子版" not in text and "下载" not in text and "查阅" not in text:
            continue
        for sentence in re.split("。", text):
            match = _ADDRESS.search(sentence)
            if match and "@" not in sentence and re.search("电子版|下载|查阅|网站", sentence):
                return match[0].rstrip(".")
    return None


_PARTS = {
    "address": re.compile(
        r"(?:联系地址|通讯地址|通信地址|办公地址|地\s*址)\s*(?:[:：]|为|是)\s*([^，,；;。:：]{4,60}?)(?=[，,；;。）)]|\s{2,}|邮|电|联系|$)"
    ),
    "postcode": re.compile(r"(?:邮政编码|邮\s*编)\s*(?:[:：]|为|是)?\s*(\d{6})(?!\d)"),
    "telephone": re.compile(
        r"(?:联系电话|咨询电话|办公电话|电\s*话)\s*(?:[:：]|为|是)?\s*([(（]?\d{3,4}[)）]?\s*[-—－–]?\s*\d{7,8}(?:[-—－]\d{1,6})?|\d{7,12})"
    ),
    "fax": re.compile(
        r"(?:传\s*真)(?:电话|号码)?\s*(?:[:：]|为|是)?\s*([(（]?\d{3,4}[)）]?\s*[-—－–]?\s*\d{7,8}|\d{7,12})"
    ),
    "email": re.compile(r"([A-Za-z0-9._%+-]+\s*@\s*[A-Za-z0-9.-]+\.[A-Za-z]{2,})"),
}


def contact(texts: Sequence[str]) -> Contact:
    """The contact block of the opening lines, each part only where it is said."""
    found: dict[str, str] = {}
    for text in texts:
        if not any(k in text for k in ("电话", "邮编", "地址", "@", "传真", "邮政编码", "电 话", "邮 编")):
            continue
        for name, pattern in _PARTS.items():
            if name not in found and (match := pattern.search(text)):
                found[name] = _BLANK.sub("", match[1])
    return Contact(**found)
