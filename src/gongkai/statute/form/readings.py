"""What a number in the text must equal: for each kind of claim the cells it is about, the figure a person
expects there, and every other figure that an honest reading of the sentence allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .claims import Claim
from .patterns import REASONS
from .report import AnnualReport, counted
from .sums import Ledger, Number

_SAID_CARRIED = re.compile(r"结转|转结|遗留|顺延|上年度?(?:未|申请)")
_HANDLED = re.compile(r"办理|处理|办结|答复|回复")
_FINISHED = re.compile(r"审结|办结|结案|已结")
_STOCK = {"documents": ("行政规范性文件", "规范性文件"), "rules": ("规章", "规章")}
_DECIDED = {"licences": "行政许可", "penalties": "行政处罚", "coercive": "行政强制"}


@dataclass(frozen=True, slots=True)
class Reading:
    """``cells`` are shown to the person, ``expected`` is the plain reading, ``allowed`` every right one; ``aside``
    is a figure that would be right if the sentence had said so."""

    cells: tuple[str, ...]
    expected: Number
    allowed: frozenset[Number]
    aside: Number | None = None


class Tables:
    """The totals of tables 3 and 4 that sentences quote; None where the report cannot tell."""

    def __init__(self, report: AnnualReport, books: Iterable[Ledger]) -> None:
        self.report = report
        self._books = {book.block.table: book for book in books}
        self.rows = tuple(r.code for r in self._books[3].block.rows) if 3 in self._books else ()

    def total(self, *rows: str) -> Number | None:
        """The 总计 of these rows of table 3 together; None where none of them gives a figure."""
        return self._together(3, [f"{row}/总计" for row in rows])

    def under(self, start: str) -> tuple[str, ...]:
        """The rows of table 3 whose code is or begins with ``start``."""
        return tuple(r for r in self.rows if r == start or r.startswith(f"{start}."))

    def remedy(self, *rows: str, column: str = "总计") -> Number | None:
        """A result of these rows of table 4 together; None where none of them gives a figure."""
        return self._together(4, [f"{row}/{column}" for row in rows])

    def _together(self, table: int, names: list[str]) -> Number | None:
        book = self._books.get(table)
        if book is None or all(book.silent(n) for n in names if n in book.names):
            return None
        return _sum(book.number(n) for n in names)

    def figure(self, name: str) -> Number | None:
        """A figure of table 2; None where it is blank or not there."""
        return counted(self.report.value(name)) if name in self.report.figures else None


def _sum(values: Iterable[Number | None]) -> Number | None:
    total: Number = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _allowed(*values: Number | None) -> frozenset[Number]:
    return frozenset(v for v in values if v is not None)


def _received(tables: Tables, claim: Claim) -> Reading | None:
    new, old, handled = tables.total("1"), tables.total("2"), tables.total("3.7")
    if new is None:
        return None
    both = _sum((new, old))
    said = claim.sentence.text + claim.sentence.after[:40]
    if "新收" in claim.words:
        return Reading(("1/总计",), new, _allowed(new), both)
    if _SAID_CARRIED.search(said) or "受理" in claim.words or _HANDLED.search(claim.words):
        return Reading(("1/总计",), new, _allowed(new, both, handled))
    if _HANDLED.search(claim.sentence.text[claim.end :]):
        return Reading(("1/总计",), new, _allowed(new, both if handled == both else None), both)
    return Reading(("1/总计",), new, _allowed(new), both)


def _part(tables: Tables, claim: Claim) -> Reading | None:
    """Requests by one channel or kind of applicant: no more than all of them."""
    new = tables.total("1")
    if new is None:
        return None
    most = max(new, _sum((new, tables.total("2"))) or 0, tables.total("3.7") or 0)
    return Reading(("1/总计",), new, _allowed(new, claim.found if claim.found <= most else None))


def _requests(tables: Tables, claim: Claim) -> Reading | None:
    """A number of requests without a verb: received, handled or disclosed."""
    new, old, handled = tables.total("1"), tables.total("2"), tables.total("3.7")
    if new is None:
        return None
    disclosed = (tables.total("3.1"), tables.total("3.1", "3.2"))
    return Reading(("1/总计",), new, _allowed(new, _sum((new, old)), handled, *disclosed))


def _answered(tables: Tables, claim: Claim) -> Reading | None:
    handled = tables.total("3.7")
    if handled is None:
        return None
    new, old, left = tables.total("1"), tables.total("2"), tables.total("4")
    closed = tables.total(*tables.under("3.6"))
    ways = [handled, _less(handled, old), _less(handled, closed)]
    if re.search(r"办理|处理", claim.words):
        ways += [new, _sum((new, old))]
    elif left == 0:
        ways += [_sum((new, old))]
    return Reading(("3.7/总计",), handled, _allowed(*ways))


def _less(whole: Number, part: Number | None) -> Number | None:
    return None if part is None else whole - part


def _row(code: str) -> Callable[[Tables, Claim], Reading | None]:
    def read(tables: Tables, claim: Claim) -> Reading | None:
        value = tables.total(code)
        return None if value is None else Reading((f"{code}/总计",), value, _allowed(value))

    return read


def _result(tables: Tables, claim: Claim) -> Reading | None:
    label, extra = claim.label, None
    if "部分" in label and "公开" in label.split("部分")[0]:
        rows: tuple[str, ...] = ("3.1", "3.2")
    elif "部分" in label:
        rows = ("3.2",)
    elif label in ("不予公开", "无法提供", "不予处理"):
        rows = tables.under({"不予公开": "3.3", "无法提供": "3.4", "不予处理": "3.5"}[label])
        if (
            label == "无法提供"
            and re.search(r"不掌握|不存在|未制作|未获取", claim.clause)
            and "等" not in claim.clause
        ):
            extra = tables.total("3.4.1")
    elif "公开" in label:
        if re.search(r"已(?:经)?(?:主动)?公开", claim.sentence.text):
            return None  # what is public already is counted with 3.1, here it stands apart
        rows = ("3.1",)
        if "部分公开" not in claim.sentence.text:
            extra = tables.total("3.1", "3.2")
    else:
        rows = tables.under("3.6")
    value = tables.total(*rows) if rows else None
    return None if value is None else Reading(tuple(f"{r}/总计" for r in rows), value, _allowed(value, extra))


def _reason(tables: Tables, claim: Claim) -> Reading | None:
    code = next(c for words, c in REASONS.items() if re.fullmatch(words, claim.label))
    return _row(code)(tables, claim)


def _reconsiderations(tables: Tables, claim: Claim) -> Reading | None:
    value = tables.remedy("行政复议")
    if value is None:
        return None
    done = (
        _less(value, tables.remedy("行政复议", column="尚未审结"))
        if _FINISHED.search(claim.whole_clause)
        else None
    )
    return Reading(("行政复议/总计",), value, _allowed(value, done))


def _lawsuits(tables: Tables, claim: Claim) -> Reading | None:
    kinds = ("未经复议直接起诉", "复议后起诉")
    value = tables.remedy(*kinds)
    if value is None:
        return None
    pending = tables.remedy(*kinds, column="尚未审结")
    done = _less(value, pending) if _FINISHED.search(claim.whole_clause) else None
    return Reading(tuple(f"{k}/总计" for k in kinds), value, _allowed(value, done))


def _remedies(tables: Tables, claim: Claim) -> Reading | None:
    rows = ("行政复议", "未经复议直接起诉", "复议后起诉")
    value = tables.remedy(*rows)
    if value is None:
        return None
    pending = tables.remedy(*rows, column="尚未审结")
    done = _less(value, pending) if _FINISHED.search(claim.whole_clause) else None
    return Reading(tuple(f"{r}/总计" for r in rows), value, _allowed(value, done))


def _one_kind(row: str, column: str = "总计") -> Callable[[Tables, Claim], Reading | None]:
    def read(tables: Tables, claim: Claim) -> Reading | None:
        value = tables.remedy(row, column=column)
        return None if value is None else Reading((f"{row}/{column}",), value, _allowed(value))

    return read


def _stock(matter: str, column: str, *old: str) -> Callable[[Tables, Claim], Reading | None]:
    new_name, old_name = _STOCK[matter]

    def read(tables: Tables, claim: Claim) -> Reading | None:
        value = tables.figure(f"{new_name}/{column}")
        if value is not None:
            return Reading((f"{new_name}/{column}",), value, _allowed(value))
        others = [tables.figure(f"{old_name}/{c}") for c in old]
        if not others or others[0] is None:
            return None
        return Reading((f"{old_name}/{old[0]}",), others[0], _allowed(*others))

    return read


def _decisions(row: str) -> Callable[[Tables, Claim], Reading | None]:
    def read(tables: Tables, claim: Claim) -> Reading | None:
        for column in ("本年处理决定数量", "处理决定数量"):
            value = tables.figure(f"{row}/{column}")
            if value is not None:
                return Reading((f"{row}/{column}",), value, _allowed(value))
        return None

    return read


_READERS: dict[str, Callable[[Tables, Claim], Reading | None]] = {
    "received": _received,
    "requests": _requests,
    "part": _part,
    "carried": _row("2"),
    "forwarded": _row("4"),
    "answered": _answered,
    "result": _result,
    "reason": _reason,
    "reconsiderations": _reconsiderations,
    "reconsiderations.upheld": _one_kind("行政复议", "结果维持"),
    "reconsiderations.corrected": _one_kind("行政复议", "结果纠正"),
    "lawsuits": _lawsuits,
    "remedies": _remedies,
    "direct": _one_kind("未经复议直接起诉"),
    "after": _one_kind("复议后起诉"),
    "documents.made": _stock("documents", "本年制发件数", "本年新制作数量", "本年新公开数量"),
    "documents.repealed": _stock("documents", "本年废止件数"),
    "documents.in_force": _stock("documents", "现行有效件数"),
    "rules.made": _stock("rules", "本年制发件数", "本年新制作数量", "本年新公开数量"),
    "rules.repealed": _stock("rules", "本年废止件数"),
    "rules.in_force": _stock("rules", "现行有效件数"),
    **{kind: _decisions(row) for kind, row in _DECIDED.items()},
}


def reading(tables: Tables, claim: Claim) -> Reading | None:
    """How the tables answer a claim; None where they cannot."""
    return _READERS[claim.kind](tables, claim)
