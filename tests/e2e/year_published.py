"""What the year makes public: a document of rules and a notice, each past four persons; and what was decided."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Page, expect

from .test_publishing import decided, write
from .year_people import Year, choose, press

RULES = "示范区城镇老旧小区改造工程财政补助资金管理办法"
NOTICE = "关于公布既有住宅加装电梯补助申请材料目录的通知"


def published(year: Year) -> None:
    first = year.on(2025, 2, 10)
    item = _drafted(year.clerk, RULES, first, "20.1", "normative", "本办法自发布之日起施行。")
    _released(year, item, RULES)
    second = year.on(2025, 3, 3)
    item = _drafted(year.clerk, NOTICE, second, "20.5", "", "申请人应提交身份证明、房屋权属证明和加装电梯协议。")
    _released(year, item, NOTICE)


def _drafted(page: Page, title: str, on: date, category: str, genre: str, body: str) -> str:
    """The address of the draft."""
    page.goto("/desk/publication/new/")
    page.get_by_label("标题").fill(title)
    page.get_by_role("button", name="建立草稿", exact=True).click()
    page.get_by_label("内容概述").fill("说明补助的标准、申请程序和监督方式。")
    page.get_by_label("成文日期").fill(str(on))
    page.get_by_label("主题分类").fill("城乡建设")
    page.get_by_label("条例事项").select_option(category)
    page.get_by_label("关键词").fill("老旧小区、补助")
    if genre:
        page.get_by_label("体裁").select_option(genre)
        page.get_by_label("文号").fill("示建发〔2025〕1号")
        choose(page.get_by_label("有效性"), "有效")
        page.get_by_label("施行日期").fill(str(on))
    write(page, body)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    found = re.search(r"/desk/publication/items/\d+/", page.url)
    assert found is not None
    return found[0]


def _released(year: Year, item: str, title: str) -> None:
    clerk, reviewer, head = year.clerk, year.reviewer, year.head
    decided(clerk)
    _step(clerk, item, "提交审核")
    _step(reviewer, item, "科室审核", "通过科室审核")
    reviewer.goto(item)
    _next(reviewer, "公开审查和保密审查")
    for box in reviewer.get_by_role("checkbox").all():
        box.check()
    press(reviewer, "通过公开审查和保密审查", "通过")
    head.goto(item)
    decided(head)
    _step(head, item, "批准发布")
    _step(clerk, item, "发布")
    with year.citizen() as citizen:
        citizen.goto(f"/items/{item.split('/')[-2]}/")
        expect(citizen.get_by_role("heading", name=title)).to_be_visible()
    year.second.goto(item)
    _next(year.second, "页面检查")
    for answer in year.second.get_by_label("正常", exact=True).all():
        answer.check()
    year.second.get_by_label("问题和处理").fill("逐项看过")
    press(year.second, "登记检查结果", "已登记页面检查")


def _step(page: Page, item: str, name: str, button: str = "") -> None:
    page.goto(item)
    _next(page, name)
    page.get_by_role("button", name=button or name, exact=True).click()
    expect(page.locator(".messages")).to_be_visible()


def _next(page: Page, name: str) -> None:
    """The one next step is the filled button."""
    page.locator(".next a.button:not(.plain)", has_text=re.compile(f"^{name}$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
