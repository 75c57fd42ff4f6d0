"""The equations of tables 3 and 4 (A1, A2, A3, A5) as index arrays, and one report's figures held against them.

A blank beside figures counts as nothing in a sum. A blank total beside figures is filled with the sum it
should show, so that it is reported once and not again by every relation that needs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from .editions import Block, editions
from .report import SLASH, AnnualReport, Value

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Equation:
    """``left`` cells together equal ``right`` cells together. Numbers are places in the block's cells;
    the first of ``right`` is the cell a violation is reported at."""

    relation: str
    left: tuple[int, ...]
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One equation that does not hold. ``blank``: a side is not given at all, which is doubtful, not wrong."""

    equation: Equation
    left: Number
    right: Number
    blank: bool = False


@dataclass(slots=True)
class Ledger:
    """The figures of one block with blank totals filled, and which of its equations could be evaluated."""

    block: Block
    report: AnnualReport
    names: tuple[str, ...]
    numbers: list[Number]
    given: list[bool]
    blank: list[bool]
    held: list[Equation] = field(default_factory=list)
    broken: list[Outcome] = field(default_factory=list)

    def number(self, name: str) -> Number | None:
        """A cell as it enters a sum (blank totals filled), None where the report does not have the
        cell or it could not be read."""
        at = places(self.block).get(name)
        if at is None or not self.given[at] or (self.blank[at] and self.numbers[at] == 0 and self.unread(at)):
            return None
        return self.numbers[at]

    def unread(self, at: int) -> bool:
        """Whether the reader left this cell open. Asked only where it matters: looking it up takes time."""
        return left_open(self.report, self.names[at])

    def silent(self, name: str) -> bool:
        """Whether the row of this cell gives no figure at all."""
        width = len(self.block.columns)
        start = places(self.block)[name] // width * width
        return all(self.blank[start : start + width])


@cache
def _names(edition: str, code: str) -> tuple[str, ...]:
    return tuple(c.name for c in _block(edition, code).cells)


@cache
def _places(edition: str, code: str) -> dict[str, int]:
    return {name: at for at, name in enumerate(_names(edition, code))}


def _block(edition: str, code: str) -> Block:
    return next(b for b in editions()[edition].blocks if b.code == code)


def places(block: Block) -> dict[str, int]:
    """The place of each cell of a block, by name."""
    return _places(block.edition, block.code)


@cache
def _equations(edition: str, code: str) -> tuple[Equation, ...]:
    block = _block(edition, code)
    width = len(block.columns)
    relation = "A1" if block.table == 3 else "A5"
    rows = [
        Equation(relation, tuple(range(at, at + width - 1)), (at + width - 1,))
        for at in range(0, len(block.cells), width)
    ]
    return tuple(_table_3(block, rows)) if block.table == 3 else tuple(rows)


def _table_3(block: Block, rows: list[Equation]) -> Iterator[Equation]:
    """A1, A2 and A3 of table 3, in an order that fills a blank total before another equation needs it: every
    row but （七）, the columns of （七）, its row, its 总计, and then first + second = third + fourth."""
    width = len(block.columns)
    start = {row.code: at * width for at, row in enumerate(block.rows)}
    leaves = tuple(at for code, at in start.items() if code.startswith("3.") and code != "3.7")
    totals = [Equation("A2", tuple(at + c for at in leaves), (start["3.7"] + c,)) for c in range(width)]
    last = rows.pop(start["3.7"] // width)
    yield from rows
    yield from totals[:-1]
    yield last
    yield totals[-1]
    for c in range(width):
        yield Equation("A3", (start["1"] + c, start["2"] + c), (start["3.7"] + c, start["4"] + c))


def equations(block: Block) -> tuple[Equation, ...]:
    """Every equation of a block in the order to evaluate them."""
    return _equations(block.edition, block.code)


def left_open(report: AnnualReport, name: str) -> bool:
    """Whether a cell has no figure although digits stand there in the original: not legible, not blank."""
    if report.figures.get(name) is not None:
        return False
    origin = report.origins.get(name)
    return origin is not None and any(c.isdigit() for c in origin.text)


def ledger(block: Block, report: AnnualReport) -> Ledger:
    """This report's figures of one block, with every equation that can be evaluated held against them.

    An equation that needs a cell the report does not have, or one that could not be read, is left out."""
    names = _names(block.edition, block.code)
    figures = report.figures
    values = [figures.get(name) for name in names]
    whole = all(type(v) is int for v in values)
    given = [True] * len(names) if whole else [name in figures for name in names]
    blank = [False] * len(names) if whole else [v is None for v in values]
    numbers: list[Number] = [0 if v is None or v == SLASH else v for v in values]
    book = Ledger(block, report, names, numbers, given, blank)
    for equation in equations(block):
        if whole:
            _compare(book, equation)
        elif all(given[i] for i in equation.left) and all(given[i] for i in equation.right):
            _weigh(book, equation, values)
    return book


def _compare(book: Ledger, equation: Equation) -> None:
    numbers = book.numbers
    left: Number = sum([numbers[i] for i in equation.left])
    right: Number = sum([numbers[i] for i in equation.right])
    if left == right:
        book.held.append(equation)
    else:
        book.broken.append(Outcome(equation, left, right))


def _weigh(book: Ledger, equation: Equation, values: list[Value]) -> None:
    """One equation where some figures are not given: a side wholly blank is doubtful beside figures."""
    numbers = book.numbers
    left: Number = sum([numbers[i] for i in equation.left])
    right: Number = sum([numbers[i] for i in equation.right])
    no_right = right == 0 and all(values[i] is None for i in equation.right)
    no_left = left == 0 and all(values[i] is None for i in equation.left)
    if no_right and no_left:
        return
    if left != right and any(values[i] is None and book.unread(i) for i in (*equation.left, *equation.right)):
        return
    if no_right and len(equation.right) == 1:
        numbers[equation.right[0]] = left
    if left == right:
        book.held.append(equation)
    else:
        book.broken.append(Outcome(equation, left, right, blank=no_left or no_right))
