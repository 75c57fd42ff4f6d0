"""Ways out of the portal in a browser: a list in a frame of another site, papers verified, the desk's page."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Office, SignedIn, run, serving
from .outlets_laid import FAILS, REFUSES
from .portal_items import FILE, PLAN
from .test_desk_pages import WIDTHS, serious, sound

pytestmark = pytest.mark.e2e
HOUSING = "示范区住房和城乡建设局"


@pytest.fixture(scope="module")
def office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("outlets") / "home"
    shutil.copytree(prepared, home)
    run(home, "-m", "tests.e2e.portal_items")
    run(home, "-m", "tests.e2e.outlets_laid")
    with serving(home) as address:
        yield Office(address, home)


def embedded(page: Page) -> str:
    """The path of the list of the bureau."""
    page.goto("/agencies/")
    agency = page.get_by_role("link", name=HOUSING, exact=True).get_attribute("href") or ""
    return agency.replace("/agencies/", "/embed/")


def plan(page: Page) -> str:
    page.goto(f"/search/?q={PLAN}")
    return page.get_by_role("link", name=PLAN, exact=True).first.get_attribute("href") or ""


class _OtherSite(BaseHTTPRequestHandler):
    """Puts whatever address it is asked with into a frame."""

    def do_GET(self) -> None:
        address = escape(unquote(self.path.partition("?")[2]))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f'<!doctype html><iframe title="a" src="{address}" width="100%"></iframe>'.encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def other_site() -> Iterator[str]:
    """On this machine, too: browsers let no page of the internet frame one that lies inside."""
    server = HTTPServer(("127.0.0.1", 0), _OtherSite)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_list_stands_in_a_frame_of_another_site(page: Page, office: Office, other_site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    address = f"{office.address}{embedded(page)}"
    page.goto(f"{other_site}/?{quote(f'{address}?lines=3')}")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("listitem")).to_have_count(3)
    assert frame.locator("h1").evaluate("e => getComputedStyle(e).borderBottomStyle") == "solid"
    assert page.context.cookies() == []
    frame.get_by_role("link", name=HOUSING).first.click()
    page.wait_for_url(re.compile(r"/agencies/"))


def test_no_other_page_does(page: Page, browser: Browser, office: Office, other_site: str) -> None:
    address = f"{office.address}{plan(page)}"
    # Not the watched page: that the browser complains is what is wanted.
    other = browser.new_page()
    said: list[str] = []
    other.on("console", lambda message: said.append(message.text))
    other.goto(f"{other_site}/?{quote(address)}")
    other.wait_for_timeout(500)
    assert PLAN not in "".join(frame.content() for frame in other.frames)
    assert any("frame-ancestors" in one for one in said)
    other.close()


def test_the_list_itself_is_sound(page: Page) -> None:
    address = embedded(page)
    for query in ("", "?size=large", "?lines=1"):
        page.goto(address + query)
        assert serious(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_file_and_a_code_are_verified(page: Page, width: int, tmp_path: Path) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(plan(page))
    code = page.locator(".files .code").first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name=FILE).click()
    page.get_by_role("link", name="防伪查询").first.click()
    page.get_by_label("防伪码").fill(code.lower())
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", name="是本站发布的现行文本")).to_be_visible()
    assert serious(page) == []
    page.get_by_label("防伪码").fill("")
    page.get_by_label("或者选择文件").set_input_files(download.value.path())
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("一字不差").first).to_be_visible()
    other = tmp_path / "other.txt"
    other.write_text("别的")
    page.get_by_label("防伪码").fill("")
    page.get_by_label("或者选择文件").set_input_files(other)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", name="不是本平台发布的文件")).to_be_visible()
    assert sound(page, "/verify/") == []


def test_the_pages_of_the_desk_are_sound(signed_in: SignedIn) -> None:
    page = signed_in("fuze")
    page.goto("/desk/publication/outlets/")
    here = page.url
    expect(page.get_by_role("rowheader", name=FAILS)).to_be_visible()
    target = page.get_by_role("link", name=REFUSES).get_attribute("href") or ""
    for address in (
        here,
        target,
        f"{target}end/",
        f"{here}targets/add/",
        f"{here}sources/add/",
        f"{here}?size=large",
    ):
        assert sound(page, address) == [], address


def test_a_platform_is_added_and_its_secret_shown(signed_in: SignedIn) -> None:
    page = signed_in("fuze")
    page.goto("/desk/publication/outlets/")
    page.get_by_role("link", name="添加收录来源").click()
    page.get_by_label("接口推送（签名）").check()
    page.get_by_label("来源的名称").fill("省政务公开平台")
    page.get_by_role("button", name="添加").click()
    expect(page.locator("#secret")).to_have_text(re.compile(r"^[\w-]{43}$"))
    assert serious(page) == []
