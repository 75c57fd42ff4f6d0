"""A bureau's whole year: the compiled report is the one that was written by hand before, cell by cell."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.cases.models import Case
from gongkai.publication.models import Item, YearCount
from gongkai.reports.compiling import records as compiled_records
from gongkai.reports.compiling.tables import compile
from gongkai.review.models import Proceeding
from gongkai.statute.form import Value, check, counted, edition
from gongkai.statute.form.plain import tables
from tests.district import found

from . import records
from .conftest import TODAY
from .records import YEAR, Row

pytestmark = pytest.mark.django_db
EXPECTED = json.loads((Path(__file__).parent / "expected.json").read_text("utf-8"))
CELLS = [cell.name for cell in edition("2021").cells]


def test_the_expected_report_adds_up_and_has_everything() -> None:
    """Every outcome, every class, carried over both ways, every result of every kind of proceeding."""
    three, four = EXPECTED["table3"], EXPECTED["table4"]
    leaves = [
        row.code for row in edition("2021").table(3)[0].rows if row.code.startswith("3.") and row.code != "3.7"
    ]
    assert len(leaves) == 21
    assert all(three[row][-1] for row in leaves)
    assert all(three["1"])
    assert three["2"][-1]
    assert three["4"][-1]
    assert all(four)


def test_cell_by_cell(bureau: Agency) -> None:
    report = compile(bureau, YEAR).report
    found_ones = {"agency": report.agency, "year": report.year, "edition": report.edition, **tables(report)}
    assert found_ones == EXPECTED
    assert report.complete


def test_the_form_finds_no_contradiction(bureau: Agency) -> None:
    assert not [one for one in check(compile(bureau, YEAR).report) if one.severity == "error"]
    assert not [one for one in compile(bureau, YEAR).findings if one.severity == "error"]


def test_the_records_behind_every_cell_are_as_many_as_it_says(bureau: Agency) -> None:
    report = compile(bureau, YEAR).report
    for cell in CELLS:
        _opens(bureau, cell, report.value(cell))


def _opens(bureau: Agency, cell: str, value: Value) -> None:
    behind = compiled_records.behind(OPERATOR, bureau, YEAR, cell, on=TODAY)
    if behind.amount:
        entered = next(part for part in behind.parts if part.kind == "count")
        assert sum((row.number for row in entered.rows), Decimal(0)) == Decimal(str(counted(value)))
    else:
        assert behind.number == value
        assert sum(len(part.rows) for part in behind.parts) == value


def test_the_keys_are_those_of_the_records(bureau: Agency) -> None:
    keys = compiled_records.keys(bureau, YEAR)
    for cell in CELLS:
        behind = compiled_records.behind(OPERATOR, bureau, YEAR, cell, on=TODAY)
        opened = Counter(f"{part.kind}:{row.pk}" for part in behind.parts for row in part.rows)
        assert Counter(key.partition("=")[0] for key in compiled_records.of_cell(keys, cell)) == opened, cell


# What each record makes, as records.py says; the totals are those of its row, its column and its kind.
_MODELS: dict[str, type[Model]] = {"cases": Case, "items": Item, "counts": YearCount, "reviews": Proceeding}


def test_taking_any_one_record_away_changes_exactly_its_cells(bureau: Agency, district: Agency) -> None:
    elsewhere = found("示范区财政局", district, 90)
    before = compile(bureau, YEAR).report.figures
    tried = 0
    for row, record in _pairs():
        with transaction.atomic():
            type(record)._default_manager.filter(pk=record.pk).update(agency=elsewhere)
            after = compile(bureau, YEAR).report.figures
            transaction.set_rollback(True)
        changed = {cell: _less(before[cell], after[cell]) for cell in CELLS if before[cell] != after[cell]}
        assert changed == _with_totals(row), (row, record)
        tried += 1
    assert tried == sum(map(len, (records.CASES, records.ITEMS, records.COUNTS, records.REVIEWS)))


# Records by a word of their row, and how the sentences begin that tell of them; all others stay as they are.
_SENTENCES = {
    "〔2024〕1号": (
        "2024年度，民政局收到政府信息公开申请",
        "本年度办结政府信息公开申请",
        "本年度对1件申请收取信息处理费",
    ),
    "〔2024〕27号": ("2024年度，民政局收到政府信息公开申请", "本年度办结政府信息公开申请"),
    "〔2023〕33号": ("2024年度，民政局收到政府信息公开申请", "本年度办结政府信息公开申请"),
    "〔2025〕1号": (),
    "示范区民政事务管理办法之3": ("全年制发行政规范性文件",),
    "示范区民政事务管理办法之1": (),
    "示范区民政事务管理办法之10": ("2024年，民政局全年主动公开政府信息", "逐件确定公开属性"),
    "2023-12-10": ("因政府信息公开被申请行政复议",),
    "2024-12-02": ("因政府信息公开被申请行政复议",),
    "2025-01-02": (),
    "行政许可": (),
}


@pytest.mark.parametrize(("word", "beginnings"), _SENTENCES.items())
def test_a_record_changes_exactly_its_sentences(
    bureau: Agency, district: Agency, word: str, beginnings: tuple[str, ...]
) -> None:
    elsewhere = found("示范区财政局", district, 90)
    before = _sentences(bureau)
    record = next(record for row, record in _pairs() if word in [str(one) for one in row.row.values()])
    type(record)._default_manager.filter(pk=record.pk).update(agency=elsewhere)
    gone = [one for one in before if one not in _sentences(bureau)]
    assert len(gone) == len(beginnings), gone
    for sentence, beginning in zip(gone, beginnings, strict=True):
        assert beginning in sentence


def _sentences(bureau: Agency) -> list[str]:
    report = compile(bureau, YEAR).report
    paragraphs = [*report.preamble, *(p for section in report.sections for p in section.paragraphs)]
    return [sentence for one in paragraphs for sentence in one.split("。") if sentence]


def _pairs() -> Iterator[tuple[Row, Any]]:
    """Every row with the record it became."""
    for one in records.CASES:
        yield one, Case.objects.get(number=one.row["编号"])
    for one in records.ITEMS:
        yield one, Item.objects.get(title=one.row["标题"])
    for one in records.COUNTS:
        what = {label: code for code, label in YearCount.What.choices}[one.row["项目"]]
        yield one, YearCount.objects.get(agency__name=one.of, year=one.row["年度"], what=what)
    yield from zip(records.REVIEWS, _proceedings(), strict=True)


def _proceedings() -> list[Proceeding]:
    """In the order of the rows: those of the bureau came in first."""
    rows = [one for of in (records.BUREAU, records.ELDERS) for one in records.REVIEWS if one.of == of]
    made = dict(zip(map(id, rows), Proceeding.objects.order_by("pk"), strict=True))
    return [made[id(one)] for one in records.REVIEWS]


def _less(before: Value, after: Value) -> Decimal:
    return Decimal(str(counted(before) or 0)) - Decimal(str(counted(after) or 0))


def _with_totals(row: Row) -> dict[str, Decimal]:
    """The leaf cells of a record with the sums over them, as the form sums."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for cell, number in row.cells.items():
        for one in (cell, *_sums_over(cell)):
            sums[one] += Decimal(str(number))
    return {cell: number for cell, number in sums.items() if number}


def _sums_over(cell: str) -> list[str]:
    row, _, column = cell.partition("/")
    if row.startswith("3."):
        return [f"{row}/总计", f"3.7/{column}", "3.7/总计"]
    return [f"{row}/总计"] if f"{row}/总计" in CELLS else []
