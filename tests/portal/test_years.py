"""Years side by side: the chart and the table say the same, and what is missing is not a zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import html

from gongkai import writers
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports import actions
from gongkai.statute.form import edition
from tests.reports.conftest import AT, taken
from tests.reports.made import report as made

from .conftest import Page, correct, publish

pytestmark = pytest.mark.django_db

LICENCES = "行政许可/本年处理决定数量"


def table(text: str) -> dict[str, list[str]]:
    rows = html.fromstring(text).xpath("//table[contains(@class,'numbers')]//tr")
    return {"".join(r[0].itertext()).strip(): ["".join(c.itertext()).strip() for c in r[1:]] for r in rows}


def test_years_stand_in_order_with_the_figures_of_their_reports(
    page: Page, supervisor: Person, bureau: Agency
) -> None:
    publish(supervisor, bureau, 2023, change={LICENCES: 7})
    publish(supervisor, bureau, 2024, change={LICENCES: 9})
    text = page(f"/agencies/a{bureau.pk}/years/?f=2-licences-decisions")
    assert table(text) == {"数据项": ["2023", "2024"], "行政许可本年处理决定数量": ["7", "9"]}
    assert "2023年 7，2024年 9。" in text


def test_a_corrected_figure_is_the_one_that_counts(page: Page, supervisor: Person, bureau: Agency) -> None:
    correct(supervisor, publish(supervisor, bureau), LICENCES, 13, "漏计一件。")
    assert table(page(f"/agencies/a{bureau.pk}/years/?f=2-licences-decisions"))["行政许可本年处理决定数量"] == [
        "13"
    ]


def test_blank_slash_and_no_such_cell_are_told_apart(page: Page, supervisor: Person, bureau: Agency) -> None:
    publish_2019(supervisor, bureau)
    publish(supervisor, bureau, 2023, change={LICENCES: None})
    publish(supervisor, bureau, 2024, change={LICENCES: "/"})
    text = page(f"/agencies/a{bureau.pk}/years/?f=2-licences-decisions&f=2-charges-charged&f=2-licences-change")
    assert table(text)["行政许可本年处理决定数量"] == ["4021", "未填", "/"]
    assert table(text)["行政事业性收费本年收费金额（万元）"] == ["无此项", "2.02", "2.02"]
    assert table(text)["行政许可本年增/减"] == ["-3", "无此项", "无此项"]
    assert "2019年度的表式称“行政许可，处理决定数量”" in text


def test_the_usual_figures_without_a_choice(page: Page, supervisor: Person, bureau: Agency) -> None:
    publish(supervisor, bureau)
    assert len(table(page(f"/agencies/a{bureau.pk}/years/"))) == 9


@pytest.mark.parametrize("odd", ["?f=nonsense", "?f=", "?f=%00", "?f=3-9-total&f='"])
def test_unknown_figures_are_left_out(page: Page, supervisor: Person, bureau: Agency, odd: str) -> None:
    publish(supervisor, bureau)
    assert len(table(page(f"/agencies/a{bureau.pk}/years/{odd}"))) == 9


def test_not_more_than_twelve(page: Page, supervisor: Person, bureau: Agency) -> None:
    publish(supervisor, bureau)
    asked = "&".join(f"f=3-3.{n}.{m}-total" for n in (3, 4, 5, 6) for m in range(1, 9))
    assert len(table(page(f"/agencies/a{bureau.pk}/years/?{asked}"))) == 13


def test_one_figure_of_one_applicant_kind(page: Page, supervisor: Person, bureau: Agency) -> None:
    publish(supervisor, bureau)
    text = page(f"/agencies/a{bureau.pk}/years/?f=3-1-business")
    assert table(text)["一、本年新收政府信息公开申请数量商业企业"] == ["1"]
    assert 'value="3-1-business" checked' in text


def test_the_table_can_be_taken_along(page: Page, supervisor: Person, bureau: Agency) -> None:
    publish(supervisor, bureau)
    text = page(f"/agencies/a{bureau.pk}/years/?f=2-licences-decisions&f=3-1-total")
    (link,) = html.fromstring(text).xpath("//a[contains(@href,'series.csv')]/@href")
    assert "行政许可，本年处理决定数量,12" in page(link)


def test_without_reports_it_says_so(page: Page, bureau: Agency) -> None:
    assert "没有可以对照的数据" in page(f"/agencies/a{bureau.pk}/years/")


def publish_2019(supervisor: Person, agency: Agency) -> None:
    """A report of the older edition, whose table 2 has signed changes and amounts."""
    figures = {cell.name: 0 for cell in edition("2019").cells}
    figures |= {"行政许可/本年增/减": -3, "行政许可/处理决定数量": 4021}
    value = replace(
        made(agency.name, 2019), edition="2019", figures={**figures, "政府集中采购/采购总金额": Decimal("9.5")}
    )
    (intake,) = taken(supervisor, actions.Dropped("2019.json", writers.write(value, "json")))
    version = intake.versions.get()
    reasons = {f["relation"]: "演示" for f in version.check_findings}
    actions.accept(supervisor, version, reasons=reasons, at=AT)
    actions.publish(supervisor, version, at=AT)
