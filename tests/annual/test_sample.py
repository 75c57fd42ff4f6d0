"""The street office of the sample: a year in which nobody asked and nothing was decided, every cell nought.

Its sentences: ``tests/reports/texts/test_sample.py``.
"""

from __future__ import annotations

import pytest

from gongkai.agencies import actions as agencies
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.publication.counts import import_counts
from gongkai.reports.compiling.tables import compile
from gongkai.statute.form import edition
from tests.district import found
from tests.reports.tables_in import COUNTS, book

from .conftest import AT

pytestmark = pytest.mark.django_db
NAME = "临淄区齐陵街道办事处"
ADDRESS, POSTCODE = "临淄区齐陵路67号", "255430"
PHONE, EMAIL = "0533-7080070", "dangzhengbangonggongyou@zb.shandong.cn"
DECIDED = ("行政许可", "行政处罚", "行政强制", "行政事业性收费")


@pytest.fixture
def street(district: Agency) -> Agency:
    street = found(NAME, district, 30, Kind.STREET_OFFICE)
    contact = agencies.Contact(
        office="党政办公室", address=ADDRESS, hours="", phone=PHONE, fax="", email=EMAIL, postcode=POSTCODE
    )
    agencies.set_contact(street, contact, by=OPERATOR, at=AT)
    rows = [{"年度": 2024, "项目": what, "数量": 0} for what in DECIDED]
    assert import_counts(OPERATOR, street, book(COUNTS, *rows), at=AT).applied
    street.refresh_from_db()
    return street


def test_every_cell_is_nought(street: Agency) -> None:
    report = compile(street, 2024).report
    assert report.figures == {cell.name: 0 for cell in edition("2021").cells}
    assert report.complete


def test_only_the_problems_of_section_five_are_missing(street: Agency) -> None:
    """Nobody recorded any; its figures are sound."""
    compiled = compile(street, 2024)
    assert [one.message[:4] for one in compiled.doubts] == ["第五部分"]
    assert [one for one in compiled.checked if one.severity == "error"] == []


def test_its_opening_lines_say_the_period_and_how_to_reach_it(street: Agency) -> None:
    opening = "".join(compile(street, 2024).report.preamble)
    for words in ("2024年1月1日", "12月31日", ADDRESS, POSTCODE, PHONE, EMAIL):
        assert words in opening, words


def test_its_text_says_that_nobody_asked(street: Agency) -> None:
    first = compile(street, 2024).report.section(1)
    sixth = compile(street, 2024).report.section(6)
    assert first is not None
    assert sixth is not None
    assert "未收到" in first.text
    assert "信息处理费" in sixth.text


def test_what_nobody_entered_is_not_nought(district: Agency) -> None:
    """Without its counts the same office has four blanks, and each is found."""
    street = found(NAME, district, 30, Kind.STREET_OFFICE)
    compiled = compile(street, 2024)
    blanks = [name for name, value in compiled.report.figures.items() if value is None]
    assert len(blanks) == 4
    assert sorted(one.cells[0] for one in compiled.doubts if one.relation == "A8") == sorted(blanks)
