"""How requests come in: over the portal, from a citizen and from a firm, and on paper at the window."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from .test_cases import opened, scan
from .year_people import HOUSING, Year, follow, press

CARD: Any = {"name": "证件.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 card"}


def from_the_portal(year: Year, wanted: str, name: str, *, firm: bool = False) -> str:
    """Asked on the portal; registered, which confirms it, and taken the same day. The address of the case."""
    with year.citizen() as page:
        _asks(page, wanted, name, firm=firm)
        number = page.locator(".keys dd").first.inner_text()
    clerk = year.clerk
    clerk.goto("/desk/incoming/")
    clerk.get_by_role("row").filter(has_text=number).get_by_role("link").first.click()
    clerk.get_by_role("button", name="打开来件").click()
    follow(clerk, "登记为申请")
    expect(clerk.get_by_label("所需政府信息的内容描述")).to_have_value(wanted)
    clerk.get_by_role("button", name="登记为申请").click()
    case = opened(clerk)
    expect(clerk.locator(".line")).to_contain_text("双方确认收到")
    _taken(clerk, case)
    return case


def _asks(page: Page, wanted: str, name: str, *, firm: bool) -> None:
    page.goto("/ask/")
    follow(page, HOUSING)
    page.get_by_role("button", name="开始填写申请").click()
    page.get_by_label("您要什么信息").fill(wanted)
    _on(page, "怎样提供给您")
    page.get_by_label("纸质").check()
    page.get_by_label("邮政寄送到我的地址").check()
    _on(page, "谁来申请")
    page.get_by_label("单位：商业企业" if firm else "公民（个人）").check()
    _on(page, "申请人")
    if firm:
        page.get_by_label("单位名称").fill(name)
        page.get_by_label("法定代表人或者负责人").fill("诸葛某某")
    else:
        page.get_by_label("姓名").fill(name)
    _on(page, "身份证明")
    page.get_by_label("上传身份证明").check()
    page.locator("input[type=file]").first.set_input_files(CARD)
    _on(page, "怎样联系您")
    page.get_by_label("联系电话").fill("13812345678")
    page.get_by_label("通信地址").fill("示范区人民路1号")
    _on(page, "附件")
    _on(page, "核对并提交")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的申请已收到")


def _on(page: Page, heading: str) -> None:
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def at_the_window(year: Year, wanted: str, name: str) -> str:
    """On paper, by a person who comes; the address of the case, taken by the clerk."""
    page = year.clerk
    page.goto("/desk/incoming/new/")
    page.get_by_label("当面提交", exact=True).check()
    page.get_by_label("来件人（选填）").fill(name)
    page.get_by_label("事由").fill(wanted)
    page.get_by_label("原件的扫描件").set_input_files([scan(one) for one in ("申请表.pdf", "身份证复印件.pdf")])  # type: ignore[arg-type]  # dicts of a file
    press(page, "登记来件", "来件已登记")
    follow(page, "登记为申请")
    page.get_by_label("自然人").check()
    page.get_by_label("证件类型", exact=False).first.select_option("other")
    page.get_by_label("证件号码").first.fill("X1234567")
    page.get_by_label("联系电话").first.fill("13800001234")
    page.get_by_label("通信地址").fill("示范区公开路1号")
    page.get_by_label("身份证复印件.pdf").check()
    page.get_by_label("所需政府信息的内容描述").fill(wanted)
    page.get_by_label("获取信息的形式").select_option("paper")
    page.get_by_label("获取信息的途径").select_option("post")
    page.get_by_role("button", name="登记为申请").click()
    case = opened(page)
    _taken(page, case)
    return case


def _taken(page: Page, case: str) -> None:
    page.goto(f"{case}steps/claim/")
    press(page, "认领")
