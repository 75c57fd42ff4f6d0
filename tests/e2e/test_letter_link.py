"""A citizen gets a mail, opens the letter by its link on a telephone without script, and takes it away."""

from __future__ import annotations

import json
import quopri
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PATIENCE, ROOT, Office, SignedIn, environment
from .test_desk_pages import serious, sound

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def sent(office: Office) -> dict[str, str]:
    """What was served, and the link as it stands in the mail that the worker sent."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.letter_sent"], cwd=ROOT,
        env=environment(office.home, int(office.address.rpartition(":")[2])), capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "link": _link(office.home / "mail")}


def _link(folder: Path) -> str:
    for _ in range(180):
        for file in folder.glob("*"):
            text = file.read_bytes()
            if link := re.search(rb"/letters/[\w-]{43}/", text) or re.search(
                rb"/letters/[\w-]{43}/", quopri.decodestring(text)
            ):
                return link[0].decode()
        time.sleep(0.5)
    pytest.fail("没有寄出邮件")


def test_the_page_is_sound(page: Page, sent: dict[str, str]) -> None:
    assert sound(page, sent["link"]) + sound(page, "/letters/never-was/") == []
    expect(page.get_by_role("link", name="查询申请").last).to_be_visible()


def test_by_keyboard_on_a_telephone_without_script(browser: Browser, office: Office, sent: dict[str, str]) -> None:
    context = browser.new_context(
        base_url=office.address, locale="zh-CN", viewport={"width": 360, "height": 640}, java_script_enabled=False
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(sent["link"])
    expect(page.get_by_text(sent["number"])).to_be_visible()
    expect(page.get_by_text(sent["letter"])).to_have_count(0)
    button = page.get_by_role("button", name="打开文书")
    for _ in range(30):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    letter = page.get_by_role("link", name=re.compile(re.escape(sent["letter"])))
    expect(letter).to_be_visible()
    with page.expect_download() as downloading:
        letter.click()
    assert downloading.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert page.get_by_role("link", name=re.compile("fy.example.gov.cn")).get_attribute("href")
    context.close()


def test_the_open_page_is_sound_and_the_desk_knows_of_it(signed_in: SignedIn, sent: dict[str, str]) -> None:
    page = signed_in("jingban")
    assert sound(page, sent["link"]) == []
    page.goto("/desk/cases/?which=all")
    page.get_by_role("row", name=re.compile(sent["number"])).get_by_role("link").first.click()
    expect(page.get_by_text("申请人打开电子送达的文书")).to_be_visible()
    assert serious(page) == []


def test_the_pages_of_notices_are_sound(signed_in: SignedIn, sent: dict[str, str]) -> None:
    page = signed_in("jingban")
    page.goto("/desk/settings/")
    page.get_by_role("link", name="给申请人的通知").click()
    words = page.url
    problems = sound(page, words)
    page.goto(words)
    page.get_by_role("link", name=re.compile("登记并起算答复期限”的短信文字")).click()
    edit = page.url
    page.get_by_label("文字").fill("本局已登记，编号{编号}。")
    page.get_by_role("button", name="先看样子，不保存").click()
    expect(page.get_by_text("按 1 条短信计费")).to_be_visible()
    problems += serious(page)
    for address in (edit, "/desk/cases/unopened/", "/desk/notices/"):
        problems += sound(page, address)
    assert problems == []
