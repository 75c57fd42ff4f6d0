"""A clerk's whole way in a browser: from a letter at the window to the closed case, with a reviewer and a head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Office, sign_in_at
from .test_desk_pages import serious, sound

pytestmark = pytest.mark.e2e

ASKED = "申请公开2024年老旧小区改造工程的招标文件和中标结果"
WORDS = "经查，本机关保存有申请的信息，现予公开。"
# One answer for each question: clear, information, not asked before, not too many, ours, exists, no special rule,
# not published, may be given whole, in the form that was asked for.
GRANTED = "?" + "&".join(["a=0"] * 10)
PDF = b"%PDF-1.4\n" + b"%" + bytes(range(48, 123)) * 40 + b"\n%%EOF"


def scan(name: str, data: bytes = PDF) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/pdf", "buffer": data}


@contextmanager
def at_a_desk(browser: Browser, office: Office, username: str) -> Iterator[Page]:
    """A desk of somebody's own beside the others; its script errors fail the test."""
    context = browser.new_context(base_url=office.address, locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in_at(page, username)
    yield page
    context.close()
    assert complaints == []


def take_in(
    page: Page, name: str = "欧阳某某", files: tuple[str, ...] = ("申请表.pdf", "身份证复印件.pdf")
) -> None:
    page.goto("/desk/incoming/new/")
    page.get_by_label("当面提交").check()
    page.get_by_label("来件人（选填）").fill(name)
    page.get_by_label("事由").fill("老旧小区改造招标文件")
    page.get_by_label("原件的扫描件").set_input_files([scan(one) for one in ("申请表.pdf", "身份证复印件.pdf")])  # type: ignore[arg-type]
    page.get_by_role("button", name="登记来件").click()
    expect(page.get_by_text("来件已登记")).to_be_visible()


def register(page: Page, number: str = "X1234567", words: str = ASKED) -> None:
    page.get_by_role("link", name="登记为申请").click()
    page.get_by_label("自然人").check()
    page.get_by_label("证件类型", exact=False).first.select_option("other")
    page.get_by_label("证件号码").first.fill(number)
    page.get_by_label("联系电话").first.fill("13800001234")
    page.get_by_label("通信地址").fill("示范区公开路一百号")
    page.get_by_label("身份证复印件.pdf").check()
    page.get_by_label("所需政府信息的内容描述").fill(words)
    page.get_by_label("获取信息的形式").select_option("paper")
    page.get_by_label("获取信息的途径").select_option("post")
    page.get_by_role("button", name="登记为申请").click()


def opened(page: Page) -> str:
    """The address of the case that was just registered."""
    expect(page.get_by_text("已登记为申请")).to_be_visible()
    found = re.search(r"/desk/cases/\d+/", page.url)
    assert found is not None
    return found[0]


def step(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.click()


def done(page: Page, words: str) -> None:
    expect(page.locator(".messages")).to_contain_text(words)


def set_the_court(head: Page) -> None:
    head.goto("/desk/settings/")
    expect(head.get_by_text("还没有填写有管辖权的人民法院")).to_be_visible()
    step(head, re.compile("^修改$"))
    head.get_by_label("有管辖权的人民法院").fill("示范区人民法院")
    head.get_by_role("button", name="保存").click()
    done(head, "已保存")


def search(page: Page, case: str) -> None:
    page.goto(f"{case}steps/search/")
    page.get_by_label("检索的系统和载体").fill("公文系统、档案室")
    page.get_by_label("检索词").fill("老旧小区 招标")
    page.get_by_label("检索结果").fill("招标文件1份、中标通知书1份")
    page.get_by_label("找到", exact=True).check()
    page.get_by_label("检索人").fill("经某")
    page.get_by_role("button", name="登记检索").click()
    done(page, "登记检索")


def draft(page: Page, case: str) -> str:
    """The letter that grants, to its last page; its address."""
    page.goto(f"{case}decide/{GRANTED}")
    expect(page.get_by_role("heading", name="予以公开", level=1)).to_be_visible()
    expect(page.get_by_text("表三“")).to_be_visible()
    step(page, "按此拟写")
    for one in page.locator("form.sheet textarea").all():
        one.fill(WORDS)
    for one in page.locator("form.sheet select").all():
        one.select_option(index=1)
    for one in page.locator("form.sheet input[type=date]").all():
        one.fill("2026-12-31")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".letter")).to_contain_text(WORDS)
    expect(page.locator(".letter")).to_contain_text("示范区人民法院")
    return page.url


