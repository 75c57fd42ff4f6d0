"""The calculator in a browser, and the way an administrator takes in a notice of days off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PATIENCE, Office, SignedIn
from .test_desk_pages import sound

pytestmark = pytest.mark.e2e

FILLED = (
    "/deadline/?d=2026-03-02&k=received&m=&d=2026-03-09&k=third-party-asked&m=&d=2026-03-25&k=opinion-received&m="
)


@pytest.fixture
def phone(browser: Browser, office: Office) -> Iterator[Page]:
    """An old telephone: narrow, without script."""
    context = browser.new_context(
        base_url=office.address, locale="zh-CN", viewport={"width": 360, "height": 640}, java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_the_calculator_is_sound_at_both_widths(page: Page) -> None:
    assert [
        p for address in ("/deadline/", FILLED, "/deadline/?d=x&k=received") for p in sound(page, address)
    ] == []


def test_a_date_is_worked_out_on_a_phone_without_script(phone: Page) -> None:
    phone.goto("/deadline/")
    phone.fill("#d1", "2026-03-02")
    phone.get_by_role("button", name="加一行").click()
    assert phone.input_value("#d1") == "2026-03-02", "nothing typed is lost"
    phone.fill("#d2", "2026-03-09")
    phone.select_option("#k2", "third-party-asked")
    phone.fill("#d3", "2026-03-25")
    phone.select_option("#k3", "opinion-received")
    phone.get_by_role("button", name="计算期限").click()
    expect(phone.get_by_text("最迟于2026年4月16日（星期四）答复")).to_be_visible()
    expect(phone.get_by_role("row", name="2026-04-16 第 20 个")).to_be_visible()
    wide = phone.locator("body").bounding_box()
    assert wide is not None
    assert wide["width"] <= 360


def test_a_mistake_leads_to_its_row(page: Page) -> None:
    page.goto("/deadline/?d=2026-03-02&k=received&m=&d=2026-04-01&k=extended&m=30")
    page.get_by_role("link", name="第2行：延期应为 1 至 20").click()
    expect(page.locator("#d2")).to_be_focused()


def test_an_administrator_takes_in_the_next_year(signed_in: SignedIn) -> None:
    page = signed_in("guanli")
    page.goto("/desk/calendar/")
    page.get_by_role("link", name="载入放假通知", exact=True).last.click()
    assert sound(page, page.url) == []
    page.fill("#id_year", "2031")
    page.fill("#id_reference", "试〔2030〕1号")
    page.fill("#id_off", "1月1日 1月2日")
    page.get_by_role("button", name="核对变化").click()
    expect(page.get_by_text("将要办理，还没有改动")).to_be_visible()
    page.get_by_role("button", name="改一改").click()
    page.fill("#id_off", "1月1日")
    page.get_by_role("button", name="核对变化").click()
    page.get_by_role("button", name="确认载入放假通知").click()
    expect(page.get_by_role("row", name="试〔2030〕1号 全国，2031年")).to_be_visible()
    assert sound(page, "/desk/calendar/") == []
