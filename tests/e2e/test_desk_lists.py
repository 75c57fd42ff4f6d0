"""目录和指南 in a browser: sound for everybody at every width, and the daily way without a mouse's luck."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import Office, SignedIn, run
from .test_desk_pages import sound

pytestmark = pytest.mark.e2e

HERE = "/desk/columns/3/"
LOOKED_AT = (
    "", "from-law/", "import/", "add/", "duties/", "duties/?standing=excused", "duties/new/", "duties/1/",
    "duties/1/item/", "duties/1/excuse/", "guide/", "guide/edit/", "guide/publish/", "guide/1/", "rules/",
    "rules/new/", "rules/1/", "rules/1/look/", "register/", "register/2026/normative/now/", "year/?year=2026",
    "year/enter/", "year/import/", "year/target/", "year/2026/table2/3/", "year/2026/table2/7/",
    "year/2026/class/active/", "reassess/", "conversions/", "conversions/1/", "hand-over/", "hand-over/new/",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _laid_down(office: Office) -> None:
    run(office.home, "-m", "tests.e2e.portal_items")
    run(office.home, "-m", "tests.e2e.listed")


def test_every_page_is_sound(signed_in: SignedIn) -> None:
    page = signed_in("fuze")
    assert [p for part in LOOKED_AT for p in sound(page, HERE + part)] == []


def test_the_page_of_a_column_and_those_of_a_district(signed_in: SignedIn) -> None:
    page = signed_in("jingban")
    page.goto(HERE)
    page.get_by_role("link", name="具有一定社会影响的行政处罚决定").or_(
        page.get_by_role("link", name="行政处罚决定", exact=True)
    ).first.click()
    expect(page.get_by_text("法规科")).to_be_visible()
    assert sound(page, page.url) == []


def test_the_district_looks_over_all(signed_in: SignedIn) -> None:
    page = signed_in("jianguan")
    assert sound(page, "/desk/columns/") == []
    page.get_by_role("link", name="示范区住房和城乡建设局").click()
    expect(page.get_by_role("heading", name="主动公开目录")).to_be_visible()


def test_what_was_formed_is_entered_and_its_day_explains_itself(signed_in: SignedIn) -> None:
    page = signed_in("jingban")
    page.goto(f"{HERE}duties/")
    page.get_by_role("link", name="登记应公开的信息").click()
    page.get_by_label("内容", exact=True).fill("关于房屋征收补偿的通知")
    page.get_by_label("形成日期").fill("2026-01-30")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("至2026-03-05")).to_be_visible()
    expect(page.get_by_text("《条例》第二十六条").first).to_be_visible()
    page.get_by_role("link", name="不需公开").click()
    page.get_by_role("button", name="登记不需公开").click()
    expect(page.locator(".errors")).to_be_visible()
    page.get_by_label("理由").fill("由区政府统一公开")
    page.get_by_role("button", name="登记不需公开").click()
    expect(page.get_by_text("已登记，不再提醒。")).to_be_visible()
