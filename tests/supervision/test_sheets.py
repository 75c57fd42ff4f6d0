"""A district's own sheet stands in the place of the product's, from a day on and for the bodies below."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused
from gongkai.statute import inspection as law
from gongkai.supervision import sheets
from gongkai.supervision.models import ScoreSheet
from gongkai.writers.spreadsheet import csv_text

from .conftest import AT

HEAD = (*sheets.NEEDED, *sheets.OPTIONAL)
GOOD = ("年报", "年报迟交，每天", "1", "5", "收到时间", "", "", "本地办法")
LATE = ("时限", "逾期公开，每件", "0.5分", "10", "", "逾期公开", "否", "")
ON = date(2024, 7, 1)


def table(*rows: tuple[str, ...]) -> bytes:
    return csv_text(HEAD, rows).encode()


def imported(user: Person, agency: Agency, *rows: tuple[str, ...], from_on: date = ON) -> object:
    return sheets.import_sheet(user, agency, table(*rows), title="本区评分表", from_on=from_on, at=AT)


def test_without_one_of_its_own_the_products_holds(bureau: Agency) -> None:
    found = sheets.sheet_for(bureau, ON)
    assert (found.title, found.points) == (sheets.OUR_TITLE, law.points(ON))


def test_a_sheet_holds_for_the_bodies_below_from_its_day_on(
    district: Agency, bureau: Agency, supervisor: Person
) -> None:
    imported(supervisor, district, GOOD, LATE)
    assert sheets.sheet_for(bureau, date(2024, 6, 30)).title == sheets.OUR_TITLE
    found = sheets.sheet_for(bureau, ON)
    assert found.title == "本区评分表"
    assert found.points == (
        law.Point("年报", "年报迟交，每天", Decimal("1.0"), Decimal("5.0"), "收到时间", "", False, "本地办法"),
        law.Point("时限", "逾期公开，每件", Decimal("0.5"), Decimal("10.0"), "", "late-items", False, ""),
    )
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, json.loads(entry.data)) == ("inspections.sheet", {"rows": 2, "from": "2024-07-01"})


def test_the_nearest_body_and_the_latest_day_win(district: Agency, bureau: Agency, supervisor: Person) -> None:
    imported(supervisor, district, GOOD, LATE, from_on=date(2024, 1, 1))
    imported(supervisor, district, GOOD, from_on=date(2024, 6, 1))
    assert len(sheets.sheet_for(bureau, ON).points) == 1
    imported(supervisor, bureau, LATE, from_on=date(2024, 1, 1))
    assert sheets.sheet_for(bureau, ON).points[0].title == "时限"
    assert sheets.sheet_for(district, ON).points[0].title == "年报"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("", "甲", "1", "5", "", "", "", ""), "请填写检查项目"),
        (("甲", "", "1", "5", "", "", "", ""), "请填写评分标准"),
        (("甲", "乙", "6", "5", "", "", "", ""), "不多于最多扣分"),
        (("甲", "乙", "0", "5", "", "", "", ""), "应大于0"),
        (("甲", "乙", "一", "5", "", "", "", ""), "每处扣分“一”应是0到100的数字"),
        (("甲", "乙", "1", "500", "", "", "", ""), "最多扣分“500”"),
        (("甲", "乙", "1", "5", "", "看着办", "", ""), "自动判定“看着办”没有对应的规则，可用：逾期公开"),
        (GOOD, "与前面的行重复"),
    ],
)
def test_one_faulty_row_keeps_all_out(
    district: Agency, supervisor: Person, row: tuple[str, ...], why: str
) -> None:
    found = sheets.import_sheet(supervisor, district, table(GOOD, row), title="表", from_on=ON, at=AT)
    assert not found.applied
    assert why in found.errors[0].message
    assert not ScoreSheet.objects.exists()


def test_a_veto_needs_no_deduction(district: Agency, supervisor: Person) -> None:
    imported(supervisor, district, ("安全", "泄密", "", "", "", "", "是", ""))
    assert sheets.sheet_for(district, ON).points[0].veto


def test_a_trial_and_a_sheet_without_a_name_change_nothing(district: Agency, supervisor: Person) -> None:
    found = sheets.import_sheet(supervisor, district, table(GOOD), title="表", from_on=ON, dry_run=True, at=AT)
    assert not found.applied
    with pytest.raises(Refused, match="名称"):
        sheets.import_sheet(supervisor, district, table(GOOD), title=" ", from_on=ON, at=AT)
    assert not ScoreSheet.objects.exists()


def test_an_office_writes_no_sheet_for_itself(bureau: Agency, clerk: Person) -> None:
    with pytest.raises(NotAllowed):
        imported(clerk, bureau, GOOD)


def test_the_products_own_sheet_can_be_taken_in(district: Agency, supervisor: Person) -> None:
    head, rows = sheets.template()
    data = csv_text(head, rows).encode()
    assert sheets.import_sheet(supervisor, district, data, title="表", from_on=ON, at=AT).applied
    ours, theirs = law.points(date.max), sheets.sheet_for(district, ON).points
    assert [(one.title, one.rule, one.most, one.veto) for one in ours] == [
        (one.title, one.rule, one.most, one.veto) for one in theirs
    ]
