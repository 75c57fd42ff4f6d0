"""Random reports whose text quotes their own tables are silent; one changed number in the text is found."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gongkai.statute.form import Value, check

from .a_report import sound, table_3, table_4

ROWS = ("3.1", "3.2", "3.3.4", "3.4.1", "3.5.1", "3.6.3")
few = st.tuples(*[st.integers(0, 40)] * 6)

# Each sentence with the names of the numbers in it, as offices write them.
SENTENCES = [
    "全年共收到政府信息公开申请{new}件，上年结转{old}件，办结{done}件，结转下年度继续办理{left}件。",
    "本年度新收政府信息公开申请{new}件，答复{done}件，另有{left}件顺延到下年度答复。",
    "2024年受理依申请公开{both}件（含上年结转{old}件），办结{done}件。",
    "办结申请{done}件，其中予以公开{full}件、部分公开{part}件、不予公开{withheld}件、无法提供{lacking}件、"
    "不予处理{unprocessed}件、其他处理{otherwise}件。",
    "予以公开及部分公开{given}件，不予公开{withheld}件。",
    "因政府信息公开引起的行政复议{review}件、行政诉讼{suits}件。",
    "被申请行政复议{review}起，被提起行政诉讼{suits}起，均与信息公开有关。",
    "未经复议直接起诉{direct}件，复议后起诉{after}件。",
]


@st.composite
def reports(draw: st.DrawFn) -> tuple[dict[str, Value], dict[str, int]]:
    """The cells of tables 3 and 4 of a report whose sums hold, and what a sentence may quote of them."""
    leaves = {row: draw(few) for row in ROWS}
    carried = draw(st.tuples(*[st.integers(0, 5)] * 6))
    done = [sum(leaves[row][c] for row in ROWS) for c in range(6)]
    old = [min(d, draw(st.integers(0, 3))) for d in done]
    new = [done[c] + carried[c] - old[c] for c in range(6)]
    remedies = {
        name: draw(st.tuples(*[st.integers(0, 9)] * 4)) for name in ("行政复议", "未经复议直接起诉", "复议后起诉")
    }
    cells = {
        **table_3({**leaves, "1": tuple(new), "2": tuple(old), "4": carried}),
        **table_4(remedies),
    }
    numbers = {
        "new": sum(new),
        "old": sum(old),
        "both": sum(new) + sum(old),
        "done": sum(done),
        "left": sum(carried),
        "given": sum(leaves["3.1"]) + sum(leaves["3.2"]),
        **{n: sum(leaves[r]) for n, r in zip(QUOTED, ROWS, strict=True)},
        "review": sum(remedies["行政复议"]),
        "direct": sum(remedies["未经复议直接起诉"]),
        "after": sum(remedies["复议后起诉"]),
        "suits": sum(remedies["未经复议直接起诉"]) + sum(remedies["复议后起诉"]),
    }
    return cells, numbers


QUOTED = ("full", "part", "withheld", "lacking", "unprocessed", "otherwise")
# 办结 may leave out what was closed otherwise or what was carried in; a total may be read in two ways.
LOOSE = {"done", "both"}


def told(cells: dict[str, Value], text: str) -> list[Any]:
    report = sound(cells, {1: ("（二）依申请公开。" + text,)})
    return [f for f in check(report) if f.severity != "hint"]


@given(reports(), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4))
def test_a_text_that_quotes_its_tables_is_silent(
    report: tuple[dict[str, Value], dict[str, int]], sentences: list[str]
) -> None:
    cells, numbers = report
    assert told(cells, "".join(s.format(**numbers) for s in sentences)) == []


@given(reports(), st.sampled_from(SENTENCES), st.data())
def test_one_wrong_number_is_found(
    report: tuple[dict[str, Value], dict[str, int]], sentence: str, data: st.DataObject
) -> None:
    cells, numbers = report
    name = data.draw(st.sampled_from([n for n in numbers if f"{{{n}}}" in sentence and n not in LOOSE]))
    wrong = numbers[name] + data.draw(st.integers(1000, 2000))
    found = told(cells, sentence.format(**{**numbers, name: wrong}))
    assert [(f.relation, f.severity, f.found) for f in found] == [("A6", "warning", wrong)]
