"""Take the screenshots of docs/images again: ``make shots``.

Starts a demonstration of its own in a temporary folder, signs in as its supervisor and as a clerk, and takes the
pages that the readmes show, at the width of a desk and of a phone.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
GONGKAI = [sys.executable, "-m", "gongkai.cli"]
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--no-first-run", "--lang=zh-CN"]  # fmt: skip


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def program() -> str:
    names = (os.environ.get("GONGKAI_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next(path for name in names if name and (path := shutil.which(name)))


def run(*words: str) -> str:
    return subprocess.run([*GONGKAI, *words], check=True, capture_output=True, text=True).stdout


def wait(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the server did not start")


def sign_in(page: Page, address: str, username: str) -> None:
    password = next(
        w for line in run("demo", "create").splitlines() if username in line for w in line.split()[1:2]
    )
    page.goto(f"{address}/desk/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    if page.locator("input[name=code]").count():
        page.fill("input[name=code]", run("demo", "code", username).split()[-1])
        page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/desk/**")


def take(page: Page, name: str, address: str, *, whole: bool = False) -> None:
    page.goto(address)
    page.screenshot(path=IMAGES / f"{name}.png", full_page=whole)
    print(f"docs/images/{name}.png")


def pages(page: Page, address: str, suffix: str) -> None:
    pages_of_a_citizen(page, address, suffix)
    take(page, f"portal-home{suffix}", f"{address}/")
    take(page, f"portal-search{suffix}", f"{address}/search/?q=最低生活保障")
    item = page.get_by_role("link", name="关于调整城乡居民最低生活保障标准的通知", exact=True).first
    take(page, f"portal-item{suffix}", f"{address}{item.get_attribute('href')}")
    page.goto(f"{address}/agencies/")
    page.click("main .shelf .years a >> nth=0")
    link = page.get_by_role("link", name="三、收到和处理政府信息公开申请情况").get_attribute("href")
    take(page, f"portal-report{suffix}", f"{page.url}{link}")
    take(page, f"desk-reports{suffix}", f"{address}/desk/reports/")
    review = page.locator("main tr", has_text="待审核").locator("a").first.get_attribute("href")
    page.goto(f"{address}{review}")
    cell = page.locator(".finding-head a").first.get_attribute("href")
    page.goto(f"{address}{review}{cell}")
    page.screenshot(path=IMAGES / f"desk-review{suffix}.png")
    take(page, f"desk-upload{suffix}", f"{address}/desk/reports/upload/")


def pages_of_a_citizen(page: Page, address: str, suffix: str) -> None:
    """Asking: what is published already while one writes, and the receipt."""
    page.goto(f"{address}/ask/")
    page.locator("main .shelf li", has_text="可以网上提交").locator("a").first.click()
    page.get_by_role("button", name=re.compile("开始填写申请|再提一件申请")).click()
    page.fill("#id_description", "示范区民政局2024年政府信息公开工作年度报告，以及社会救助资金的使用情况")
    page.get_by_role("button", name="查一查是不是已经公开").click()
    page.screenshot(path=IMAGES / f"portal-ask{suffix}.png")
    print(f"docs/images/portal-ask{suffix}.png")
    for answers in (("电子数据", "到机关当面领取"), ("公民（个人）",)):
        page.get_by_role("button", name="下一步").click()
        for answer in answers:
            page.get_by_label(answer, exact=True).check()
    page.get_by_role("button", name="下一步").click()
    page.fill("#id_name", "甄某某")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("到本机关当面出示").check()
    page.get_by_role("button", name="下一步").click()
    page.fill("#id_phone", "000-55590001")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交申请").click()
    page.screenshot(path=IMAGES / f"portal-receipt{suffix}.png")
    print(f"docs/images/portal-receipt{suffix}.png")


def pages_of_a_clerk(page: Page, address: str, suffix: str) -> None:
    """Requests: the working list, and one whose third party was asked, with its clock unfolded."""
    take(page, f"desk-items{suffix}", f"{address}/desk/publication/")
    take(page, f"desk-cases{suffix}", f"{address}/desk/cases/")
    page.locator("main tr", has_text="等被征求意见方").locator("a").first.click()
    page.locator("details.clock summary").click()
    page.screenshot(path=IMAGES / f"desk-case{suffix}.png")
    working = "d=2026-03-02&k=received&d=2026-03-09&k=third-party-asked&d=2026-03-25&k=opinion-received"
    take(page, f"portal-deadline{suffix}", f"{address}/deadline/?{working}")


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        os.environ |= {"GONGKAI_HOME": home, "GONGKAI_DEMO": "1"}
        run("migrate")
        run("demo", "create")
        server = subprocess.Popen([*GONGKAI, "serve", "--port", str(port)], stderr=subprocess.DEVNULL)
        try:
            wait(address)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program(), args=CHROMIUM)
                for username, take_all in (("demo-supervisor", pages), ("demo-clerk", pages_of_a_clerk)):
                    page = browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
                    sign_in(page, address, username)
                    take_all(page, address, "")
                    page.set_viewport_size({"width": 390, "height": 800})
                    take_all(page, address, "-phone")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
