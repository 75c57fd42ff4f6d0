"""A value for every element of a kind, plain or drawn."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from gongkai.statute.elements import Element
from gongkai.statute.letters import LetterKind, letter_kind, letter_kinds
from gongkai.statute.remedies import worded

ON = date(2026, 3, 9)
KINDS = [one.code for one in letter_kinds(ON)]
_WORDS = st.text("政府信息公开一二三（）、，；0123456789-AbZ", min_size=1, max_size=60).filter(
    lambda t: t.strip("、，；")
)


def remedy_of(kind: LetterKind) -> str:
    return worded(
        kind.remedy_kind, on=ON, review_body="示范区人民政府", court="示范区人民法院", mixed=kind.code == "partial"
    ).text


def values(code: str) -> dict[str, object]:
    """Everything that the kind asks for, optional things too."""
    kind = letter_kind(code, ON)
    out = {one.code: plain(one) for one in kind.elements if one.filled != "issue" and not one.text}
    return {**out, "remedy": remedy_of(kind)} if kind.remedy else out


def plain(element: Element) -> object:
    match element.kind:
        case "date":
            return "2026-03-02"
        case "choice":
            return element.choices[0][0]
        case "number" | "money":
            return 380
        case "link":
            return "https://www.example.gov.cn/gk/1.html"
        case "parts":
            return [{one.code: plain(one) for one in element.parts}] * 2
    return f"{element.label}的内容"


@st.composite
def drawn(draw: st.DrawFn, code: str) -> dict[str, object]:
    """The same with random words, days, choices and amounts."""
    kind = letter_kind(code, ON)
    asked = [one for one in kind.elements if one.filled != "issue" and not one.text and one.code != "remedy"]
    given = {one.code: draw(_of(one)) for one in asked}
    return {**given, "remedy": remedy_of(kind)} if kind.remedy else given


def _of(element: Element) -> st.SearchStrategy[object]:
    match element.kind:
        case "date":
            return st.dates(date(2019, 5, 15), date(2030, 12, 31)).map(date.isoformat)
        case "choice":
            return st.sampled_from([code for code, _ in element.choices])
        case "number" | "money":
            return st.integers(0, 100_000)
        case "link":
            return st.just("https://www.example.gov.cn/gk/1.html")
        case "parts":
            part = st.fixed_dictionaries({one.code: _of(one) for one in element.parts})
            return st.lists(part, min_size=1, max_size=3)
    return _WORDS
