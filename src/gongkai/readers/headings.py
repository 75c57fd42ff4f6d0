"""Which paragraphs are headings of the six sections, whatever their number, style or wording.

A sub-heading of section 1 may read like the heading of section 2, so all candidates are weighed: wording,
number, and whether the section's table follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from gongkai.statute.form import editions

from .labels import NUMERALS, words

_NUMBER = re.compile(
    rf"\s*(?:[(（]\s*([{NUMERALS}]{{1,2}}|\d{{1,2}})\s*[)）][、.．]?|第?([{NUMERALS}]{{1,2}}|\d{{1,2}})(?:部分)?\s*[、.．,，:：\s）)])\s*"
)
_LONGEST = 60
_LIKE = 0.74
_STATUTORY = {words(text): number for number, text in enumerate(editions()["2021"].sections, 1)}
_OTHER = {
    "概述": 1,
    "概况": 1,
    "总体情况概述": 1,
    "工作总体情况": 1,
    "政府信息公开总体情况": 1,
    "政府信息公开工作总体情况": 1,
    "主动公开政府信息的情况": 2,
    "主动公开信息情况": 2,
    "主动公开情况": 2,
    "政府信息主动公开情况": 2,
    "收到和处理政府信息公开申请的情况": 3,
    "收到和办理政府信息公开申请情况": 3,
    "收到及处理政府信息公开申请情况": 3,
    "政府信息公开申请收到和处理情况": 3,
    "收到和处理信息公开申请情况": 3,
    "依申请公开政府信息情况": 3,
    "依申请公开情况": 3,
    "依申请公开信息情况": 3,
    "依申请公开工作情况": 3,
    "政府信息依申请公开情况": 3,
    "其它需要报告的事项": 6,
    "需要报告的其他事项": 6,
    "其他需要报告的情况": 6,
    "其他需报告的事项": 6,
    "其他需要报告事项": 6,
    "其他事项": 6,
    "其他需要说明的事项": 6,
}
_PREFIX = re.compile("^(?:行政机关|本机关|本单位|本部门|我局|本局|我镇|本镇|我办|全区|全市|全县)")
_REMEDIES = re.compile("复议.*诉讼.*情况|行政诉讼.*复议.*情况")
_PROBLEMS = re.compile("^(?!.*解决).{0,14}(?:问题|不足|困难).{0,8}(?:改进|整改|措施|打算).{0,6}$")
_RUN_ON = re.compile(r"^[ 　]+|^[。.：:]")


@dataclass(frozen=True, slots=True)
class Heading:
    """``weight``: how surely it is one. ``rest``: text of the paragraph after the heading itself."""

    section: int
    text: str
    number: str | None
    style: str
    weight: int
    rest: str = ""


def numeral(number: str | None) -> int | None:
    """一 or 1 as 1."""
    if not number:
        return None
    if number.isdigit():
        return int(number)
    if number.startswith("十"):
        return 10 + (NUMERALS.find(number[1]) + 1 if len(number) > 1 else 0)
    return NUMERALS.find(number[0]) + 1


@lru_cache(maxsize=4096)
def heading(text: str) -> Heading | None:
    """The heading that a paragraph is or begins with, None for any other."""
    match = _NUMBER.match(text)
    number = (match[1] or match[2]) if match else None
    style = (
        ""
        if match is None
        else "bracket"
        if match[1]
        else "numeral"
        if match[2] and not match[2].isdigit()
        else "digit"
    )
    body = text[match.end() :] if match else text
    if len(body) <= _LONGEST and not re.search("[。；！？]", body.rstrip("。： :")):
        found = _section(words(body)) or _misspelt(words(body), number, style)
        if found is not None:
            section, exact = found
            weight = (3 if exact else 1) + _number_weight(number, style, section)
            return Heading(section, text.strip(), number, style, weight)
    return _run_on(text, body, number, style)


def _number_weight(number: str | None, style: str, section: int) -> int:
    if number is None:
        return 1
    right = numeral(number) == section
    if style == "numeral":
        return 3 if right else 2
    if style == "digit":
        return 2 if right else 1
    return 1 if right else -1


def _section(said: str) -> tuple[int, bool] | None:
    if not 2 <= len(said) <= 45:
        return None
    if said in _STATUTORY:
        return _STATUTORY[said], True
    if said in _OTHER:
        return _OTHER[said], False
    plain = _PREFIX.sub("", said).replace("的情况", "情况")
    if plain != said and (plain in _STATUTORY or plain in _OTHER):
        return _STATUTORY.get(plain) or _OTHER[plain], plain in _STATUTORY
    if len(said) <= 40 and _REMEDIES.search(said) and ("公开" in said or len(said) <= 16):
        return 4, said.endswith("情况") and ("信息公开" in said)
    if len(said) <= 30 and _PROBLEMS.match(said):
        return 5, said.startswith(("存在", "政府信息公开"))
    return None


def _misspelt(said: str, number: str | None, style: str) -> tuple[int, bool] | None:
    """A heading with its right numeral and a slip in its words: 一、总体请况."""
    section = numeral(number)
    if style != "numeral" or section is None or section > len(_STATUTORY):
        return None
    title = next(t for t, n in _STATUTORY.items() if n == section)
    if abs(len(said) - len(title)) > 3 or SequenceMatcher(None, said, title).ratio() < _LIKE:
        return None
    return section, False


def _run_on(text: str, body: str, number: str | None, style: str) -> Heading | None:
    """A heading with its first sentence on the same line: 六、其他需要报告的事项 无。"""
    if number is None or style == "bracket":
        return None
    for title, section in _STATUTORY.items():
        length = _spread(body, title)
        rest = body[length:] if length and numeral(number) == section else ""
        if _RUN_ON.match(rest):
            at = len(text) - len(body) + length
            return Heading(section, text[:at].strip(), number, style, 4, _RUN_ON.sub("", rest).strip())
    return None


def _spread(body: str, title: str) -> int:
    """How many characters of ``body`` make up ``title``, blanks and commas inside not counted; 0 for none."""
    at = 0
    for place, char in enumerate(body):
        if at == len(title):
            return place
        if char == title[at]:
            at += 1
        elif not (char.isspace() or char in "、，,"):
            return 0
    return len(body) if at == len(title) else 0
