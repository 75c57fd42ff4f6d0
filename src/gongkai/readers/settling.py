"""What the reader tells about rows that were not plain, and the few it settles by order and sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from gongkai.statute.form import Finding, editions
from gongkai.statute.form.wording import cell_words

from .cutting import Way
from .found import Found
from .headers import Header, columns
from .labels import Label
from .placing import Placed
from .provenance import Origins, place_of_row
from .values import figure

Texts = Mapping[str, tuple[Found, Header, Placed]]
_FEW, _WIDE = 6, 7


def _numbers(texts: Sequence[str], header: Header) -> list[int] | None:
    """The seven figures of a row in the order of the form, blanks as nothing; None where one is no number."""
    by_slot = dict(zip(header.slots, texts, strict=True))
    out = []
    for column in columns(3):
        found = figure(by_slot[column])
        if found.what == "words" or not isinstance(found.number, int):
            return None
        out.append(found.number)
    return out


def leaves_of(edition: str) -> list[str]:
    rows = editions()[edition].table(3)[0].rows
    return [r.code for r in rows if r.code.startswith("3.") and r.code != "3.7"]


def sums_hold(texts: Texts, edition: str) -> bool:
    """All of A1, A2 and A3 hold, with every row of table 3 there."""
    rows: dict[str, list[int]] = {}
    for code, (_, header, placed) in texts.items():
        if placed.texts is None:
            return False
        numbers = _numbers(placed.texts, header)
        if numbers is None or sum(numbers[:6]) != numbers[6]:
            return False
        rows[code] = numbers
    leaves = leaves_of(edition)
    if not {*leaves, "1", "2", "3.7", "4"} <= set(rows):
        return False
    return all(
        sum(rows[code][at] for code in leaves) == rows["3.7"][at]
        and rows["1"][at] + rows["2"][at] == rows["3.7"][at] + rows["4"][at]
        for at in range(7)
    )


def name_rows(
    texts: dict[str, tuple[Found, Header, Placed]],
    places: Mapping[str, float],
    bare: Mapping[float, Found],
    header: Header,
    edition: str,
) -> list[Found]:
    """Give rows without labels the only labels that are left, where order and all sums allow one way.

    ``places`` and the keys of ``bare`` say where each row stands. Adds them to ``texts`` as inferred; returns
    the rows that remain unnamed.
    """
    rows = [bare[at] for at in sorted(bare)]
    order = [r.code for r in editions()[edition].table(3)[0].rows]
    missing = [code for code in order if code not in texts]
    if not rows or len(missing) != len(rows):
        return rows
    trial, at = dict(texts), dict(places)
    for code, place, row in zip(missing, sorted(bare), rows, strict=True):
        parts = _seven(list(row.cells or row.runs or ()))
        if parts is None:
            return rows
        trial[code], at[code] = (replace(row, code=code), header, Placed(parts, inferred=True)), place
    in_order = [at[code] for code in order if code in at]
    if in_order != sorted(in_order) or not _one_way(missing, order, trial) or not sums_hold(trial, edition):
        return rows
    texts.update({code: trial[code] for code in missing})
    return []


def _one_way(missing: Sequence[str], order: Sequence[str], trial: Texts) -> bool:
    """Neighbouring rows without labels could change places and all sums would hold, so between two labels there
    may be one such row, or several that are alike."""
    for code, following in pairwise(missing):
        if order.index(following) == order.index(code) + 1 and trial[code][2].texts != trial[following][2].texts:
            return False
    return True


def _seven(cells: list[str]) -> list[str] | None:
    """Seven figures of a row without label: its cells, or its lines at their blanks."""
    if len(cells) == _WIDE:
        return cells
    parts = [p for cell in cells for p in cell.split()]
    return parts if len(parts) == _WIDE else None


# Findings


def inferred(table: int, names: Sequence[str], origins: Origins) -> Finding:
    """One hint a table for the cells that were not legible by themselves."""
    return Finding(
        "reading",
        "hint",
        f"表{table}有{len(names)}个数字在原文中没有各占一格，按勾稽关系或合并单元格推定，请与原文核对。",
        tuple(names),
        place=origins[names[0]].place,
    )


def odd(names: Sequence[str], texts: Sequence[str], origins: Origins) -> Finding:
    """Words, or a number with words, where a figure should be."""
    shown = "、".join(f"“{' '.join(t.split())[:30]}”" for t in dict.fromkeys(texts))
    remark = all(figure(t).what == "number" for t in texts)
    said = "数字旁另有文字或数字中间断开，请核对读数" if remark else "不是数字，未填"
    return Finding(
        "reading",
        "hint" if remark else "warning",
        f"{'、'.join(cell_words(n) for n in names[:_FEW])}原文为{shown}，{said}。",
        tuple(names),
        found=texts[0],
        place=origins[names[0]].place if names[0] in origins else None,
    )


def several(label: str, table: int, names: Sequence[str], row: Found, found: Sequence[Way]) -> Finding:
    """A row of table 2 whose digits ran together (or that has fewer figures than columns)."""
    text = " ".join(row.runs) if row.runs is not None else " ".join(c for c in row.cells or () if c)
    if found:
        shown = "；".join("/".join(w.texts) for w in found[:_FEW])
        more = f"等{len(found)}种" if len(found) > _FEW else ""
        said = f"可能为{shown}{more}，本报告内无法判定，未填"
    else:
        said = f"与{len(names)}栏对不上，未填"
    return Finding(
        "reading",
        "warning",
        f"表{table}“{label}”一行原文为“{text}”，{said}；请对照原文补录。",
        tuple(names),
        found=text,
        place=place_of_row(table, row.code or ""),
    )


def unplaced(
    table: int,
    rows: Sequence[tuple[Found, tuple[str, ...]]],
    candidates: Mapping[str, tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]],
) -> Finding:
    """Rows whose figures could not be given to their columns."""
    parts = []
    for row, _ in rows[:_FEW]:
        text = " ".join(row.runs) if row.runs is not None else " ".join(c for c in row.cells or () if c)
        label = place_of_row(table, row.code or "").partition("“")[2].partition("”")[0]
        ways = candidates.get(row.code or "", ((), ()))[1]
        shown = "（可能为" + "；".join("/".join(map(str, w)) for w in ways[:3]) + "）" if ways else ""
        parts.append(f"{label or '数字'}“{text}”{shown}")
    more = f"等{len(rows)}行" if len(rows) > _FEW else ""
    return Finding(
        "reading",
        "warning",
        f"表{table}有数字无法确定属于哪一栏，未填：{'；'.join(parts)}{more}。请对照原文补录。",
        tuple(n for _, names in rows for n in names),
        place=place_of_row(table, rows[0][0].code or ""),
    )


def beyond(row: Found) -> Finding:
    """A row that the form does not have; its figures belong to no cell."""
    figures = [c for c in (row.cells if row.cells is not None else row.runs or ()) if c]
    where = f"表{row.table}" if row.table else "表格"
    return Finding(
        "reading",
        "warning",
        f"{where}有格式以外的行“{' '.join(row.words.split())}”（{'、'.join(figures)}），未计入。",
        (),
        found=row.words,
        place=f"{where}“{' '.join(row.words.split())}”行",
    )


def unnamed(table: int, rows: Sequence[Found]) -> Finding:
    """Rows of figures without a label that order and sums do not settle."""
    return Finding(
        "reading",
        "warning",
        f"表{table}有{len(rows)}行数字没有行名，按勾稽关系不能唯一判定属于哪一行，未填；请对照原文补录。",
        (),
        place=f"表{table}",
    )


def lost(labels: Sequence[Label]) -> Finding:
    """Labels are there, figures are not."""
    names = [place_of_row(one.table, one.code) for one in labels]
    shown = "、".join(names[:3]) + (f"等{len(names)}行" if len(names) > 3 else "")
    return Finding(
        "reading",
        "warning",
        f"{shown}只有行名，没有读到数字（可能在转换时丢失），未按零填写；请用原来的电子版再试。",
        (),
        place=names[0],
    )


def dropped() -> Finding:
    """No figure can be told from its neighbours once repeated lines are gone."""
    return Finding(
        "reading",
        "warning",
        "文件里重复的行在转换时被删去了（如相同的数字、“总计”只剩第一处），表中数字对不上栏目，一律未填；请用原来的电子版再试。",
    )


def doubled(table: int, names: Sequence[str], origins: Origins) -> Finding:
    """A table or row that is in the file twice."""
    if not names:
        return Finding(
            "reading", "warning", f"表{table}在文件中出现两次，两处数字相同，只计一次。", (), place=f"表{table}"
        )
    shown = "、".join(cell_words(n) for n in names[:_FEW])
    return Finding(
        "reading",
        "warning",
        f"表{table}有重复的行，两处数字不同，未填：{shown}；请对照原文补录。",
        tuple(names),
        place=origins[names[0]].place if names[0] in origins else f"表{table}",
    )
