"""How personal data is shown in public: 35*************123, 138****1234, an address to its township.

A list that everybody must be able to check (who was given what) keeps village and name, and of numbers the last
digits; so neighbours know who is meant, and nobody else can call or visit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from . import personal, personal_address
from .personal import Hit, Kind

_MOBILE: Final = re.compile(r"(?:\+?86|0086)?1[3-9]\d{9}")
# Beside an address or a telephone these say that it is somebody's own.
_PRIVATE: Final = re.compile(
    r"(?:住址|住所地|家住|户籍|户口|现住|居住|常住|家庭|本人|个人|身份证|出生|申请人|当事人|被处罚人|法定代表人|联系人"
    r"|患者|受害人|举报人|投诉人|业主|户主|学生|家长|被征收人)"
)
_OFFICE: Final = re.compile(
    r"(?:办公|受理|咨询|监督|投诉|举报|服务|值班|办事|公开|查询|联系)(?:电话|地址|地点|热线|传真|邮箱)|地点|窗口|大厅"
)
_BESIDE: Final = 24
_CELLS: Final = re.compile(r"\t|[|｜]|\S {2,}\S")
_ROWS: Final = 3


def proposal(hit: Hit, *, checkable: bool = False) -> str:
    """What stands in its place. ``checkable``: in a list that must stay one, an address keeps its village."""
    if checkable and hit.kind is Kind.ADDRESS:
        return personal_address.to_village(hit.text)
    return personal.masked(hit.kind, hit.text)


def masked_text(text: str, *, kinds: Collection[Kind] = personal.ALL, checkable: bool = False) -> str:
    """The text with the proposal in the place of every hit; names stay."""
    parts, at = [], 0
    for hit in personal.find(text, kinds):
        parts += [text[at : hit.start], proposal(hit, checkable=checkable)]
        at = hit.end
    return "".join(parts) + text[at:]


def is_list(text: str, hits: Sequence[Hit]) -> bool:
    """Whether the hits stand in the rows of a table: three lines at least, each of several cells."""
    rows = set()
    for hit in hits:
        start = text.rfind("\n", 0, hit.start) + 1
        end = text.find("\n", hit.end)
        if start not in rows and _CELLS.search(text, start, len(text) if end < 0 else end):
            rows.add(start)
        if len(rows) >= _ROWS:
            return True
    return False


def names_a_person(hit: Hit, text: str, *, as_list: bool = False) -> bool:
    """Whether it is somebody's own, as far as words tell: a mobile number is, the telephone of an office is not,
    an address is where 住址 or a party stands before it, and everything in the rows of a list is."""
    before = text[max(hit.start - _BESIDE, 0) : hit.start]
    line = before.rpartition("\n")[2]
    office = _OFFICE.search(line)
    if hit.kind is Kind.PHONE and _MOBILE.fullmatch(compact(hit.text)):
        return office is None or "联系" in office[0]
    return (as_list and office is None) or _PRIVATE.search(line) is not None


def compact(text: str) -> str:
    """For comparing: without spaces, brackets and strokes."""
    return re.sub(r"[\s()（）\-－—]", "", text)
