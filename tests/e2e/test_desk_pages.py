"""The desk's pages in a browser: readable for everybody (axe-core), at every width, in large print, on paper."""

from __future__ import annotations

from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import SignedIn
from .test_desk_reports import drop, wrong

pytestmark = pytest.mark.e2e

WIDTHS = (1280, 390)
ADMINISTRATOR = ("/desk/agencies/", "/desk/agencies/3/", "/desk/agencies/import/", "/desk/agencies/3/contact/",
                 *(f"/desk/agencies/3/{step}/" for step in (
                     "found", "rename", "kind", "supervisor", "move", "days", "merge", "split")),
                 "/desk/people/", "/desk/people/4/", "/desk/people/invite/", "/desk/operations/")  # fmt: skip
AUDITOR = ("/desk/audit/", "/desk/audit/verify/", "/desk/reports/", "/desk/archive/", "/desk/archive/destruction/",
           "/desk/archive/periods/")  # fmt: skip
SUPERVISOR = ("/desk/reports/", "/desk/reports/upload/", "/desk/reports/files/", "/desk/reports/districts/1/due/",
              "/desk/reports/districts/1/2024/totals/")  # fmt: skip
STRANGER = ("/accounts/login/", "/accounts/password/reset/", "/no-such-page")


def serious(page: Page) -> list[str]:
    found: dict[str, Any] = Axe().run(page)
    return [
        f"{page.url}: {v['id']} {[n['target'] for n in v['nodes']][:3]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def sound(page: Page, address: str) -> list[str]:
    """What is wrong with a page: for a screen reader, or because it is wider than the window."""
    problems: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        problems += serious(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        problems += [f"{address} is {over} px wider than {width}"] if over > 0 else []
    return problems


def test_pages_before_signing_in(page: Page) -> None:
    assert [p for address in STRANGER for p in sound(page, address)] == []


def test_pages_of_the_administrator(signed_in: SignedIn) -> None:
    page = signed_in("guanli")
    assert [p for address in ADMINISTRATOR for p in sound(page, address)] == []


def test_pages_of_the_auditor(signed_in: SignedIn) -> None:
    page = signed_in("shenji")
    assert [p for address in AUDITOR for p in sound(page, address)] == []


def test_pages_of_the_supervisor_and_a_report_in_every_step(signed_in: SignedIn) -> None:
    page = signed_in("jianguan")
    drop(page, wrong())
    assert sound(page, page.url) == []
    page.get_by_role("link", name="住建局2024.html").click()
    review = page.url.split("#")[0]
    steps = [review, f"{review}cells/c-3-3.1-natural/", f"{review}text/5/", f"{review}accept/", f"{review}return/"]
    assert [p for address in (*SUPERVISOR, *steps) for p in sound(page, address)] == []


def test_the_tabs_of_a_review_are_sound_too(signed_in: SignedIn) -> None:
    page = signed_in("jianguan")
    drop(page, wrong("分栏.html"))
    page.get_by_role("link", name="分栏.html").click()
    for name in ("原件", "正文", "版本和经过"):
        page.get_by_role("tab", name=name).click()
        assert serious(page) == []
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tabpanel")).to_have_attribute("id", "findings")


def test_large_print_is_the_first_stop_of_the_keyboard(signed_in: SignedIn) -> None:
    page = signed_in("jianguan")
    page.goto("/desk/reports/?state=late")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("大字版")
    page.keyboard.press("Enter")
    expect(page.locator("html.large")).to_be_visible()
    assert page.url.endswith("/desk/reports/?state=late")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    for address in (*SUPERVISOR, "/no-such-page"):
        assert sound(page, address) == []
    page.get_by_role("link", name="恢复普通字号").click()
    expect(page.locator("html.large")).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"


def test_the_second_stop_leads_past_the_navigation(signed_in: SignedIn) -> None:
    page = signed_in("jianguan")
    page.goto("/desk/reports/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_on_paper_there_is_no_rail_and_the_day_stands_on_it(signed_in: SignedIn) -> None:
    page = signed_in("jianguan")
    page.goto("/desk/reports/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="工作台")).to_be_hidden()
    expect(page.get_by_role("link", name="上传年报")).to_be_hidden()
    expect(page.get_by_text("打印日期：")).to_be_visible()
    page.emulate_media(media="screen")


def test_an_agency_is_renamed_after_its_changes_were_shown(signed_in: SignedIn) -> None:
    """Last in this module: the others know it by its name."""
    page = signed_in("guanli")
    page.goto("/desk/agencies/3/")
    before = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="更名").click()
    page.get_by_label("新名称").fill("示范区改名局")
    page.get_by_label("更名的依据").fill("示编〔2025〕3号")
    page.get_by_role("button", name="核对变化").click()
    expect(page.get_by_text(f"“{before}”更名为“示范区改名局”")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="改一改").click()
    expect(page.get_by_label("新名称")).to_have_value("示范区改名局")
    page.get_by_label("新名称").fill("示范区新名局")
    page.get_by_role("button", name="核对变化").click()
    page.get_by_role("button", name="确认更名").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("示范区新名局")


@pytest.mark.parametrize(
    ("who", "address"),
    [("guanli", "/desk/people/"), ("guanli", "/desk/operations/"), ("shenji", "/desk/audit/")],
)
def test_a_list_fits_a_phone_without_being_drawn_sideways(signed_in: SignedIn, who: str, address: str) -> None:
    page = signed_in(who)
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(address)
    wide = "[...document.querySelectorAll('.scroll')].map(one => one.scrollWidth - one.clientWidth)"
    assert page.evaluate(wide) == [0]
