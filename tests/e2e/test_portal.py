"""The portal in a browser: for everybody, without script, on an old phone, in large print, on paper."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PATIENCE, Office, run, serving
from .portal_reports import LONG, NOTE
from .test_desk_pages import serious, sound

pytestmark = pytest.mark.e2e

HOUSING = "示范区住房和城乡建设局"


@pytest.fixture(scope="module")
def office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The district with published reports."""
    home = tmp_path_factory.mktemp("portal") / "home"
    shutil.copytree(prepared, home)
    run(home, "-m", "tests.e2e.portal_reports")
    with serving(home) as address:
        yield Office(address, home)


@pytest.fixture
def phone(browser: Browser, office: Office) -> Iterator[Page]:
    """An old telephone: narrow, without script."""
    context = browser.new_context(
        base_url=office.address, locale="zh-CN", viewport={"width": 360, "height": 640}, java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def addresses(page: Page) -> list[str]:
    """Every kind of page, with what is published."""
    page.goto("/agencies/")
    report = page.get_by_role("link", name=re.compile(rf"2024\s*年度报告，{HOUSING}")).get_attribute("href") or ""
    agency = page.get_by_role("link", name=HOUSING, exact=True).get_attribute("href") or ""
    long = page.get_by_role("link", name=LONG, exact=True).get_attribute("href") or ""
    return [
        "/", "/agencies/", "/reports/", "/reports/?q=住房", "/reports/?q=水利", report, f"{report}v1/",
        f"{report}v9/", agency, f"{agency}years/", long, f"{long}years/", "/compare/",
        "/compare/?f=3-1-total&f=3-4-total", "/api/v1/", "/agencies/a0/",
    ]  # fmt: skip


def test_every_page_is_sound_at_both_widths(page: Page) -> None:
    assert [p for address in addresses(page) for p in sound(page, address)] == []


def test_every_page_is_sound_in_large_print(page: Page) -> None:
    every = addresses(page)
    page.get_by_role("link", name="大字版").first.click()
    expect(page.locator("html.large")).to_be_visible()
    assert [p for address in every for p in sound(page, address)] == []


def test_a_citizen_with_an_old_phone_finds_reads_and_takes_a_report(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="政府信息公开年报").first.click()
    phone.get_by_label("机关名称").fill("住房")
    phone.get_by_label("年度", exact=True).select_option("2024")
    phone.get_by_role("button", name="查找年度报告").click()
    phone.get_by_role("link", name=re.compile(rf"2024年度\s*，{HOUSING}")).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(f"{HOUSING}2024年政府信息公开工作年度报告")
    expect(phone.get_by_text(NOTE).first).to_be_visible()
    phone.get_by_role("link", name="三、收到和处理政府信息公开申请情况").click()
    assert phone.url.endswith("#s3")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="数据（JSON）").click()
    data = Path(download.value.path()).read_bytes()
    assert hashlib.sha256(data).hexdigest() in phone.content()
    assert json.loads(data)["agency"] == HOUSING
    assert download.value.suggested_filename == f"{HOUSING}2024年政府信息公开工作年度报告（第2版）.json"


def test_figures_are_chosen_and_drawn_without_script(phone: Page) -> None:
    phone.goto("/agencies/")
    phone.get_by_role("link", name=HOUSING, exact=True).click()
    phone.get_by_role("link", name="历年数据对照（图和表）").click()
    phone.get_by_text("换一些数据项").click()
    ticked = phone.locator("input[name=f]:checked")
    while ticked.count():
        ticked.first.uncheck()
    phone.get_by_role("checkbox", name="行政许可，本年处理决定数量").check()
    phone.get_by_role("button", name="按所选数据项对照").click()
    chart = phone.get_by_role("img", name="行政许可，本年处理决定数量")
    expect(chart).to_be_visible()
    assert chart.locator("text.number").all_text_contents() == ["12", "1234567", "13"]
    assert phone.locator("table.numbers td").all_inner_texts() == ["12", "1234567", "13"]


def test_the_old_version_leads_to_the_new_one(page: Page) -> None:
    report = addresses(page)[5]
    page.goto(f"{report}v1/")
    expect(page.get_by_role("heading", name="这是已被更正的旧版（第1版）")).to_be_visible()
    page.get_by_role("link", name="看现行版本").click()
    expect(page.get_by_role("heading", name="本报告已更正，这是第2版")).to_be_visible()
    page.get_by_role("link", name="第1版").click()
    assert page.url.endswith("/v1/")


def test_a_report_on_paper_is_the_report_alone(page: Page) -> None:
    page.goto(addresses(page)[5])
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="本报告的目录")).to_be_hidden()
    expect(page.get_by_role("link", name="政府信息公开年报", exact=True)).to_be_hidden()
    expect(page.get_by_text("打印日期：")).to_be_visible()
    fits = "[...document.querySelectorAll('article table')].every(t => t.scrollWidth <= 680)"
    page.set_viewport_size({"width": 680, "height": 1000})
    assert page.evaluate(fits)
    page.emulate_media(media="screen")


def test_the_page_about_the_interface_leads_to_what_it_describes(page: Page) -> None:
    page.goto("/api/v1/")
    assert serious(page) == []
    page.get_by_role("link", name="openapi.json").click()
    assert json.loads(page.locator("body").inner_text())["openapi"].startswith("3.1")


def test_an_empty_portal_is_sound(prepared: Path, page: Page, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(prepared, home)
    with serving(home) as address:
        for path in ("/", "/reports/", "/compare/"):
            assert sound(page, f"{address}{path}") == []
            expect(page.get_by_text("还没有公布年度报告").first).to_be_visible()
