"""A clerk who redacts, a checker who refuses, a second try; and the same without script, on a phone."""

from __future__ import annotations

import io
import re

import pytest
from pdfminer.high_level import extract_text
from playwright.sync_api import Browser, Page, expect

from tests.documents import sheets

from .conftest import CHROMIUM, Office, sign_in_at
from .test_case_ways import came, entered, taken
from .test_cases import at_a_desk, done, scan, step
from .test_desk_pages import serious, sound

pytestmark = pytest.mark.e2e
PAPER = "低保资金分配方案.pdf"
# A worker in the background burns and proves.
BURNED = 90_000


def with_a_paper(page: Page, number: str, words: str) -> str:
    """A case in hand, with a paper in its file that could be given; its address."""
    came(page, "当面提交", words)
    case = entered(page, number)
    taken(page, case)
    page.goto(f"{case}steps/file/")
    page.get_by_label("文件", exact=True).set_input_files(scan(PAPER, sheets.letter()))  # type: ignore[arg-type]
    page.locator("select[name=what]").select_option("information")
    page.get_by_role("button", name="加入材料").click()
    done(page, "加入材料")
    return case


def chosen(page: Page, case: str) -> str:
    """The paper is given: examined, and open for boxes; the address of its page."""
    page.goto(f"{case}releases/")
    page.get_by_role("button", name="提供这份文件").click()
    expect(page.get_by_role("heading", name="隐藏信息检查")).to_be_visible()
    expect(page.locator("table.findings")).to_contain_text("身份证号")
    expect(page.locator("main")).not_to_contain_text(sheets.NUMBER)
    address = page.url
    page.get_by_role("button", name="开始遮盖").click()
    expect(page.get_by_text("还有 2 页没有决定")).to_be_visible()
    return address


def find(page: Page) -> None:
    """The name everywhere, then numbers: proposals first, boxes when they are accepted."""
    page.get_by_label("词语", exact=True).fill(sheets.NAME)
    page.get_by_role("button", name="在全部页面查找").first.click()
    expect(page.get_by_role("heading", name="找到 3 处")).to_be_visible()
    page.get_by_role("button", name="遮盖选中的").click()
    done(page, "已加 3 个遮盖框")
    page.get_by_label("身份证号").check()
    page.get_by_role("button", name="在全部页面查找").last.click()
    expect(page.get_by_role("heading", name="找到 3 处")).to_be_visible()
    page.get_by_role("button", name="遮盖选中的").click()
    done(page, "已加 3 个遮盖框")