def review(reviewer: Page, case: str) -> None:
    for what in ("公开审查", "保密审查"):
        reviewer.goto(f"{case}steps/review/")
        reviewer.get_by_label(what).check()
        reviewer.get_by_label("通过", exact=True).check()
        reviewer.get_by_role("button", name="审查").click()
        done(reviewer, "审查")


def send(page: Page, case: str, letter: str) -> None:
    page.goto(case)
    step(page, re.compile("^编号"))
    page.get_by_role("button", name="编号").click()
    done(page, "编号")
    sealed = page.request.get(f"{letter}file/pdf/").body()
    step(page, re.compile("^上传盖章件"))
    page.get_by_label("盖章后的扫描件").set_input_files(scan("盖章.pdf", sealed))  # type: ignore[arg-type]
    page.get_by_role("button", name="上传盖章件").click()
    done(page, "上传盖章件")
    step(page, re.compile("^发出"))
    page.get_by_label("邮政寄送").check()
    page.get_by_label("邮政企业").fill("中国邮政")
    page.get_by_label("邮件号").fill("XA00000000001")
    page.get_by_role("button", name="发出").click()
    done(page, "发出")
    step(page, re.compile("^登记送达"))
    page.get_by_label("已送达").check()
    page.get_by_label("送达回证").set_input_files(scan("回证.pdf"))  # type: ignore[arg-type]
    page.get_by_role("button", name="登记送达结果").click()
    done(page, "登记送达结果")


def test_from_the_window_to_the_closed_case(browser: Browser, office: Office) -> None:
    with (
        at_a_desk(browser, office, "jingban") as clerk,
        at_a_desk(browser, office, "shenhe") as reviewer,
        at_a_desk(browser, office, "fuze") as head,
    ):
        set_the_court(head)
        take_in(clerk)
        register(clerk)
        case = opened(clerk)
        step(clerk, "认领")
        clerk.get_by_role("button", name="认领").click()
        done(clerk, "认领")
        search(clerk, case)
        letter = draft(clerk, case)
        review(reviewer, case)
        clerk.goto(case)
        step(clerk, "提交审批")
        clerk.get_by_role("button", name="提交审批").click()
        done(clerk, "提交审批")
        head.goto("/desk/cases/")
        step(head, re.compile("老旧小区"))
        step(head, "批准")
        expect(head.get_by_text("证据就此固定")).to_be_visible()
        head.get_by_role("button", name="批准").click()
        done(head, "批准")
        send(clerk, case, letter)
        reviewer.goto(case)
        step(reviewer, "办结")
        reviewer.get_by_role("button", name="办结").click()
        expect(reviewer.locator(".summary")).to_contain_text("已办结")
        head.goto("/desk/counts/")
        head.locator("a.fig").first.click()
        expect(head.get_by_role("link", name=re.compile("老旧小区"))).to_be_visible()
        _sound_for_each(clerk, reviewer, head, case, letter)


