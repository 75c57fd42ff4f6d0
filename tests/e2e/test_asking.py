"""A citizen asks: with and without script, by keyboard only, on a phone, over a broken line, in large print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .asking import AGENCY
from .conftest import PATIENCE, Office, run
from .test_desk_pages import serious, sound

pytestmark = pytest.mark.e2e

WANTED = "申请公开2024年老旧小区加装电梯补贴的发放名单"
STEPS = ("description", "delivery", "who", "applicant", "party", "identity", "contact", "attachments", "check")
CARD: Any = {"name": "身份证.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 card"}
_CODE = re.compile(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}")


@pytest.fixture(scope="module", autouse=True)
def _opened(office: Office) -> None:
    run(office.home, "-m", "tests.e2e.asking")


@pytest.fixture
def phone(browser: Browser, office: Office) -> Iterator[Page]:
    """Narrow, and without script."""
    context = browser.new_context(
        base_url=office.address, locale="zh-CN", viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def begin(page: Page) -> None:
    page.goto("/ask/")
    page.get_by_role("link", name=AGENCY, exact=True).click()
    page.get_by_role("button", name="开始填写申请").click()
    page.wait_for_url("**/description/", wait_until="load")


def on(page: Page, heading: str) -> None:
    """To the next page, which is this one."""
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def fill(page: Page) -> None:
    """From the first page to the one before submitting, for oneself."""
    page.get_by_label("您要什么信息").fill(WANTED)
    on(page, "怎样提供给您")
    page.get_by_label("纸质").check()
    page.get_by_label("邮政寄送到我的地址").check()
    on(page, "谁来申请")
    page.get_by_label("公民（个人）").check()
    on(page, "申请人")
    page.get_by_label("姓名").fill("张三丰")
    on(page, "身份证明")
    page.get_by_label("上传身份证明").check()
    page.get_by_label("身份证件").set_input_files(CARD)
    on(page, "怎样联系您")
    page.get_by_label("联系电话").fill("13812345678")
    page.get_by_label("通信地址").fill("示范区人民路1号")
    on(page, "附件")
    on(page, "核对并提交")


def pages_of(data: bytes) -> int:
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def test_a_citizen_asks_and_has_the_receipt(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.locator("#error-summary a").click()
    expect(page.get_by_label("您要什么信息")).to_be_focused()
    page.get_by_label("您要什么信息").press_sequentially("示范区市场监督管理局的抽检结果")
    expect(page.locator("#published").get_by_role("link", name="示范区市场监督管理局")).to_be_visible()
    on(page, "怎样提供给您")
    page.get_by_role("button", name="下一步").click()
    page.locator("#error-summary a").first.click()
    expect(page.get_by_label("纸质")).to_be_focused()
    page.get_by_role("button", name="上一步").click()
    fill(page)
    expect(page.get_by_text("身份证.pdf")).to_be_visible()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的申请已收到")
    code = page.locator("#code").inner_text()
    assert _CODE.fullmatch(code)
    assert pages_of(page.pdf(format="A4", prefer_css_page_size=True)) == 1
    assert sound(page, page.url) == []
    page.reload()
    expect(page.locator("#code")).to_have_text(code)


def test_number_and_code_of_the_receipt_open_the_page_of_the_request(page: Page) -> None:
    begin(page)
    fill(page)
    page.get_by_role("button", name="提交申请").click()
    number, code = page.locator(".keys dd").first.inner_text(), page.locator("#code").inner_text()
    page.get_by_role("link", name="查询办理进度").click()
    page.get_by_label("编号", exact=False).first.fill(number)
    page.get_by_label("查询码", exact=False).first.fill(code)
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_text(number).first).to_be_visible()


def test_without_script_on_a_phone(phone: Page) -> None:
    begin(phone)
    phone.get_by_label("您要什么信息").fill("示范区市场监督管理局的抽检结果")
    phone.get_by_role("button", name="查一查是不是已经公开").click()
    expect(phone.locator("#published").get_by_role("link", name="示范区市场监督管理局")).to_be_visible()
    phone.get_by_role("button", name="保存草稿").click()
    expect(phone.get_by_text("草稿已保存，保留到")).to_be_visible()
    phone.goto("/ask/")
    phone.get_by_role("link", name=AGENCY, exact=True).first.click()
    phone.get_by_role("link", name="继续填写").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("怎样提供给您")
    phone.get_by_role("button", name="上一步").click()
    fill(phone)
    phone.get_by_role("button", name="提交申请").click()
    expect(phone.locator("#code")).to_have_text(_CODE)
    expect(phone.get_by_role("button", name="打印回执")).to_be_hidden()
    wide = phone.locator("body").bounding_box()
    assert wide is not None
    assert wide["width"] <= 390


def test_with_the_keyboard_only(page: Page) -> None:
    begin(page)
    page.locator("#id_description").focus()
    for typed in (WANTED, "Tab", "Tab", "Tab", "Enter"):
        press(page, typed)
    expect(page.get_by_role("heading", level=1)).to_have_text("怎样提供给您")
    tab_to(page, "#id_form_0")
    press(page, "Space", "Tab", "Space", "Tab")
    tab_to(page, "button[value=on]")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("谁来申请")
    tab_to(page, "#id_kind_0")
    press(page, "Space")
    tab_to(page, "button[value=on]")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("申请人")
    tab_to(page, "#id_name")
    press(page, "张三丰", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("身份证明")
    tab_to(page, "button[value=on]")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("怎样联系您")
    tab_to(page, "#id_phone")
    press(page, "13812345678", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("附件")
    tab_to(page, "button[value=on]")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("核对并提交")
    tab_to(page, "form.asking button")
    press(page, "Enter")
    expect(page.locator("#code")).to_have_text(_CODE)


def press(page: Page, *typed: str) -> None:
    for one in typed:
        if one in ("Tab", "Enter", "Space"):
            page.keyboard.press(one)
        else:
            page.keyboard.insert_text(one)


def tab_to(page: Page, selector: str) -> None:
    """Where the keyboard gets by itself, and in sight."""
    for _ in range(60):
        if page.locator(selector).first.evaluate("one => one === document.activeElement"):
            expect(page.locator(":focus")).to_be_in_viewport()
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


def test_every_page_is_sound_empty_and_with_mistakes_at_both_widths(page: Page) -> None:
    begin(page)
    page.goto(page.url.replace("description", "who"))
    page.get_by_label("单位：其他").check()
    page.get_by_label("代理人，受申请人委托").check()
    page.get_by_role("button", name="下一步").click()
    root = page.url.removesuffix("applicant/")
    with_mistakes = [f"{root}{step}/?from=check" for step in STEPS]
    assert [
        p for address in ("/ask/", root, f"{root}identity/", *with_mistakes) for p in sound(page, address)
    ] == []


def test_no_two_things_of_a_page_have_one_name(page: Page) -> None:
    """A group of answers and the list within it had the same, and links to mistakes led to either."""
    begin(page)
    root = page.url.removesuffix("description/")
    found = []
    for step in STEPS:
        page.goto(f"{root}{step}/?from=check")
        names: list[str] = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
        found += [f"{step}: {name}" for name in set(names) if names.count(name) > 1]
    assert found == []


def test_the_link_of_a_mistake_leads_to_the_first_answer(page: Page) -> None:
    begin(page)
    page.goto(page.url.replace("description", "delivery") + "?from=check")
    link = page.locator("#error-summary a[href='#id_form']")
    link.click()
    expect(page.locator("#id_form_0")).to_be_focused()


def test_every_page_fits_in_large_print(page: Page, context: BrowserContext, office: Office) -> None:
    begin(page)
    root = page.url.removesuffix("description/")
    context.add_cookies([{"name": "large_print", "value": "1", "url": office.address}])
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/ask/", root, *(f"{root}{step}/?from=check" for step in STEPS)):
        page.goto(address)
        expect(page.locator("html.large")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.goto(f"{root}delivery/")
    page.get_by_label("电子送达，在本站查收").check()
    assert serious(page) == []


def test_targets_are_large_enough_for_a_finger(page: Page) -> None:
    begin(page)
    page.set_viewport_size({"width": 390, "height": 844})
    for step in ("delivery", "who", "identity", "contact"):
        page.goto(re.sub(r"[^/]+/$", f"{step}/", page.url))
        for one in page.locator("main form label:has(input), main form button, main form input[type=text]").all():
            box = one.bounding_box()
            assert box is None or box["height"] >= 24, (step, one.inner_text())


def test_what_was_typed_survives_a_lost_connection(page: Page, context: BrowserContext) -> None:
    begin(page)
    context.set_offline(True)
    page.get_by_label("您要什么信息").fill(WANTED)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("网络已断开，没有送出")).to_be_visible()
    context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("已从本浏览器恢复")).to_be_visible()
    expect(page.get_by_label("您要什么信息")).to_have_value(WANTED)
    on(page, "怎样提供给您")
    assert page.evaluate("Object.keys(localStorage).length") == 1, "until the page is seen again"
    page.go_back()
    expect(page.get_by_label("您要什么信息")).to_have_value(WANTED)
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_numbers_of_documents_are_not_left_in_the_browser(page: Page) -> None:
    begin(page)
    page.goto(page.url.replace("description", "identity"))
    page.get_by_label("证件号码").fill("37030519900101123X")
    page.get_by_label("到本机关当面出示").check()
    assert "37030519900101123X" not in page.evaluate("JSON.stringify(localStorage)")
    assert "in_person" in page.evaluate("JSON.stringify(localStorage)")


def test_leaving_with_something_unsent_is_asked_about(page: Page) -> None:
    begin(page)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("您要什么信息").press_sequentially("还没写完")
    page.goto("/ask/")
    assert asked == ["beforeunload"]


def test_after_submitting_nothing_of_it_is_left_in_the_browser(page: Page) -> None:
    begin(page)
    fill(page)
    page.get_by_role("button", name="提交申请").click()
    expect(page.locator("#code")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.get_by_role("button", name="从本浏览器清除回执").click()
    page.go_back()
    expect(page.locator("#code")).to_have_count(0)
