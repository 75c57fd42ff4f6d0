"""Personal data in a text: numbers that name one person, and where that person is reached.

A hit says where something stands that a person has to look at. It decides nothing: the telephone of an office
in its letterhead is a hit, too. Names are not found; no rule tells the name of a party from that of a minister.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

from gongkai.statute import identity_card

from . import personal_address


class Kind(StrEnum):
    ID_NUMBER = "id-number"
    PHONE = "phone"
    BANK_CARD = "bank-card"
    PLATE = "plate"
    ADDRESS = "address"
    EMAIL = "email"
    PASSPORT = "passport"


ALL: Final = frozenset(Kind)
LABELS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.ID_NUMBER: "身份证号",
        Kind.PHONE: "电话号码",
        Kind.BANK_CARD: "银行卡号",
        Kind.PLATE: "车牌号",
        Kind.ADDRESS: "住址",
        Kind.EMAIL: "电子邮箱",
        Kind.PASSPORT: "护照、通行证号",
    }
)


@dataclass(frozen=True, slots=True)
class Hit:
    """``text`` stands at ``start:end`` of the text that was asked about, as written there."""

    kind: Kind
    start: int
    end: int
    text: str


# One character for one, so that places stay what they are: full-width forms, the look-alikes of a stroke.
_NARROW: Final[dict[int, int | str]] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\u202f\u200b\u200c\u200d\u2060\ufeff\u00ad"), " "),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "•・‧∙"), "·"),
    **{code: code - 0x1D7CE + 0x30 for code in range(0x1D7CE, 0x1D7D8)},
    # Radicals and compatibility forms, which PDF often has in place of the character itself.
    **{code: normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E))},
}
# Most texts hold nothing that any search could find; one look tells: five digits, an @, a sign of an address.
_WORTH: Final = re.compile(r"@|[0-9](?:[^0-9]{0,3}[0-9]){4}|[A-Z0-9]{4}|[号组栋幢座楼室元弄队户社门村区屯]")
_GAP: Final = r"[\s\-·.]{0,3}"
_RUN: Final = re.compile(rf"[0-9](?:{_GAP}[0-9])*(?:{_GAP}[Xx])?")
# GB/T 2260 by its first two digits; 83 are residents of Taiwan, 9 foreigners with a permanent residence card.
_PROVINCES: Final = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91"
)
_PROVINCE: Final = frozenset(_PROVINCES.split())
_BIRTH: Final = re.compile(r"(?=[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
                           r"[0-9]{3}[0-9Xx])")  # fmt: skip
_OLD_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])(?<![0-9]\.)[1-9][0-9]{14}(?![0-9A-Za-z]|\.[0-9])")

# In one piece, grouped as people write it, digit by digit, or broken once at the end of a line.
_MOBILE: Final = re.compile(
    r"(?:(?<![0-9A-Za-z])|(?<=[Tt][Ee][Ll])|(?<=[Mm]obile))(?:(?:\+|00)?86[ -]?)?"
    r"((?=1[ -]?[3-9])(?:[0-9]{11}|[0-9]{3}[ -]{1,2}[0-9]{4}[ -]{1,2}[0-9]{4}|[0-9]{3}[ -][0-9]{3}[ -][0-9]{5}"
    r"|[0-9](?: [0-9]){10}|(?=[0-9\r\n]{12,13}(?![0-9]))[0-9]{3,8}\r?\n[0-9]{3,8}))"
    r"(?![ -]?[0-9]|[A-Za-z]|\.[0-9])"
)
_LANDLINE: Final = re.compile(
    r"(?:(?<![0-9A-Za-z])|(?<=[Tt][Ee][Ll]))(?<![0-9]\.)(?:\+?86[ -]?)?"
    r"[(]?0(?:10|2[0-9]|[3-9][0-9]{2})[)]?[ -]{0,2}"
    r"[2-9][0-9]{2,3}[ -]?[0-9]{4}(?:-[0-9]{1,5})?(?![0-9A-Za-z.])"
)
_CALLED: Final = re.compile(
    r"(?:电话|手机|联系方式|传真)[号码]{0,2}[:\s]{0,3}([2-9][0-9]{2,3}[\s-]?[0-9]{4})(?![0-9])"
)

_CARD: Final = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9]\.)[1-9][0-9]{3}"
    r"(?:(?:[ -]{1,2}[0-9]{3,7}){2,4}|[0-9]{11,15}|[0-9]{0,11}\r?\n[0-9]{3,15})(?![0-9A-Za-z])"
)
# UnionPay and the older numbers of the large banks; then Visa, Mastercard, American Express, JCB.
_UNIONPAY: Final = re.compile(r"(?:62|60[0-9]{2}|9(?:4|5)[0-9]{2}|10[0-9]|81[0-9]|690755)[0-9]+")
_ABROAD: Final = re.compile(r"4[0-9]{15}|5[1-5][0-9]{14}|2[2-7][0-9]{14}|3[47][0-9]{13}|35[0-9]{14}")

_REGION: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE: Final = re.compile(
    rf"(?:WJ[\s·-]?)?[{_REGION}][\s]?[A-HJ-NP-Z][\s·-]{{0,2}}"
    r"(?=[A-HJ-NP-Z]{0,3}[0-9])"
    r"(?:[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳领使])"
    r"(?![A-Za-z0-9])"
)
_EMAIL: Final = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9_%+-][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,12}"
)
_PASSPORT: Final = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|返乡证)[^0-9A-Za-z。\n]{0,20}(?<![A-Za-z0-9])([A-Za-z]{1,2}[0-9]{7,10}|[0-9]{8,10})(?![0-9A-Za-z])"
)


def find(text: str, kinds: Collection[Kind] = ALL) -> tuple[Hit, ...]:
    """Every hit of the asked kinds, in the order of the text; no two of them share a character.

    Full-width and spaced digits count. Where two kinds fit the same place the surer one stands: an identity
    number proves itself by its check digit, a card by its own, and only then a run of digits may be a telephone.
    """
    narrow = text.translate(_NARROW)
    if not _WORTH.search(narrow):
        return ()
    taken: list[Hit] = []
    for kind, search in _SEARCHES:
        places = [(hit.start, hit.end) for hit in taken]
        free = [span for span in search(narrow) if personal_address.is_free(span, places)]
        taken = sorted(
            (*taken, *(Hit(kind, *span, text[slice(*span)]) for span in free)), key=lambda hit: hit.start
        )
    return tuple(hit for hit in taken if hit.kind in kinds)


def masked(kind: Kind, text: str) -> str:
    """How such a thing is shown where it may not be: 35*************123, 138****1234, an address to its township.

    Enough to find the place again, never enough to call, pay or visit.
    """
    narrow = text.translate(_NARROW)
    if kind is Kind.ADDRESS:
        return personal_address.masked(narrow)
    if kind is Kind.EMAIL:
        name, _, host = narrow.partition("@")
        return f"{name[:1]}***@{host}"
    compact = re.sub(r"[^0-9A-Za-z一-龥]", "", narrow)
    first, last = _SHOWN[kind]
    if kind is Kind.PHONE:
        compact = re.sub(r"^(?:00)?86(?=1[3-9][0-9]{9}$|0)", "", compact)
        first = 3 if len(compact) > 8 else 0
    hidden = max(len(compact) - first - last, 1)
    return compact[:first] + "*" * hidden + compact[first + hidden :]


def veiled(text: str) -> str:
    """The text with every hit masked; for anything that is quoted in a report, a log line or a test."""
    parts, at = [], 0
    for hit in find(text):
        parts += [text[at : hit.start], masked(hit.kind, hit.text)]
        at = hit.end
    return "".join(parts) + text[at:]


_SHOWN: Final = {
    Kind.ID_NUMBER: (2, 3),
    Kind.PHONE: (3, 4),
    Kind.BANK_CARD: (0, 4),
    Kind.PLATE: (2, 0),
    Kind.PASSPORT: (1, 2),
}

Span = tuple[int, int]


def _identity_numbers(text: str) -> Iterator[Span]:
    for run in _RUN.finditer(text):
        places = [run.start() + at for at, c in enumerate(run[0]) if c.isascii() and c.isalnum()]
        compact = "".join(text[place] for place in places).upper()
        end = 0
        for window in _BIRTH.finditer(compact):
            at = window.start()
            if at >= end and compact[at : at + 2] in _PROVINCE and not identity_card.fault(compact[at : at + 18]):
                end = at + 18
                yield places[at], places[end - 1] + 1
    for old in _OLD_NUMBER.finditer(text):
        if old[0][:2] in _PROVINCE and old[0][2:6] != "0000" and _is_day(old[0][6:12]):
            yield old.span()


def _is_day(short: str) -> bool:
    """yymmdd of the old number; all of them were born in 19yy."""
    try:
        date(1900 + int(short[:2]), int(short[2:4]), int(short[4:6]))
    except ValueError:
        return False
    return True


def _cards(text: str) -> Iterator[Span]:
    for run in _CARD.finditer(text):
        number = re.sub(r"[\s-]", "", run[0])
        known = _ABROAD.fullmatch(number) or (16 <= len(number) <= 19 and _UNIONPAY.fullmatch(number))
        if known and _luhn(number):
            yield run.span()


def _luhn(number: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = (int(d) * 2 for d in number[-2::-2])
    return (sum(int(d) for d in number[::-2]) + sum(d // 10 + d % 10 for d in doubled)) % 10 == 0


def _phones(text: str) -> Iterator[Span]:
    mobile = [m.span(1) for m in _MOBILE.finditer(text)]
    yield from mobile
    fixed = [m.span() for m in _LANDLINE.finditer(text)]
    yield from fixed
    for called in _CALLED.finditer(text):
        if not any(start < called.end(1) and called.start(1) < end for start, end in (*mobile, *fixed)):
            yield called.span(1)


def _whole(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    return lambda text: (m.span(pattern.groups) for m in pattern.finditer(text))


_SEARCHES: Final[tuple[tuple[Kind, Callable[[str], Iterator[Span]]], ...]] = (
    (Kind.EMAIL, _whole(_EMAIL)),
    (Kind.ID_NUMBER, _identity_numbers),
    (Kind.PASSPORT, _whole(_PASSPORT)),
    (Kind.BANK_CARD, _cards),
    (Kind.PHONE, _phones),
    (Kind.PLATE, _whole(_PLATE)),
    (Kind.ADDRESS, personal_address.spans),
)
