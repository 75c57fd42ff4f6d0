"""Counts of other systems: entered or imported, all or nothing, each change kept."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused
from gongkai.publication import counts
from gongkai.publication.models import YearCount, YearTarget

from .conftest import AT, nothing_after
from .law import told

HEAD = ["年度", "项目", "数量"]


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


GOOD = workbook(
    ["某局2025年数量"], HEAD, [2025, "行政许可", 120], [2025, "行政处罚", "1,003"], ["2025年", "行政强制", 0],
    [2025, "行政事业性收费", 2.02],
)  # fmt: skip


def test_a_figure_takes_the_place_of_the_one_before_and_both_stay(clerk: Person, bureau: Agency) -> None:
    counts.enter(clerk, bureau, year=2025, what="licence", number=12, at=AT)
    assert told("counts.enter") == {"year": 2025, "what": "licence", "number": "12", "before": None}
    before = Entry.objects.count()
    counts.enter(clerk, bureau, year=2025, what="licence", number=12, at=AT)
    assert nothing_after(before)
    counts.enter(clerk, bureau, year=2025, what="licence", number=13, note="补录", at=AT)
    assert told("counts.enter")["before"] == "12"
    assert counts.total(bureau, 2025, "licence") == 13
    assert [one.number for one in counts.history(bureau, 2025)] == [13, 12]


def test_several_systems_add_up_and_nothing_is_not_nought(clerk: Person, bureau: Agency) -> None:
    counts.enter(clerk, bureau, year=2025, what="penalty", number=5, source="执法平台", at=AT)
    counts.enter(clerk, bureau, year=2025, what="penalty", number=2, at=AT)
    assert counts.total(bureau, 2025, "penalty") == 7
    assert counts.total(bureau, 2024, "penalty") is None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"year": 2027}, "年度"), ({"year": 2007}, "年度"), ({"what": "fine"}, "项目"),
        ({"number": -1}, "不小于0"),
        ({"number": Decimal("1.5")}, "整数"), ({"number": Decimal("NaN")}, "不小于0"),
        ({"what": "charge", "number": Decimal("0.0000001")}, "小数"),
    ],
)  # fmt: skip
def test_what_no_figure_can_be(clerk: Person, bureau: Agency, fields: dict[str, object], says: str) -> None:
    given = {"year": 2025, "what": "licence", "number": 1, **fields}
    before = Entry.objects.count()
    with pytest.raises(Refused, match=says):
        counts.enter(clerk, bureau, at=AT, **given)  # type: ignore[arg-type]  # one of them
    assert not YearCount.objects.exists()
    assert nothing_after(before)


def test_a_dry_run_tells_and_changes_nothing_then_it_is_taken_in(clerk: Person, bureau: Agency) -> None:
    before = Entry.objects.count()
    tried = counts.import_counts(clerk, bureau, GOOD, dry_run=True, at=AT)
    assert [(line.row, line.step) for line in tried.lines] == [(3, "new"), (4, "new"), (5, "new"), (6, "new")]
    assert not tried.applied
    assert not YearCount.objects.exists()
    assert nothing_after(before)
    done = counts.import_counts(clerk, bureau, GOOD, at=AT)
    assert done.applied
    assert told("counts.import") == {"rows": 4, "years": [2025]}
    assert [counts.total(bureau, 2025, what) for what in ("licence", "penalty", "coercion", "charge")] == [
        120, 1003, 0, Decimal("2.02"),
    ]  # fmt: skip
    again = counts.import_counts(clerk, bureau, GOOD, at=AT)
    assert {line.step for line in again.lines} == {"same"}
    assert YearCount.objects.count() == 4


def test_one_wrong_row_keeps_all_out(clerk: Person, bureau: Agency) -> None:
    bad = workbook(
        HEAD, [2025, "行政许可", 1], [2025, "罚款", 1], [2025, "行政许可", 2], ["去年", "行政处罚", 1],
        [2025, "行政强制", "很多"], [2025, "行政强制", "=1+1"],
    )  # fmt: skip
    before = Entry.objects.count()
    found = counts.import_counts(clerk, bureau, bad, at=AT)
    assert [line.step for line in found.lines] == ["new", "error", "error", "error", "error", "error"]
    assert "重复" in found.lines[2].message
    assert len(found.errors) == 5
    assert not found.applied
    assert not YearCount.objects.exists()
    assert nothing_after(before)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_of_another_system_with_its_name(clerk: Person, bureau: Agency, encoding: str) -> None:
    table = "年度,项目,数量,来源\n2025,行政处罚,7,执法平台\n\n2025,行政处罚,3,\n".encode(encoding)
    assert counts.import_counts(clerk, bureau, table, at=AT).applied
    assert {one.source: one.number for one in counts.live(bureau, 2025)} == {"执法平台": 7, "": 3}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK nonsense", "XLSX"),
        (b"a,b\n1,2", "表头"),
        ("年度,项目,数量\n".encode(), "空的"),
        (b"\xff\xfe\x00", "读取"),
    ],
)
def test_what_is_no_such_table(clerk: Person, bureau: Agency, data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        counts.import_counts(clerk, bureau, data, at=AT)


@pytest.mark.parametrize("who", ["reviewer", "stranger", "supervisor"])
def test_who_may_not(who: str, bureau: Agency, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        counts.enter(person, bureau, year=2025, what="licence", number=1, at=AT)
    with pytest.raises(NotAllowed):
        counts.import_counts(person, bureau, GOOD, at=AT)
    with pytest.raises(NotAllowed):
        counts.set_target(person, bureau, year=2026, number=1, at=AT)
    assert nothing_after(before)


def test_the_target_of_a_year(clerk: Person, bureau: Agency) -> None:
    counts.set_target(clerk, bureau, year=2026, number=400, at=AT)
    counts.set_target(clerk, bureau, year=2026, number=420, at=AT)
    assert told("counts.target") == {"year": 2026, "category": "", "number": 420}
    assert YearTarget.objects.get().number == 420
    for wrong in ({"year": 2030}, {"category": "22.1"}, {"number": -1}):
        with pytest.raises(Refused):
            counts.set_target(clerk, bureau, at=AT, **{"year": 2026, "number": 1, **wrong})  # type: ignore[arg-type]


def test_nobody_sees_another_agencys(clerk: Person, stranger: Person, bureau: Agency) -> None:
    made = counts.enter(clerk, bureau, year=2025, what="licence", number=1, at=AT)
    assert list(counts.visible(clerk, on=date(2026, 3, 16))) == [made]
    assert not counts.visible(stranger, on=date(2026, 3, 16)).exists()
