"""What is published, in a browser: found, read, taken and reported on, at every width, with and without script."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PATIENCE, Office, run, serving
from .portal_items import FILE, GONE, LEAKED, LONG, NOTE, OLD, PLAN, READ, REASON, TABLE
from .test_desk_pages import WIDTHS, serious, sound

pytestmark = pytest.mark.e2e

HOUSING = "示范区住房和城乡建设局"


@pytest.fixture(scope="module")
def office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The district with released items of every kind."""
    home = tmp_path_factory.mktemp("items") / "home"
    shutil.copytree(prepared, home)
    run(home, "-m", "tests.e2e.portal_items")
    with serving(home) as address:
        yield Office(address, home)


@pytest.fixture
def phone(browser: Browser, office: Office) -> Iterator[Page]:
    """An old telephone: narrow, without script."""
    context = browser.new_context(
        base_url=office.address, locale="zh-CN", viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def to(page: Page, title: str) -> str:
    """The path of an item's page."""
    page.goto(f"/search/?q={title[:60]}")
    return page.get_by_role("link", name=title, exact=True).first.get_attribute("href") or ""


def addresses(page: Page) -> list[str]:
    """Every kind of page, with what is published."""
    plan, old, read, table, long = (to(page, one) for one in (PLAN, OLD, READ, TABLE, LONG))
    page.goto("/agencies/")
    agency = page.get_by_role("link", name=HOUSING, exact=True).get_attribute("href") or ""
    page.goto(f"{agency}catalogue/")
    column = page.get_by_role("link", name="其他文件", exact=True).get_attribute("href") or ""
    number = int(re.findall(r"\d+", plan)[0])
    return [
        "/", "/agencies/", agency, f"{agency}guide/", f"{agency}rules/", f"{agency}catalogue/", column,
        f"{agency}documents/", f"{agency}documents/?ended=1", "/guide/", "/rules/", "/catalogue/", "/documents/",
        "/interpretations/", "/items/", "/items/?year=2019", plan, f"{plan}v1/", old, read, table, long,
        f"/items/{number + 4}/", "/items/999999/", f"{plan}v9/", "/search/", "/search/?q=电梯",
        "/search/?q=电梯&genre=normative", "/search/?q=电梯+飞船", "/search/save/?q=电梯", "/search/saved/nobody/",
        f"/doors/error/?item={number}", "/doors/suggest/", "/doors/complain/", "/doors/answer/",
    ]  # fmt: skip


def test_every_page_is_sound_at_both_widths(page: Page) -> None:
    assert [p for address in addresses(page) for p in sound(page, address)] == []


def test_every_page_is_sound_in_large_print(page: Page) -> None:
    every = addresses(page)
    page.get_by_role("link", name="大字版").first.click()
    expect(page.locator("html.large")).to_be_visible()
    assert [p for address in every for p in sound(page, address)] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_search_to_the_item_its_attachment_and_the_door(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    walk(page, offered=True)


def test_the_same_on_an_old_phone_without_script(phone: Page) -> None:
    walk(phone, offered=False)


def walk(page: Page, *, offered: bool) -> None:
    page.goto("/")
    box = page.get_by_role("searchbox")
    if offered:
        box.press_sequentially("加装电梯补贴")
        expect(page.locator(".suggested").get_by_role("link", name=PLAN)).to_be_visible()
        assert serious(page) == []
        box.press("ArrowDown")
        expect(page.locator(".suggested a").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".suggested")).to_have_count(0)
    else:
        box.fill("加装电梯补贴")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("mark").first).to_have_text("加装电梯补贴")
    page.get_by_role("link", name=PLAN, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PLAN)
    expect(page.get_by_text(NOTE).first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=FILE).click()
    assert "补贴申请表" in Path(download.value.path()).read_text("utf-8")
    assert download.value.suggested_filename == FILE
    with page.expect_download() as download:
        page.get_by_role("link", name="版式文件（PDF）").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    page.get_by_role("complementary", name="关于本信息").get_by_role("link", name="指出本页错误").click()
    expect(page.get_by_role("link", name=PLAN)).to_be_visible()
    page.get_by_label("机关").select_option(label=HOUSING)
    page.get_by_label("哪里有错，应当是什么").fill("第二条少一个字。")
    page.get_by_role("button", name="提交纠错").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到")
    number = page.locator(".keys dd").nth(0).inner_text()
    code = page.locator("#code").inner_text()
    page.get_by_role("link", name="查询答复").click()
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_text("第二条少一个字。")).to_be_visible()
    expect(page.get_by_text("待答复")).to_be_visible()


def test_a_policy_and_its_interpretation_lead_to_one_another(phone: Page) -> None:
    phone.goto("/interpretations/")
    phone.get_by_role("link", name=PLAN).click()
    phone.get_by_role("link", name=READ).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(READ)


def test_what_is_gone_says_why_or_nothing(phone: Page) -> None:
    plan = int(re.findall(r"\d+", to(phone, PLAN))[0])
    texts = []
    for number in range(plan, plan + 7):
        answer = phone.goto(f"/items/{number}/")
        assert answer is not None
        if answer.status != 200:
            texts.append((answer.status, phone.locator("main").inner_text()))
    assert sorted(status for status, _ in texts) == [404, 410]
    assert REASON in dict(texts)[410]
    assert not any(GONE in text or LEAKED in text for _, text in texts)


def test_a_page_does_not_jump_while_it_loads(page: Page) -> None:
    """Cumulative layout shift, as the browser measures it."""
    page.add_init_script(
        "window.shifted = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) "
        "window.shifted += one.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    for address in ("/", to(page, PLAN), "/search/?q=电梯", "/catalogue/"):
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("window.shifted") < 0.01, address


def sizes_of(data: bytes) -> list[tuple[float, float]]:
    """Width and height of every page of a PDF."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [document.get_page_size(n) for n in range(len(document))]
    finally:
        document.close()


def test_an_item_on_paper_is_the_item(page: Page) -> None:
    page.goto(to(page, TABLE))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("aside")).to_be_hidden()
    expect(page.get_by_role("navigation", name="栏目")).to_be_hidden()
    expect(page.get_by_text("打印日期：")).to_be_visible()
    expect(page.get_by_text("固定地址：")).to_be_visible()
    page.set_viewport_size({"width": 680, "height": 1000})
    assert page.evaluate("[...document.querySelectorAll('main table')].every(t => t.scrollWidth <= 680)")
    assert [width < height for width, height in sizes_of(page.pdf(prefer_css_page_size=True))] == [True]
    page.emulate_media(media="screen")


def test_an_empty_portal_is_sound(prepared: Path, page: Page, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(prepared, home)
    with serving(home) as address:
        for path in ("/", "/items/", "/catalogue/", "/documents/", "/search/?q=电梯", "/guide/", "/rules/"):
            assert sound(page, f"{address}{path}") == []
