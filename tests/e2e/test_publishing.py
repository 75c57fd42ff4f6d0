"""Publishing in a browser: draft, unit review, disclosure review, approval, release, page check, correction and
withdrawal, by four persons."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Office
from .test_cases import at_a_desk
from .test_desk_pages import serious, sound

pytestmark = pytest.mark.e2e

TITLE = "示范区城镇老旧小区改造工程财政补助资金管理办法"
BODY = "为规范老旧小区改造工程管理，提高财政资金使用效益，制定本办法。"


def step(page: Page, name: str) -> None:
    """The one next step is the filled button, and its page says what will happen."""
    page.locator(".next a.button:not(.plain)", has_text=re.compile(f"^{name}$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    assert serious(page) == []


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def drafted(page: Page) -> str:
    """The address of a draft with everything that the law asks for."""
    page.goto("/desk/publication/new/")
    page.get_by_label("标题").fill(TITLE)
    press(page, "建立草稿")
    page.get_by_label("内容概述").fill("说明老旧小区改造工程的补助标准、申请程序和监督方式。")
    page.get_by_label("成文日期").fill("2026-01-12")
    page.get_by_label("主题分类").fill("城乡建设")
    page.get_by_label("条例事项").select_option("20.9")
    write(page, BODY)
    press(page, "保存")
    expect(page.get_by_text("已保存。")).to_be_visible()
    found = re.search(r"/desk/publication/items/\d+/", page.url)
    assert found is not None
    return found[0]


def write(page: Page, words: str) -> None:
    """In the editor, instead of what stands there."""
    page.locator("[contenteditable=true]").first.fill(words)


def decided(page: Page) -> None:
    """What the automatic checks ask a person about stays, with a reason."""
    for _ in range(10):
        waiting = page.locator(".finding.soon details", has_text="处理")
        if not waiting.count():
            return
        waiting.first.locator("summary").click()
        waiting.first.get_by_label("理由").fill("已核对，无误")
        waiting.first.get_by_role("button", name="无误，予以保留").click()
        expect(page.get_by_text("已记下处理决定")).to_be_visible()


def test_the_whole_way_of_an_item(browser: Browser, office: Office) -> None:
    with (
        at_a_desk(browser, office, "jingban") as clerk,
        at_a_desk(browser, office, "shenhe") as reviewer,
        at_a_desk(browser, office, "fuze") as head,
        at_a_desk(browser, office, "jingban2") as second,
    ):
        item = drafted(clerk)
        public = f"/items/{item.split('/')[-2]}/"
        decided(clerk)
        step(clerk, "提交审核")
        press(clerk, "提交审核")
        expect(clerk.get_by_text("等科室审核").first).to_be_visible()

        reviewer.goto("/desk/publication/")
        reviewer.get_by_role("link", name=TITLE).click()
        step(reviewer, "科室审核")
        press(reviewer, "通过科室审核")
        step(reviewer, "公开审查和保密审查")
        press(reviewer, "通过公开审查和保密审查")
        expect(reviewer.locator(".errors")).to_contain_text("还没有确认")
        for box in reviewer.get_by_role("checkbox").all():
            box.check()
        press(reviewer, "通过公开审查和保密审查")

        head.goto(item)
        decided(head)
        step(head, "批准发布")
        press(head, "批准发布")

        assert clerk.goto(public).status == 404  # type: ignore[union-attr]
        clerk.goto(item)
        step(clerk, "发布")
        expect(clerk.get_by_text("不能倒签")).to_be_visible()
        press(clerk, "发布")
        assert clerk.goto(public).status == 200  # type: ignore[union-attr]
        expect(clerk.get_by_role("heading", name=TITLE)).to_be_visible()

        second.goto(item)
        step(second, "页面检查")
        for answer in second.get_by_label("正常", exact=True).all():
            answer.check()
        second.get_by_label("问题和处理").fill("逐项看过")
        press(second, "登记检查结果")
        expect(second.get_by_text("已登记页面检查")).to_be_visible()

        corrected(clerk, reviewer, head, item)
        clerk.goto(public)
        expect(clerk.get_by_text("补充申请程序").first).to_be_visible()

        clerk.goto(f"{item}differences/1/2/")
        expect(clerk.locator("ins", has_text="居民")).to_be_visible()
        assert serious(clerk) == []
        withdrawn(head, item)
        gone = second.goto(public)
        assert gone is not None
        assert gone.status == 410
        expect(second.get_by_text("附表数据有误")).to_be_visible()


def corrected(clerk: Page, reviewer: Page, head: Page, item: str) -> None:
    """A mistake is found; the old one is shown until the new one went through everything."""
    clerk.goto(item)
    clerk.get_by_role("link", name="更正", exact=True).click()
    clerk.get_by_label("更正说明").fill("补充申请程序")
    press(clerk, "起草更正")
    write(clerk, f"{BODY}补助由居民申请。")
    press(clerk, "保存")
    decided(clerk)
    step(clerk, "提交审核")
    press(clerk, "提交审核")
    reviewer.goto(item)
    step(reviewer, "科室审核")
    press(reviewer, "通过科室审核")
    step(reviewer, "公开审查和保密审查")
    for box in reviewer.get_by_role("checkbox").all():
        box.check()
    press(reviewer, "通过公开审查和保密审查")
    head.goto(item)
    decided(head)
    step(head, "批准发布")
    press(head, "批准发布")
    clerk.goto(item)
    step(clerk, "发布")
    press(clerk, "发布")
    expect(clerk.get_by_text("已发布").first).to_be_visible()


def withdrawn(head: Page, item: str) -> None:
    head.goto(item)
    head.get_by_text("更多步骤").click()
    head.get_by_role("link", name="撤回（公开说明原因）").click()
    head.get_by_label("撤回原因").fill("附表数据有误，正在核对")
    press(head, "撤回")
    expect(head.locator(".errors")).to_contain_text("请核对后果")
    head.get_by_label("已核对上面列出的后果").check()
    press(head, "撤回")
    expect(head.get_by_text("已撤回").first).to_be_visible()


def test_the_pages_are_sound_at_both_widths(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as page:
        item = drafted(page)
        addresses = (
            "/desk/publication/", "/desk/publication/?which=all", "/desk/publication/new/", item, f"{item}edit/",
            f"{item}relations/?q=改造", f"{item}steps/submit/", f"{item}steps/discard/", f"{item}topics/",
            f"{item}versions/1/", "/desk/publication/topics/", "/desk/publication/doors/",
            "/desk/publication/import/",
        )  # fmt: skip
        assert [problem for address in addresses for problem in sound(page, address)] == []