def _sound_for_each(clerk: Page, reviewer: Page, head: Page, case: str, letter: str) -> None:
    """Every page on the way, at both widths, to a screen reader."""
    pages = (case, letter, "/desk/cases/?which=all", "/desk/incoming/?state=all", "/desk/incoming/new/",
             "/desk/incoming/1/", "/desk/tasks/", "/desk/notices/")  # fmt: skip
    assert [p for address in pages for p in sound(clerk, address)] == []
    assert [p for address in (case, "/desk/counts/") for p in sound(reviewer, address)] == []
    settings = "/desk/settings/3/"
    pages = (settings, f"{settings}answering/", f"{settings}channels/", f"{settings}opening/", "/desk/counts/",
             f"{settings}wording/", f"{settings}wording/granted/", f"{settings}wording/granted/edit/",
             f"{settings}series/case/", "/desk/settings/ledger/", "/desk/counts/3/2026/quarters/1/")  # fmt: skip
    assert [p for address in pages for p in sound(head, address)] == []


def test_every_step_of_an_open_case_is_sound(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as page:
        take_in(page, "上官某某")
        register(page, "Y7654321", "申请公开物业服务企业信用评价结果")
        case = opened(page)
        page.get_by_text("更多步骤").click()
        assert serious(page) == []
        links = page.locator(".next a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert len(links) > 8
        assert [p for address in (*links, f"{case}decide/", f"{case}decide/{GRANTED}", f"{case}draft/partial/")
                for p in sound(page, address)] == []  # fmt: skip


def test_who_acts_on_an_older_page_is_shown_what_happened(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as one, at_a_desk(browser, office, "jingban") as other:
        take_in(one, "司马某某")
        register(one, "Z1112223", "申请公开保障性住房分配办法")
        case = opened(one)
        one.goto(f"{case}steps/search/")
        search(other, case)
        one.get_by_label("检索的系统和载体").fill("另一个人也在写的")
        one.get_by_label("检索词").fill("保障性住房")
        one.get_by_label("检索结果").fill("分配办法1份")
        one.get_by_label("找到", exact=True).check()
        one.get_by_label("检索人").fill("经某")
        one.get_by_role("button", name="登记检索").click()
        expect(one.get_by_text("您填写的时候，有人办理过这件申请")).to_be_visible()
        expect(one.get_by_label("检索的系统和载体")).to_have_value("另一个人也在写的")
        one.get_by_role("button", name="登记检索").click()
        done(one, "登记检索")


def test_the_same_person_again_is_seen_before_the_number(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as page:
        take_in(page)
        register(page)
        expect(page.get_by_text("同一申请人此前向本机关提出过")).to_be_visible()
        expect(page.get_by_text("内容相近")).to_be_visible()
        expect(page.get_by_label("所需政府信息的内容描述")).to_have_value(ASKED)
        page.get_by_role("button", name="登记为申请").click()
        opened(page)


def test_who_asked_is_shown_by_a_button_and_recorded(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as page, at_a_desk(browser, office, "shenji") as auditor:
        page.goto("/desk/cases/?which=all")
        expect(page.locator("main")).not_to_contain_text("欧阳某某")
        page.locator("tbody tr", has_text="老旧小区").first.locator("a").first.click()
        expect(page.locator("main")).not_to_contain_text("欧阳某某")
        page.get_by_role("button", name="显示（记入审计）").click()
        expect(page.locator("main")).to_contain_text("欧阳某某")
        expect(page.locator("main")).to_contain_text("X1234567")
        auditor.goto("/desk/audit/")
        expect(auditor.locator("tbody")).to_contain_text("查看申请人信息")
        expect(auditor.locator("main")).not_to_contain_text("欧阳某某")


def test_a_row_opens_by_click_and_by_enter(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as page:
        page.goto("/desk/cases/?which=all")
        page.locator("tr[data-row] td.due").first.click()
        page.wait_for_url(re.compile(r"/desk/cases/\d+/$"))
        page.go_back()
        page.locator("tr[data-row] a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/desk/cases/\d+/$"))


def test_on_paper_a_case_has_no_rail_and_no_buttons(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as page:
        page.goto("/desk/cases/1/")
        page.emulate_media(media="print")
        expect(page.get_by_role("navigation", name="工作台")).to_be_hidden()
        expect(page.locator(".next")).to_be_hidden()
        expect(page.get_by_text("打印日期：")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
