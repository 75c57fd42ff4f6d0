"""Bodies side by side and one over its years, at the desk: what stands out opens onto its cell; files as shown."""

from __future__ import annotations

import io

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports.comparing import HEAD
from gongkai.reports.models import ReportVersion
from gongkai.reports.states import State
from tests.reports.filed import filed

from .conftest import AT, SignIn, found, text_of


@pytest.fixture(autouse=True)
def _january() -> object:
    with time_machine.travel(AT, tick=True):
        yield


@pytest.fixture
def versions(district: Agency) -> list[ReportVersion]:
    """Nine bureaus; the last one's figures are far from the others'."""
    bodies = [found(f"示范区第{n}局", district, n) for n in range(1, 10)]
    return [filed(one, received=n if n < 9 else 400, compiled=n == 2) for n, one in enumerate(bodies, 1)]


@pytest.fixture
def client(supervisor: Person, sign_in: SignIn) -> Client:
    return sign_in(supervisor)


BESIDE = "desk:report_beside"


def test_what_stands_out_opens_onto_its_cell(
    client: Client, housing: Agency, versions: list[ReportVersion]
) -> None:
    text = text_of(client.get(reverse(BESIDE), {"year": 2024, "f": "3-1-total"}))
    cell = reverse("desk:cell", args=[versions[8].pk, "c-3-1-total"])
    assert f'<a href="{cell}">示范区第9局2024年</a>' in text
    assert "修正Z分数" in text
    assert text.count('<span class="tag soon">偏高</span>') == 2
    assert "由记录编制，已接受" in text
    assert "导入的文件，已接受" in text
    assert "没有报送2024年度报告，不参加比较" in text
    assert "绝对值大于3.5的提示偏高或者偏低" in text
    assert "修正Z分数的绝对值超过多少提示偏离：350%，2008-05-01起。" in text
    assert client.get(cell).status_code == 200


def test_a_chart_for_every_figure_with_its_table(client: Client, versions: list[ReportVersion]) -> None:
    text = text_of(client.get(reverse(BESIDE), {"f": ["3-1-total", "r-open"]}))
    assert text.count('<svg class="chart lying"') == 2
    assert "予以公开率＝（一）予以公开 ÷ 办理结果（七）总计" in text
    assert "不作判断" not in text.split("<tfoot>")[1].split("</tr>")[0]


def test_the_files_say_what_the_page_says(client: Client, versions: list[ReportVersion]) -> None:
    asked = {"year": 2024, "f": ["3-1-total", "r-open"]}
    lines = client.get(reverse(BESIDE), {**asked, "csv": 1}).content.decode("utf-8-sig").splitlines()
    book = load_workbook(io.BytesIO(client.get(reverse(BESIDE), {**asked, "xlsx": 1}).content), read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert lines[0] == ",".join(HEAD)
    assert rows[0] == HEAD
    assert len(lines) == len(rows) == 1 + 2 * 9
    assert rows[17][HEAD.index("数值")] == 401
    assert "偏" not in lines[1]
    assert "修正Z分数" in lines[17]


def test_one_agency_over_its_years(client: Client, housing: Agency) -> None:
    for year, received in ((2021, 5), (2023, 6), (2024, 60)):
        filed(housing, year, received=received)
    filed(housing, 2024, State.READ, received=61, compiled=True)
    text = text_of(client.get(reverse("desk:report_years", args=[housing.pk]), {"f": "3-1-total"}))
    assert "2022年度没有报告，不当作零" in text
    assert "上年7，这一年62" in text
    assert "另一版本，不参加比较" in text
    assert text.count('<svg class="chart"') == 1
    assert client.get(reverse("desk:report_years", args=[housing.pk]), {"csv": 1})["Content-Type"].startswith(
        "text/csv"
    )


def test_one_without_a_report(client: Client, housing: Agency) -> None:
    assert "没有可以对照的数字" in text_of(client.get(reverse("desk:report_years", args=[housing.pk])))


@pytest.mark.parametrize("asked", [{"year": "x"}, {"year": "1999"}, {"kind": "x"}, {"district": "²"}, {"f": "x"}])
def test_an_address_that_says_nonsense(client: Client, housing: Agency, asked: dict[str, str]) -> None:
    assert client.get(reverse(BESIDE), asked).status_code == 200


def test_a_clerk_is_led_to_the_years_of_their_own(clerk: Person, housing: Agency, street: Agency,
                                                  sign_in: SignIn) -> None:  # fmt: skip
    filed(housing, received=3)
    client = sign_in(clerk)
    led = client.get(reverse(BESIDE))
    assert led["Location"] == reverse("desk:report_years", args=[housing.pk])
    assert client.get(reverse("desk:report_years", args=[street.pk])).status_code == 404
