"""A real browser against a server of its own: an installation prepared once and copied for every module.

Nothing is shared with the database tests: the server and its worker are processes with their own
GONGKAI_HOME, always on SQLite.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .codes import code_now
from .district import PASSWORD
from .year_time import Clock

ROOT = Path(__file__).parents[2]
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run"]  # fmt: skip
CHROMIUM = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                 if Path(p).exists()), None)  # fmt: skip
PATIENCE = 15_000


@dataclass(frozen=True)
class Office:
    """A running installation: where it answers, and where it keeps its things."""

    address: str
    home: Path


def environment(home: Path, port: int = 0, clock: Clock | None = None) -> dict[str, str]:
    """Of a process of the installation in this folder; with a clock its days are those of the test."""
    path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GONGKAI_") and k != "DATABASE_URL"}
    return kept | {
        "GONGKAI_HOME": str(home),
        "GONGKAI_KEYS": str(home / "keys"),
        "GONGKAI_HTTPS": "off",
        "GONGKAI_LOG_LEVEL": "WARNING",
        # One address plays a whole town.
        "GONGKAI_ASK_RATE": "0",
        "GONGKAI_UPLOAD_RATE": "0",
        "GONGKAI_ADDRESS": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "gongkai.settings",
        "PYTHONPATH": path,
        **(clock.environment(path) if clock else {}),
    }


def run(home: Path, *command: str, clock: Clock | None = None) -> None:
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment(home, clock=clock), capture_output=True, text=True,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the district of ``district.py``, never served itself."""
    home = tmp_path_factory.mktemp("prepared")
    run(home, "-m", "gongkai.cli", "migrate")
    run(home, "-m", "tests.e2e.district")
    return home


@pytest.fixture(scope="module")
def office(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("office") / "home"
    shutil.copytree(prepared, home)
    with serving(home) as address:
        yield Office(address, home)


@contextmanager
def serving(home: Path, clock: Clock | None = None) -> Iterator[str]:
    """Server and worker as ``gongkai serve`` runs them, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (home / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "gongkai.cli", "serve", "--port", str(port)],
        cwd=ROOT, env=environment(home, port, clock), stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _answers(address, server, home)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
        log.close()


def _answers(address: str, server: subprocess.Popen[bytes], home: Path) -> None:
    for _ in range(150):
        assert server.poll() is None, (home / "server.log").read_text()
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail((home / "server.log").read_text())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("没有找到 Chromium：请安装 chromium 软件包。")
    # A page that is slow on a busy machine is no mistake.
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, office: Office) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=office.address, locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose every script error and refused resource fails the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console", lambda m: complaints.append(m.text) if m.type == "error" and "status of" not in m.text else None
    )
    yield page
    assert complaints == []


SignedIn = Callable[[str], Page]


@pytest.fixture(scope="module")
def sessions() -> dict[str, str]:
    """Who signed in already in this module: a code works once, so the session is used again."""
    return {}


@pytest.fixture
def signed_in(page: Page, office: Office, sessions: dict[str, str]) -> SignedIn:
    """Signs somebody of the district in through the real pages, with a code where their role needs one."""

    def sign_in(username: str) -> Page:
        if username not in sessions:
            sign_in_at(page, username)
            sessions[username] = next(c["value"] for c in page.context.cookies() if c["name"] == "sessionid")
        page.context.add_cookies([{"name": "sessionid", "value": sessions[username], "url": office.address}])
        return page

    return sign_in


def sign_in_at(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda address: "/login/" not in address)
    if "/2fa/" in page.url:
        page.locator("input[name=code]").fill(code_now())
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/desk/**")
