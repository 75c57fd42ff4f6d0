"""The wording of a letter as an agency keeps it: plain text, a paragraph a line, places for values in braces.

``{received_on}``             the value; at the desk it reads ``{收到申请之日}``, the label of the element
``{?link}…``, ``{!link}…``    at the start of a line: the line only if there is a value, only if there is none
``{?correction=refused}…``    the line only if the choice is this one
``| 申请人 | {applicant_name} |``   a row of a form: labels and values in turn; a number after the last bar is how
                              many lines it is high; ``↵`` breaks a line in a
                              box, ``→`` at its beginning sets it to the right

A paragraph or list that stands alone on its line makes as many paragraphs as it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from gongkai.errors import Refused
from gongkai.statute.elements import Element, Values, blank
from gongkai.statute.letters import LetterKind
from gongkai.writers.letter import Cell, Row, Table

# What the layout prints by itself, outside of the wording; whom a letter is from and to may stand in it as well.
OUTSIDE: Final = frozenset(
    {"organ", "number", "addressee", "recipient", "remedy", "review_link", "contact", "dated_on"}
)
_ONLY_OUTSIDE: Final = OUTSIDE - {"organ", "addressee", "recipient"}
_PLACE = re.compile(r"\{([^{}?!=]+)\}")
_WHEN = re.compile(r"^\{([?!])([^{}=]+)(?:=([^{}]+))?\}")
_BRACE = re.compile(r"\{([?!]?)([^{}?!=]+)(=[^{}]+)?\}")
_HIGH = re.compile(r"\|\s*(\d{1,2})?\s*$")
_ENDS: Final = "。；，、："
# Shares of the width: a label, a value, a label, a value.
_WIDTHS: Final = (15, 24, 15, 24)
_COLUMNS: Final = 4

# How a value is printed: the element, whether it stands in a box, and what to do for one that is missing.
Show = Callable[[Element, bool], list[str]]


@cache
def shipped(kind: str) -> str:
    """The wording that comes with the program. Refused for a kind that has none."""
    file = files("gongkai.letters").joinpath(f"data/wording/{kind}.txt")
    if not file.is_file():
        raise Refused(f"没有“{kind}”这种文书的文字；请在文书列表中选择。")
    return file.read_text("utf-8").strip()


def normal(kind: LetterKind, text: str) -> str:
    """The wording with codes in its places, whatever a person wrote there. Refused for a place that the kind does
    not know, for an element that the letter must hold and the wording does not, and for broken braces."""
    codes = {one.label: one.code for one in kind.elements} | {one.code: one.code for one in kind.elements}

    def replaced(found: re.Match[str]) -> str:
        code = codes.get(found[2].strip())
        if code is None or code in _ONLY_OUTSIDE:
            raise Refused(f"这种文书的文字中不能有“{{{found[2]}}}”；可用：{_places(kind)}。")
        return f"{{{found[1]}{code}{found[3] or ''}}}"

    out = _BRACE.sub(replaced, "\n".join(line.rstrip() for line in text.strip().splitlines()))
    if set("{}") & set(_BRACE.sub("", out)):
        raise Refused("文字中的花括号没有成对；请检查后再保存。")
    if absent := [one.label for one in kind.elements if _must_stand(one) and one.code not in used(out)]:
        raise Refused(f"文字中缺少必备要素：{'、'.join(absent)}；请用花括号标出，如{{{absent[0]}}}。")
    _rows_fit(out)
    return out


def readable(kind: LetterKind, text: str) -> str:
    """The wording with the labels of the elements in its places, for a person to edit."""
    labels = {one.code: one.label for one in kind.elements}
    return _BRACE.sub(lambda m: f"{{{m[1]}{labels.get(m[2], m[2])}{m[3] or ''}}}", text)


def used(text: str) -> set[str]:
    """The codes whose values the wording prints."""
    return {m[1] for m in _PLACE.finditer(text)}


def filled(kind: LetterKind, text: str, values: Values, show: Show) -> tuple[str | Table, ...]:
    """Paragraphs and tables, each place filled by ``show``."""
    out: list[str | Table] = []
    rows: list[Row] = []
    for line in [*_lines(text, values), ""]:
        if line.startswith("|"):
            rows.append(_row(kind, line, show))
            continue
        if rows:
            out.append(Table(_WIDTHS, tuple(rows)))
            rows = []
        out += _paragraphs(kind, line, show)
    return tuple(out)


def _lines(text: str, values: Values) -> Iterator[str]:
    """The lines whose conditions hold."""
    for line in text.splitlines():
        while when := _WHEN.match(line):
            value = values.get(when[2])
            holds = str(value) == when[3] if when[3] else not blank(value)
            if holds != (when[1] == "?"):
                break
            line = line[when.end() :]
        else:
            yield line.strip()


def _paragraphs(kind: LetterKind, line: str, show: Show) -> list[str]:
    alone = _PLACE.fullmatch(line)
    if alone:
        return [_ended(one) for one in show(kind.element(alone[1]), False)]
    return [_inline(kind, line, show, boxed=False)] if line else []


def _ended(text: str) -> str:
    """A paragraph ends with a mark, be it before closing quotes or brackets; a clerk's may not."""
    whole = text.startswith("（") and text.endswith("）")
    return text if whole or text.rstrip("”’）》】")[-1:] in "。！？；：…" else f"{text}。"


def _inline(kind: LetterKind, line: str, show: Show, *, boxed: bool) -> str:
    out, at = "", 0
    for found in _PLACE.finditer(line):
        value = ("\n" if boxed else "").join(show(kind.element(found[1]), boxed)).replace("\t", " ")
        follows = line[found.end() : found.end() + 1]
        if not boxed and follows and follows in f"{_ENDS}”）":
            value = value.rstrip(_ENDS)
        out += line[at : found.start()] + value
        at = found.end()
    return out + line[at:]


def _row(kind: LetterKind, line: str, show: Show) -> Row:
    texts, height = _boxes(line)
    spans = _spans(len(texts))
    cells = [
        Cell(_inline(kind, text, show, boxed=True), span, head=len(texts) == 1 or n % 2 == 0)
        for n, (text, span) in enumerate(zip(texts, spans, strict=True))
    ]
    return Row(tuple(cells), height)


def _boxes(line: str) -> tuple[list[str], int]:
    high = _HIGH.search(line)
    inner = line[1 : high.start()] if high else line[1:]
    texts = [text.strip().replace("↵", "\n").replace("→", "\t") for text in inner.split("|")]
    return texts, int(high[1]) if high and high[1] else 1


def _spans(count: int) -> tuple[int, ...]:
    """A box alone takes the whole width; a label and one value share it; else two and two."""
    spans = {1: (_COLUMNS,), 2: (1, _COLUMNS - 1), 4: (1, 1, 1, 1)}.get(count)
    if spans is None:
        raise Refused("表格的一行可以有一格、两格（栏目和内容）或者四格；请检查竖线。")
    return spans


def _rows_fit(text: str) -> None:
    for line in text.splitlines():
        row = _WHEN.sub("", line).strip()
        if row.startswith("|"):
            _spans(len(_boxes(row)[0]))


def _must_stand(element: Element) -> bool:
    return (element.required or element.when is not None) and element.code not in OUTSIDE


def _places(kind: LetterKind) -> str:
    return "".join(f"{{{one.label}}}" for one in kind.elements if one.code not in _ONLY_OUTSIDE)
