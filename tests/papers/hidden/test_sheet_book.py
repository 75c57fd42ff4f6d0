"""Cells, columns and rows of an Excel file as their XML has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.papers.hidden.package import parse_xml
from gongkai.papers.hidden.sheet_book import Book, column_name, column_number
from gongkai.papers.hidden.sheet_unseen import Unseen

from .makers import SHEET
from .test_sheet import raw


@given(st.integers(1, 16_384))
def test_names_of_columns(number: int) -> None:
    assert column_number(column_name(number)) == number


@pytest.mark.parametrize(
    ("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")]
)
def test_known_columns(number: int, name: str) -> None:
    assert column_name(number) == name


def cells(sheet: str) -> list[tuple[int, int, str]]:
    from gongkai.papers.hidden.package import Package

    book = Book(Package(raw(sheet)))
    return [(c.row, c.column, c.text) for c in book.cells(book.package.xml(book.sheets[0].part))]


def test_positions_that_are_left_out_are_counted() -> None:
    first = "<row><c><v>1</v></c><c><v>2</v></c></row>"
    data = f"<sheetData>{first}<row r='7'><c r='D7'><v>3</v></c><c><v>4</v></c></row></sheetData>"
    assert cells(data) == [(1, 1, "1"), (1, 2, "2"), (7, 4, "3"), (7, 5, "4")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c t='inlineStr'><is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>音</t></rPh></is></c>", "甲乙"),
        ("<c t='str'><f>A2</f><v>文</v></c>", "文"),
        ("<c><v>1.3812345678E10</v></c>", "13812345678"),
        ("<c><v>1E</v></c>", "1E"),
        ("<c t='s'><v>99</v></c>", "99"),
        ("<c t='b'><v>1</v></c>", "1"),
        ("<c/>", ""),
    ],
)
def test_values(cell: str, text: str) -> None:
    assert cells(f"<sheetData><row>{cell}</row></sheetData>") == [(1, 1, text)]


def unseen(inner: str) -> Unseen:
    return Unseen(parse_xml(f'<worksheet xmlns="{SHEET}">{inner}</worksheet>'.encode()))


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        ("", False),
        ("hidden='1'", True),
        ("hidden='true'", True),
        ("hidden='0'", False),
        ("ht='0'", True),
        ("ht='15'", False),
    ],
)
def test_rows(row: str, hidden: bool) -> None:
    assert unseen(f"<sheetData><row r='3' {row}/></sheetData>").row(3) is hidden


@pytest.mark.parametrize(
    ("column", "number", "hidden"),
    [
        ("min='2' max='4' hidden='1'", 3, True),
        ("min='2' max='4' hidden='1'", 5, False),
        ("min='2' max='4' width='0'", 2, True),
        ("min='2' max='4' width='9'", 2, False),
        ("min='2' max='4' width='odd'", 2, False),
    ],
)
def test_columns(column: str, number: int, hidden: bool) -> None:
    assert unseen(f"<cols><col {column}/></cols>").column(number) is hidden


def test_no_width_by_default_but_for_some() -> None:
    found = unseen("<sheetFormatPr defaultColWidth='0'/><cols><col min='1' max='2' width='9'/></cols>")
    assert [found.column(number) for number in (1, 2, 3)] == [False, False, True]


def test_no_height_by_default_but_for_some() -> None:
    rows = "<sheetData><row r='1' customHeight='1' ht='15'/><row r='2'/><row r='3' hidden='0'/></sheetData>"
    found = unseen(f"<sheetFormatPr zeroHeight='1'/>{rows}")
    assert [found.row(number) for number in (1, 2, 3, 4)] == [False, True, False, True]


def test_a_filter_counts_where_it_filters() -> None:
    assert not unseen("<autoFilter ref='A1:B9'/>").filtered
    assert unseen("<autoFilter ref='A1:B9'><filterColumn colId='0'/></autoFilter>").filtered
