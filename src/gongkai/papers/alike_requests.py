"""Whether two requests ask for the same information, and why one thinks so.

    compare(understood(one), understood(other)) -> Alike

Requests are a line or two, so counting common characters is not enough: the year before, the next village or the
other kind of paper differ in one character and are another matter, while the same matter comes in quite other
words. So the text is first said in one way (``data/requests.toml``: words for one thing); then what tells
matters apart is held against each other: years and months, numbers of documents, numbered things, named places
and bodies, and the facets of the word list. Named on both sides with nothing in common they are different
matters, whatever else is the same. Otherwise the share of common content decides.

A hint for a person, never a decision: whether a request is a repeat (Art. 36(6)) is for the office to find.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final

THRESHOLD: Final = 0.5
"""Share of common content from which two requests are alike."""
PAPER: Final = "文书"
"""The facet of what kind of paper it is: two plans are not alike because both are plans."""
_TERM_WEIGHT: Final = 3.0
_PAPER_WEIGHT: Final = 1.0
_NAME_WEIGHT: Final = 3.0
_NUMBER_WEIGHT: Final = 1.0
_PAIR_WEIGHT: Final = 0.5
_CONTRAST: Final = 4
_SURROUNDED: Final = 6

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR_WORDS = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_NUMBER_WORDS = re.compile(r"[一二三四五六七八九十]{1,3}(?=[号期批届次楼幢栋标月])")
_DOCUMENT = re.compile(r"[\[〔【(](\d{4})[\]〕】)](\d+)号?")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年)?(?:[-—~至到]+((?:19|20)\d{2}))?年?")
_MONTHS = re.compile(r"(\d{1,2})月?(?:[-—~至到]+(\d{1,2}))?月")
# From the first digit of a run only, or a page of digits takes seconds.
_THINGS = re.compile(r"第?(?<!\d)(\d+(?:\.\d+)?)(号楼|号|期|批|届|次|幢|栋|标段|万吨|万方|万千瓦|亩|公里|季度)")
_SUFFIXES = (
    "街道", "社区", "小区", "花园", "大道", "大街", "公司", "中心", "医院", "保健院", "商店", "超市", "饭店",
    "餐饮店",    "村", "镇", "乡", "路", "街", "河", "湖", "桥", "厂", "局", "委", "院", "园", "井", "山",
)  # fmt: skip
_NAMES = re.compile(r"([\u4e00-\u9fff]{2})(" + "|".join(_SUFFIXES) + ")")
_PERSON = re.compile(r"([\u4e00-\u9fff])某{1,2}")
_KEEP = re.compile(r"[\u4e00-\u9fffa-z0-9]+")


@dataclass(frozen=True, slots=True)
class Request:
    """A request taken apart. ``plain`` is the text said in one way; ``exclusive`` maps a facet to the values it
    names; ``content`` weighs what it says."""

    text: str
    plain: str = ""
    exclusive: Mapping[str, frozenset[str]] = field(default_factory=dict)
    content: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alike:
    """``share`` of common content, 0 to 1; ``differs`` and ``common`` say what was held against each other, in
    words for a person."""

    share: float
    alike: bool
    differs: tuple[str, ...]
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Term:
    word: str
    value: str
    facet: str


def compare(one: Request, other: Request) -> Alike:
    """The same both ways round."""
    differs, common = [], []
    for facet in sorted(set(one.exclusive) & set(other.exclusive)):
        first, second = one.exclusive[facet], other.exclusive[facet]
        if _apart(facet, first, second):
            differs.append(f"{facet}不同：{_list(first)} / {_list(second)}")
        else:
            common.append(f"{facet}：{_list(first & second)}")
    if contrast := _contrast(one.plain, other.plain):
        differs.append(f"只有一处不同：{contrast[0]} / {contrast[1]}")
    share = _share(one.content, other.content)
    return Alike(share, not differs and share >= THRESHOLD, tuple(differs), tuple(common))


@cache
def _lexicon() -> tuple[re.Pattern[str], Mapping[str, tuple[_Term, ...]], re.Pattern[str]]:
    """One expression over all words, the longest first; what each word says; and the noise."""
    data = tomllib.loads(resources.files(__package__).joinpath("data/requests.toml").read_text("utf-8"))
    terms: dict[str, tuple[_Term, ...]] = {}
    for entry in data["term"]:
        for word in entry["words"]:
            terms[word] = (*terms.get(word, ()), _Term(word, entry["value"], entry.get("facet", "")))
    return _any_of(list(terms)), terms, _any_of(data["noise"])


@cache
def _facets() -> frozenset[str]:
    return frozenset(term.facet for terms in _lexicon()[1].values() for term in terms)


@cache
def _phrases() -> re.Pattern[str]:
    """The noise that cannot be part of a name, as 建设 is of 建设路."""
    data = tomllib.loads(resources.files(__package__).joinpath("data/requests.toml").read_text("utf-8"))
    return _any_of([word for word in data["noise"] if len(word) > 2 or word in ("公开", "申请", "请求", "的")])


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def understood(text: str) -> Request:
    """Said in one way and taken apart. Any text; an empty one has no content and is like nothing."""
    rest = said_one_way(text)
    exclusive: dict[str, set[str]] = {}
    content: dict[str, float] = defaultdict(float)
    for facet, value, span in _numbers(rest):
        exclusive.setdefault(facet, set()).add(value)
        content[value] += _NUMBER_WEIGHT
        rest = rest.replace(span, " ", 1)
    rest = _terms(rest, exclusive, content)
    for facet, value in _names(rest):
        exclusive.setdefault(facet, set()).add(value)
        content[value] = _NAME_WEIGHT
    _, _, noise = _lexicon()
    for stretch in _KEEP.findall(noise.sub(" ", rest)):
        for pair in (stretch[at : at + 2] for at in range(max(1, len(stretch) - 1))):
            content[pair] += _PAIR_WEIGHT
    return Request(
        text, _plain(text), {facet: frozenset(values) for facet, values in exclusive.items()}, dict(content)
    )


def _plain(text: str) -> str:
    """Words of the list as what they mean, noise left out."""
    words, terms, noise = _lexicon()
    said = words.sub(lambda m: terms[m[0]][0].value, said_one_way(text))
    return "".join(_KEEP.findall(noise.sub("", said)))


def said_one_way(text: str) -> str:
    """Half-width, lower case, no space, numbers as digits."""
    plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
    plain = _YEAR_WORDS.sub(lambda m: m[0].translate(_DIGITS), plain)
    return _NUMBER_WORDS.sub(lambda m: str(_number(m[0])), plain)


def _number(words: str) -> int:
    """Up to 99."""
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int(words.translate(_DIGITS))
    return (int(tens.translate(_DIGITS)) if tens else 1) * 10 + (int(ones.translate(_DIGITS)) if ones else 0)


def _numbers(text: str) -> Iterator[tuple[str, str, str]]:
    """(facet, value, the words it came from)."""
    for found in _DOCUMENT.finditer(text):
        yield "文号", f"〔{found[1]}〕{found[2]}号", found[0]
    text = _DOCUMENT.sub(" ", text)
    for found in _YEARS.finditer(text):
        last = int(found[2] or found[1])
        for year in range(int(found[1]), min(last, int(found[1]) + 30) + 1):
            yield "年度", f"{year}年", found[0]
    text = _YEARS.sub(" ", text)
    for found in _THINGS.finditer(text):
        yield f"第几{found[2]}", f"{found[1]}{found[2]}", found[0]
    text = _THINGS.sub(" ", text)
    for found in _MONTHS.finditer(text):
        last = int(found[2] or found[1])
        for month in range(int(found[1]), min(last, 12) + 1):
            yield "月份", f"{month}月", found[0]


def _names(text: str) -> Iterator[tuple[str, str]]:
    """Places and bodies by their last two characters before the kind of name; persons by what a mask leaves."""
    for stretch in _phrases().sub(" ", text).split():
        at = 0
        while found := _NAMES.search(stretch, at):
            yield found[2], found[0]
            at = found.end() - 1 if found.end() - 1 > at else found.end()
    for found in _PERSON.finditer(text):
        yield "人员", found[0][:2]


def _terms(text: str, exclusive: dict[str, set[str]], content: dict[str, float]) -> str:
    """What the word list knows; the text without it."""
    words, terms, _ = _lexicon()

    def taken(found: re.Match[str]) -> str:
        for term in terms[found[0]]:
            if term.facet:
                exclusive.setdefault(term.facet, set()).add(term.value)
            content[term.value] = _PAPER_WEIGHT if term.facet == PAPER else _TERM_WEIGHT
        return " "

    return words.sub(taken, text)


def _apart(facet: str, one: frozenset[str], other: frozenset[str]) -> bool:
    """Nothing in common; of names and numbers, each with one that the other has not (two crossings of one
    road)."""
    if facet in _facets():
        return not one & other
    return bool(one - other and other - one)


def _contrast(one: str, other: str) -> tuple[str, str] | None:
    """What stands in each where all around it is the same, when that is a word or two: the names of two
    persons."""
    if one == other:
        return None
    shorter = min(len(one), len(other))
    start = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    end = next((at for at in range(shorter - start) if one[-1 - at] != other[-1 - at]), shorter - start)
    first, second = one[start : len(one) - end], other[start : len(other) - end]
    short = min(len(first), len(second)) > 0 and max(len(first), len(second)) <= _CONTRAST
    # The same characters in another order say the same.
    if not short or sorted(first) == sorted(second):
        return None
    return (first, second) if start + end >= _SURROUNDED else None


def _list(values: frozenset[str]) -> str:
    return "、".join(sorted(values))


def _share(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Between the share of both together and the share of the shorter: one request often says more than the
    other."""
    common = sum(min(weight, other[key]) for key, weight in one.items() if key in other)
    first, second = sum(one.values()), sum(other.values())
    if not first or not second:
        return 0.0
    return (2 * common / (first + second) + common / min(first, second)) / 2
