"""Reports side by side: sources named, absent never nought, outliers by the rule, a merger no leap."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, Succession
from gongkai.errors import NotAllowed
from gongkai.reports.comparing import HEAD, Beside, Row, beside, kinds, over_years, rows_of
from gongkai.reports.measures import chosen, every
from gongkai.reports.states import State
from gongkai.statute.form import SLASH
from tests.district import found

from .conftest import TODAY
from .filed import filed

NEW, OPEN, REPEALED = chosen(["3-1-total"])[0], every()["r-open"], every()["2-rules-repealed"]


@pytest.fixture
def bodies(district: Agency) -> list[Agency]:
    return [found(f"示范区第{n}局", district, n) for n in range(1, 11)]


def look(user: Person, district: Agency, year: int = 2024, *codes: str) -> Beside:
    return beside(user, district, year, Kind.DEPARTMENT, chosen(codes or ["3-1-total"]), on=TODAY)


def row_of(table: Beside, agency: Agency) -> Row:
    return next(row for row in table.rows if row.agency == agency)


def test_every_body_of_the_kind_with_its_source(supervisor: Person, district: Agency, street: Agency,
                                               bodies: list[Agency]) -> None:  # fmt: skip
    filed(bodies[0], received=4)
    filed(bodies[1], received=6, compiled=True)
    filed(street)
    table = look(supervisor, district)
    assert [row.agency for row in table.rows] == bodies
    assert [row.source and row.source.words for row in table.rows[:3]] == ["导入的文件", "由记录编制", None]
    assert [row.marks[0].read.value for row in table.rows[:3]] == [5, 7, None]
    assert table.absent == tuple(bodies[2:])
    assert row_of(table, bodies[2]).marks[0].read.shown == "没有报告"
    assert kinds(supervisor, district, 2024, on=TODAY) == (Kind.DEPARTMENT, Kind.STREET_OFFICE)


def test_a_compiled_and_an_imported_one_of_the_same_year_stand_side_by_side(
    supervisor: Person, district: Agency, bodies: list[Agency]
) -> None:
    filed(bodies[0], received=4)
    filed(bodies[0], state=State.READ, received=40, compiled=True)
    rows = [row for row in look(supervisor, district).rows if row.agency == bodies[0]]
    assert [(row.source.words if row.source else "", row.compared) for row in rows] == [
        ("由记录编制", True), ("导入的文件", False)
    ]  # fmt: skip
    assert [row.marks[0].read.value for row in rows] == [41, 5]
    assert look(supervisor, district).spreads[0].number == 1


def test_a_draft_is_not_compared_by_anybody(supervisor: Person, district: Agency, bodies: list[Agency]) -> None:
    filed(bodies[0], state=State.DRAFT, compiled=True)
    filed(bodies[1], state=State.SUPERSEDED)
    assert {bodies[0], bodies[1]} <= set(look(supervisor, district).absent)


def test_one_that_stands_out_is_told_with_its_reckoning(
    supervisor: Person, district: Agency, bodies: list[Agency]
) -> None:
    for n, one in enumerate(bodies):
        filed(one, received=n + 1 if n < 9 else 500)
    table = look(supervisor, district)
    tagged = [row for row in table.rows if row.marks[0].tag]
    assert [row.agency for row in tagged] == [bodies[9]]
    mark = tagged[0].marks[0]
    assert (mark.tag, mark.cell) == ("偏高", "1/总计")
    # Figures 2 to 10 and 501: median 6.5, distances' median 2.5.
    assert mark.score == Fraction(6745, 10_000) * Fraction("494.5") / Fraction("2.5")
    assert "10个同类机关的中位数6.5，绝对中位差2.5，修正Z分数133.42" in mark.told[0]


def test_blank_slash_and_absent_are_in_no_median(
    supervisor: Person, district: Agency, bodies: list[Agency]
) -> None:
    filed(bodies[0], change={"规章/本年废止件数": None})
    filed(bodies[1], change={"规章/本年废止件数": SLASH})
    filed(bodies[2], drop=("规章/本年废止件数",))
    filed(bodies[3])
    table = look(supervisor, district, 2024, REPEALED.code)
    assert [row.marks[0].read.shown for row in table.rows[:4]] == ["未填", "/", "无此项", "0"]
    assert (table.spreads[0].number, table.spreads[0].median) == (1, 0)
    assert table.spreads[0].why == "数字不足8个"


def test_a_share_is_reckoned_from_the_report_alone(
    supervisor: Person, district: Agency, bodies: list[Agency]
) -> None:
    filed(bodies[0], change={"3.1/总计": 3, "3.7/总计": 8})
    filed(bodies[1], change={"3.1/总计": 0, "3.7/总计": 0})
    filed(bodies[2], change={"3.1/总计": None})
    reads = [row.marks[0].read for row in look(supervisor, district, 2024, "r-open").rows[:3]]
    assert [(one.value, one.shown) for one in reads] == [(Fraction(3, 8), "37.5%"), (None, "分母为零"),
                                                       (None, "未填")]  # fmt: skip
    assert reads[0].parts == "3/8"
    assert OPEN.formula == "（一）予以公开 ÷ 办理结果（七）总计"


def test_a_leap_from_last_year(supervisor: Person, district: Agency, bodies: list[Agency]) -> None:
    for one, before, now in ((bodies[0], 10, 30), (bodies[1], 10, 12)):
        filed(one, 2023, received=before)
        filed(one, 2024, received=now)
    table = look(supervisor, district)
    assert row_of(table, bodies[0]).marks[0].told == (f"{NEW.label}上年11，这一年31",)
    assert row_of(table, bodies[0]).marks[0].tag == "突变"
    assert row_of(table, bodies[1]).marks[0].tag == ""


def test_a_merger_is_no_leap(supervisor: Person, district: Agency, bodies: list[Agency]) -> None:
    filed(bodies[0], 2023, received=10)
    filed(bodies[0], 2024, received=30)
    Succession.objects.create(predecessor=bodies[1], successor=bodies[0], from_on=date(2024, 5, 1))
    row = row_of(look(supervisor, district), bodies[0])
    assert (row.marks[0].tag, row.marks[0].before) == ("", None)
    assert "机构调整" in row.note
    years = over_years(supervisor, bodies[0], [NEW], on=TODAY)
    assert [one.predecessor for one in years.origins] == [bodies[1]]
    assert [row.marks[0].tag for row in years.rows] == ["", ""]


def test_one_body_over_its_years(supervisor: Person, bodies: list[Agency]) -> None:
    for year, received in ((2021, 5), (2023, 6), (2024, 60)):
        filed(bodies[0], year, received=received)
    years = over_years(supervisor, bodies[0], [NEW], on=TODAY)
    assert [(row.year, row.marks[0].read.value, row.marks[0].tag) for row in years.rows] == [
        (2021, 6, ""), (2023, 7, ""), (2024, 61, "突变")
    ]  # fmt: skip
    assert years.gaps == (2022,)
    assert over_years(supervisor, bodies[1], [NEW], on=TODAY).rows == ()


def test_who_may_not_look(supervisor: Person, outsider: Person, district: Agency, bodies: list[Agency]) -> None:
    with pytest.raises(NotAllowed):
        look(outsider, district)
    with pytest.raises(NotAllowed):
        over_years(outsider, bodies[0], [NEW], on=TODAY)


def test_as_rows_for_a_spreadsheet(supervisor: Person, district: Agency, bodies: list[Agency]) -> None:
    filed(bodies[0], change={"3.1/总计": 1, "3.7/总计": 3})
    rows = list(rows_of(look(supervisor, district, 2024, "3-1-total", "r-open")))
    assert len(rows) == 2 * len(bodies)
    assert {len(row) for row in rows} == {len(HEAD)}
    assert rows[0][HEAD.index("数值")] == 6
    assert str(rows[1][HEAD.index("数值")]) == "0.3333"
    assert rows[2][HEAD.index("说明")] == "没有报告"
    assert rows[2][HEAD.index("数值")] is None


def test_pages_ask_as_much_of_many_as_of_few(supervisor: Person, district: Agency, bodies: list[Agency]) -> None:
    counts = []
    for some in (bodies[:2], bodies[2:]):
        for one in some:
            filed(one)
        with CaptureQueriesContext(connection) as asked:
            look(supervisor, district, 2024, "3-1-total", "r-open")
        counts.append(len(asked))
    assert counts[0] == counts[1]
