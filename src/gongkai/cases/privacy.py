"""What others are shown says nothing of who asked (Art. 32: no more than is needed)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from gongkai.cases.models import Applicant, Case
from gongkai.errors import Refused

# One character is a surname and stands in every text.
_SHORTEST = 2


_ASKED = "征求意见的内容中出现了申请人的{}；向他人征求意见不得透露申请人的身份，请删去。"
TO_AN_OFFICE = "协查内容中出现了申请人的{}；科室查找信息不需要知道是谁申请的，请删去。"


def ensure_unnamed(case: Case, *texts: str, refusal: str = _ASKED) -> None:
    """Refused when a name, number or contact of an applicant or agent stands in one of these texts."""
    plain = _plain("\n".join(texts))
    for label, value in _known(case):
        wanted = _plain(value)
        if len(wanted) >= _SHORTEST and wanted in plain:
            raise Refused(refusal.format(label))


def _known(case: Case) -> Iterator[tuple[str, str]]:
    people = [case.applicant, *(party.applicant for party in case.parties.select_related("applicant"))]
    for one in people:
        yield from _of(one)


def _of(one: Applicant) -> Iterator[tuple[str, str]]:
    yield "姓名或者名称", one.name
    yield "法定代表人", one.representative
    yield "证件号码", one.document_number
    yield "电话", one.phone
    yield "邮箱", one.email
    yield "地址", one.address


def _plain(text: str) -> str:
    """Without what cannot be seen between two characters."""
    seen = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] not in "ZC")
    return "".join(seen).casefold()
