"""A citizen in a browser: follows a request without script on a phone, by keyboard, and takes the answer away."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import ROOT, Office, environment
from .test_cases import at_a_desk, scan
from .test_desk_pages import serious, sound

pytestmark = pytest.mark.e2e

Codes = dict[str, list[str]]
PHONE, DESKTOP = 390, 1280


@pytest.fixture(scope="module")
def codes(office: Office) -> Codes:
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.followed"], cwd=ROOT, env=environment(office.home),
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: Codes = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def at_home(browser: Browser, office: Office, *, width: int = DESKTOP, script: bool = True) -> Iterator[Page]:
    """A citizen's browser; whatever its scripts complain of fails the test."""
    context = browser.new_context(base_url=office.address, locale="zh-CN", java_script_enabled=script,
                                  viewport={"width": width, "height": 800})  # fmt: skip
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def look_up(page: Page, number: str, code: str) -> None:
    page.goto("/follow/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码", exact=True).fill(code)
    page.get_by_role("button", name="查询", exact=True).click()


def test_a_supplement_from_a_phone_without_script_to_the_file(
    browser: Browser, office: Office, codes: Codes
) -> None:
    number, code, case = codes["supplement"]
    with at_home(browser, office, width=PHONE, script=False) as page:
        look_up(page, number, code)
        expect(page.get_by_role("heading", name=case)).to_be_visible()
        expect(page.get_by_text("请明确所需文件的年度。")).to_be_visible()
        page.get_by_role("link", name="提交补正").click()
        page.get_by_role("button", name="提交补正").click()
        expect(page.get_by_text("请写明补正的内容，或者上传补正材料。")).to_be_visible()
        page.get_by_label("补正的内容").fill("指2025年度的文件")
        page.get_by_label("附件").set_input_files([scan("说明.pdf")])  # type: ignore[arg-type]
        page.get_by_role("button", name="提交补正").click()
        expect(page.get_by_text("已提交，编号")).to_be_visible()
        expect(page.get_by_text("等本机关处理")).to_be_visible()
        with at_a_desk(browser, office, "jingban") as desk:
            desk.goto("/desk/incoming/")
            desk.get_by_role("row").filter(has_text="补正").get_by_role("link").first.click()
            desk.get_by_role("button", name="打开来件").click()
            expect(desk.get_by_text("指2025年度的文件")).to_be_visible()
            assert serious(desk) == []
            desk.get_by_role("link", name="办理：补正").click()
            assert serious(desk) == []
            desk.get_by_role("button", name="登记补正").click()
            expect(desk.get_by_text("已办理：登记补正")).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name="正在办理")).to_be_visible()
        page.get_by_role("button", name="退出查询").click()
        page.goto("/follow/request/1/")
        expect(page.get_by_text("30分钟没有操作")).to_be_visible()


def test_by_keyboard_only_to_the_answer(browser: Browser, office: Office, codes: Codes) -> None:
    number, code, case = codes["ready"]
    with at_home(browser, office) as page:
        page.goto("/follow/")
        _tab_to(page, "编号")
        page.keyboard.type(number)
        page.keyboard.press("Tab")
        page.keyboard.type(code)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=case)).to_be_visible()
        with page.expect_download() as taken:
            _tab_to(page, "予以公开告知书")
            page.keyboard.press("Enter")
        assert taken.value.suggested_filename.startswith("予以公开告知书")
        assert taken.value.path().stat().st_size > 1000
        page.reload()
        expect(page.get_by_text("您打开了《予以公开告知书》")).to_be_visible()


def _tab_to(page: Page, name: str) -> None:
    """Until what is called so has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent ?? ''"
        ):
            return
    pytest.fail(f"the keyboard never comes to {name}")


@pytest.mark.parametrize("state", ["supplement", "ready", "overdue"])
def test_pages_are_sound(browser: Browser, office: Office, codes: Codes, state: str) -> None:
    """For a screen reader, and no wider than the window, at every width."""
    number, code, _ = codes[state]
    with at_home(browser, office) as page:
        look_up(page, number, code)
        addresses = ("/follow/lost/", "/follow/request/1/", "/follow/request/1/problem/")
        assert [wrong for address in addresses for wrong in sound(page, address)] == []
        page.goto("/ui/large-print?on=1&next=/follow/request/1/")
        assert serious(page) == []


def test_a_wrong_code_is_told(browser: Browser, office: Office, codes: Codes) -> None:
    with at_home(browser, office) as page:
        look_up(page, codes["ready"][0], "2222-2222-2222-2222")
        expect(page.get_by_text("编号或者查询码不对")).to_be_visible()
        assert serious(page) == []


def test_past_the_day_it_says_where_to_turn(browser: Browser, office: Office, codes: Codes) -> None:
    number, code, _ = codes["overdue"]
    with at_home(browser, office, width=PHONE) as page:
        look_up(page, number, code)
        expect(page.get_by_role("heading", name="答复期限已过")).to_be_visible()
        expect(page.get_by_text("《条例》第五十一条")).to_be_visible()
