"""检查 in a browser: findings in their place, decided there; the list; an agency's own words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .checked import TITLE
from .conftest import Office, SignedIn, run
from .test_desk_pages import sound

pytestmark = pytest.mark.e2e

LIST = "/desk/publication/checks/"


@pytest.fixture(scope="module", autouse=True)
def _laid_down(office: Office) -> None:
    run(office.home, "-m", "tests.e2e.portal_items")
    run(office.home, "-m", "tests.e2e.checked")


def draft(page: Page) -> None:
    page.goto(f"{LIST}?stage=work")
    page.get_by_role("link", name="“布署”").first.click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()


def test_the_pages_are_sound(signed_in: SignedIn) -> None:
    page = signed_in("fuze")
    words = f"{LIST}words/3/"
    for address in (LIST, f"{LIST}?severity=all&decision=all", words, f"{words}new/", f"{words}1/end/"):
        assert sound(page, address) == [], address
    draft(page)
    assert sound(page, page.url) == []


def test_what_was_found_shows_itself_at_the_word(signed_in: SignedIn) -> None:
    page = signed_in("jingban")
    draft(page)
    mark = page.locator("mark.found", has_text="截止").first
    mark.focus()
    expect(mark.locator(".found-note")).to_be_visible()
    expect(mark.locator(".found-note")).to_contain_text("截至")
    page.get_by_role("link", name="在正文中看").first.click()
    assert "#at-" in page.url


def test_it_is_decided_there_with_a_reason(signed_in: SignedIn) -> None:
    page = signed_in("jingban")
    draft(page)
    finding = page.locator(".finding", has_text="“布署”").first
    finding.get_by_text("处理", exact=True).click()
    finding.get_by_label("理由").fill("引用原文")
    finding.get_by_role("button", name="无误，予以保留").click()
    expect(page.get_by_text("已记下处理决定。")).to_be_visible()
    expect(page.locator(".finding.resolved", has_text="引用原文")).to_be_visible()


def test_a_pair_is_tried_and_kept(signed_in: SignedIn) -> None:
    page = signed_in("fuze")
    page.goto(LIST)
    page.get_by_role("link", name="词表").click()
    page.get_by_role("link", name="添加词对").click()
    page.get_by_label("错误写法").fill("金点子")
    page.get_by_label("正确写法").fill("意见建议")
    page.get_by_label("理由").fill("统一用语。")
    page.get_by_label("试一试").fill("征集金点子活动")
    page.get_by_role("button", name="先试一试").click()
    expect(page.get_by_text("这段文字中标出 1 处")).to_be_visible()
    page.get_by_role("button", name="添加词对").click()
    expect(page.get_by_text("已添加“金点子”")).to_be_visible()
