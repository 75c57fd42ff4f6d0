"""The text of a report as sentences that can be held against its tables: white space, digits and script evened
out, each sentence knowing its section, its paragraph and what its paragraph is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .report import AnnualReport, Section

NUMERALS = "一二三四五六七八九十"

_PLAIN = str.maketrans("０１２３４５６７８９．％,;:()?!", "0123456789.%，；：（）？！")
# The characters that sentences are recognised by, for a report set in traditional script.
_TRADITIONAL = str.maketrans(
    "開請復復議訴訟辦結轉條數處為來無沒發產門務組織總計費額萬長關報較員區縣鎮鄉決許罰強類書個環網絡郵遞傳電現當場應規範廢"
    "維糾審繳納還學獲會負責對徵機構據舉製訂佈與並將僅兩單業級屬過給",
    "开请复复议诉讼办结转条数处为来无没发产门务组织总计费额万长关报较员区县镇乡决许罚强类书个环网络邮递传电现当场应规范废"
    "维纠审缴纳还学获会负责对征机构据举制订布与并将仅两单业级属过给",
)
_SENTENCE = re.compile(r"[^。！？；]+")
_GROUPED = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))|(?<=[０-９])[,，](?=[０-９]{3}(?![０-９]))")
# Pronunciation printed between the characters: 政(zheng)府(fu).
_GLOSS = re.compile(r"(?<=[\u4e00-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]")
_ODD = re.compile(r"[０-９．％,;:()?!]")
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10000}


@dataclass(slots=True)
class Sentence:
    """One sentence of a ``paragraph``, from ``start`` in it; ``number`` counts the section's paragraphs from 1."""

    text: str
    section: Section
    number: int
    paragraph: str
    start: int

    @property
    def before(self) -> str:
        """What the paragraph said up to this sentence."""
        return self.paragraph[: self.start]

    @property
    def after(self) -> str:
        """What the paragraph says after this sentence."""
        return self.paragraph[self.start + len(self.text) :]

    @property
    def place(self) -> str:
        return f"{self.section.heading}，第{self.number}段"


def even(text: str) -> str:
    """A paragraph evened out: no white space or glosses, half-width digits, full-width punctuation, simplified."""
    text = "".join(text.split())
    if _GLOSS.search(text):
        text = _GLOSS.sub("", text)
    if "開" in text or "請" in text or "報" in text:
        text = text.translate(_TRADITIONAL)
    return _GROUPED.sub("", text).translate(_PLAIN) if _ODD.search(text) else text


def sentences(report: AnnualReport, numbers: tuple[int, ...] = (1, 2, 3, 4, 5, 6)) -> Iterator[Sentence]:
    """Every sentence of the named sections in order."""
    for section in report.sections:
        if section.number in numbers:
            for number, paragraph in enumerate(section.paragraphs, 1):
                text = even(paragraph)
                for part in _SENTENCE.finditer(text):
                    yield Sentence(part.group(), section, number, text, part.start())


def whole_number(text: str) -> int | None:
    """``12``, ``十二``, ``一百零三`` as a number; None for anything else."""
    if text.isdigit():
        return int(text)
    total = part = digit = 0
    for char in text:
        if char in _CHINESE:
            digit = digit * 10 + _CHINESE[char]
        elif char == "万":
            total, part, digit = (total + part + digit) * 10000, 0, 0
        elif char in _POWERS:
            part, digit = part + (digit or 1) * _POWERS[char], 0
        else:
            return None
    return total + part + digit
