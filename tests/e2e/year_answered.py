"""The three answers of the year, each decided by the questions, reviewed, approved, sealed, posted and served; and
the request of December that stays for the next year."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from .test_cases import review, send
from .year_asked import at_the_window, from_the_portal
from .year_people import Year, follow, press

# What is answered on the way through the questions, each by its place in the list.
GRANTED = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
INTERNAL = (0, 0, 0, 0, 0, 0, 0, 0, 2, 4)
NOT_HELD = (0, 0, 0, 0, 0, 1)


@dataclass(frozen=True)
class Answer:
    heading: str
    path: tuple[int, ...]
    found: bool
    reasons: str


GIVEN = Answer("予以公开", GRANTED, True, "经查，本机关保存有申请的信息，现予公开。")
KEPT = Answer("不予公开", INTERNAL, True, "该信息是本机关内部工作流程方面的信息。")
MISSING = Answer("信息不存在", NOT_HELD, False, "经检索，本机关没有制作或者保存该信息。")


def granted(year: Year) -> str:
    year.on(2025, 3, 10)
    case = from_the_portal(year, "申请公开2024年老旧小区改造工程的中标通知书", "张三丰")
    year.on(2025, 3, 20)
    return _answered(year, case, GIVEN)


def withheld(year: Year) -> str:
    year.on(2025, 4, 14)
    case = from_the_portal(year, "申请公开物业企业信用评价的内部工作流程", "示范某某物业有限公司", firm=True)
    year.on(2025, 4, 28)
    return _answered(year, case, KEPT)


def not_held(year: Year) -> str:
    year.on(2025, 5, 12)
    case = at_the_window(year, "申请公开1998年公有住房租金调整的会议纪要", "欧阳某某")
    year.on(2025, 5, 22)
    return _answered(year, case, MISSING)


def carried_over(year: Year) -> str:
    year.on(2025, 12, 22)
    return from_the_portal(year, "申请公开2025年既有住宅加装电梯补助的发放汇总表", "李四光")


def _answered(year: Year, case: str, answer: Answer) -> str:
    clerk, reviewer, head = year.clerk, year.reviewer, year.head
    _searched(clerk, case, answer)
    letter = _drafted(year, case, answer)
    review(reviewer, case)
    clerk.goto(case)
    follow(clerk, "提交审批")
    press(clerk, "提交审批")
    head.goto(case)
    follow(head, "批准")
    expect(head.get_by_text("证据就此固定")).to_be_visible()
    press(head, "批准")
    send(clerk, case, letter)
    reviewer.goto(case)
    follow(reviewer, "办结")
    reviewer.get_by_role("button", name="办结").click()
    expect(reviewer.locator(".summary")).to_contain_text("已办结")
    return case


def _searched(page: Page, case: str, answer: Answer) -> None:
    page.goto(f"{case}steps/search/")
    page.get_by_label("检索的系统和载体").fill("公文系统、档案室")
    page.get_by_label("检索词").fill("老旧小区 物业 租金")
    page.get_by_label("检索结果").fill("1份" if answer.found else "没有")
    page.get_by_label("找到" if answer.found else "没有找到", exact=True).check()
    page.get_by_label("检索人").fill("经某")
    if not answer.found:
        page.get_by_label("签字").check()
    press(page, "登记检索")


def _drafted(year: Year, case: str, answer: Answer) -> str:
    """The address of the letter."""
    page = year.clerk
    page.goto(f"{case}decide/?{'&'.join(f'a={one}' for one in answer.path)}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(answer.heading)
    follow(page, "按此拟写")
    for one in page.locator("form.sheet textarea").all():
        one.fill(answer.reasons)
    for one in page.locator("form.sheet select").all():
        one.select_option(index=1)
    for one in page.locator("form.sheet input[type=date]").all():
        one.fill(str(year.clock.today()))
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".letter")).to_contain_text(answer.reasons)
    return page.url