def drag(page: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    """With the mouse, in fractions of the page."""
    leaf = page.locator("svg.leaf")
    leaf.scroll_into_view_if_needed()
    around = leaf.bounding_box()
    assert around is not None
    at = lambda x, y: (around["x"] + x * around["width"], around["y"] + y * around["height"])  # noqa: E731
    page.mouse.move(*at(x0, y0))
    page.mouse.down()
    page.mouse.move(*at((x0 + x1) / 2, (y0 + y1) / 2))
    page.mouse.move(*at(x1, y1))
    page.mouse.up()


def by_numbers(page: Page, left: str, top: str, width: str, height: str) -> None:
    for label, value in (("左", left), ("上", top), ("宽", width), ("高", height)):
        page.get_by_label(f"{label}（%）").fill(value)
    page.get_by_role("button", name="加上这些框").click()
    done(page, "已加 1 个遮盖框")


def burned(page: Page) -> None:
    page.get_by_role("button", name="生成遮盖件").click()
    expect(page.get_by_text("已证明遮盖处读不出来")).to_be_visible(timeout=BURNED)
    expect(page.locator("main")).to_contain_text("由pdfminer重新读取")


def given(page: Page, address: str) -> None:
    page.goto(address)
    reason = page.locator("[name=redacted-reason]")
    reason.fill("其余内容已逐页看过，可以公开")
    page.get_by_role("button", name="提供遮盖件").click()
    done(page, "请另一人核对")


def test_a_clerk_redacts_a_checker_refuses_and_a_second_try_passes(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as page, at_a_desk(browser, office, "shenhe") as checker:
        case = with_a_paper(page, "R0000001", "申请公开低保资金分配方案")
        page.goto(case)
        step(page, "选定、准备和核对")
        expect(page.get_by_text("还没有选定提供的文件")).to_be_visible()
        address = chosen(page, case)
        find(page)
        drag(page, 0.15, 0.3, 0.4, 0.33)
        drag(page, 0.15, 0.4, 0.4, 0.43)
        expect(page.get_by_text("画了 2 个框，还没有保存")).to_be_visible()
        page.get_by_role("button", name="撤销最后一个").click()
        expect(page.get_by_text("画了 1 个框，还没有保存")).to_be_visible()
        page.get_by_role("button", name="加上这些框").click()
        done(page, "已加 1 个遮盖框")
        expect(page.locator("svg.leaf .box")).to_have_count(7)
        assert not serious(page)
        page.get_by_role("button", name="其余 1 页全部提供").click()
        expect(page.get_by_text("每页都已决定")).to_be_visible()
        burned(page)
        given(page, address)
        expect(page.get_by_role("button", name="核对通过")).to_have_count(0)
        _refused(checker, case, "第1页的电话没有遮盖")
        _second_try(page, address)
        _checked(checker, address)
        _leaves(page, case, address)


def _refused(checker: Page, case: str, why: str) -> None:
    checker.goto(case)
    step(checker, "核对提供的文件")
    step(checker, PAPER)
    for which in ("原件第 1 页", "遮盖件第 1 页"):
        picture = checker.get_by_alt_text(which)
        expect(picture).to_be_visible()
        checker.wait_for_function("one => one.complete && one.naturalWidth > 300", arg=picture.element_handle())
    assert not serious(checker)
    checker.get_by_text("有问题，退回").click()
    checker.get_by_label("退回的理由").fill(why)
    checker.get_by_role("button", name="退回修改").click()
    done(checker, "已退回")


def _second_try(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_text("第1页的电话没有遮盖")).to_be_visible()
    expect(page.get_by_role("button", name="提供遮盖件")).to_have_count(0)
    step(page, "查看、修改遮盖")
    page.get_by_label("电话号码").check()
    page.get_by_role("button", name="在全部页面查找").last.click()
    page.get_by_role("button", name="遮盖选中的").click()
    done(page, "已加 3 个遮盖框")
    burned(page)
    given(page, address)


def _checked(checker: Page, address: str) -> None:
    checker.goto(address)
    checker.get_by_role("button", name="核对通过").click()
    done(checker, "已核对")


def _leaves(page: Page, case: str, address: str) -> None:
    """What leaves has the rest as text, and none of what was covered."""
    page.goto(f"{case}releases/")
    expect(page.get_by_text("全部 1 份文件已经核对")).to_be_visible()
    pages = (f"{case}releases/", address, f"{address}boxes/", f"{case}releases/schedule/", f"{case}preview/head/")
    assert not [problem for one in pages for problem in sound(page, one)]
    page.goto(f"{case}preview/applicant/")
    expect(page.get_by_role("link", name=PAPER)).to_be_visible()
    text = extract_text(io.BytesIO(page.request.get(f"{address}file/outgoing/").body()))
    assert sheets.OPEN in text.replace("\n", "")
    for covered in (sheets.NAME, sheets.NUMBER, sheets.PHONE):
        assert covered not in text
    page.goto(f"{case}releases/schedule/")
    expect(page.locator("table")).to_contain_text(re.compile("遮盖10处"))


@pytest.mark.parametrize("width", [390])
def test_without_script_on_a_phone_boxes_are_typed_in(browser: Browser, office: Office, width: int) -> None:
    assert CHROMIUM
    context = browser.new_context(
        base_url=office.address,
        locale="zh-CN",
        viewport={"width": width, "height": 844},
        java_script_enabled=False,
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    sign_in_at(page, "jingban2")
    case = with_a_paper(page, "R0000002", "申请公开低保资金分配方案第二份")
    address = chosen(page, case)
    by_numbers(page, "15", "30", "25", "4")
    page.get_by_label("不予公开", exact=True).check()
    page.get_by_role("button", name="保存本页决定").click()
    expect(page.get_by_text("不予公开的页面选择依据").first).to_be_visible()
    page.get_by_label("部分提供").check()
    page.get_by_role("button", name="保存本页决定").click()
    done(page, "第 1 页已决定")
    expect(page.get_by_role("heading", name="第 2 页")).to_be_visible()
    page.get_by_label("不属申请范围").check()
    page.get_by_role("button", name="保存本页决定").click()
    expect(page.get_by_text("每页都已决定")).to_be_visible()
    page.get_by_role("button", name="生成遮盖件").click()
    expect(page.get_by_text("已证明遮盖处读不出来")).to_be_visible(timeout=BURNED)
    given(page, address)
    context.close()
