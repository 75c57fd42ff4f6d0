"""A partial answer, from the paper that a clerk attaches to the file that the citizen takes away; and beside it:
paper where nobody opened, a withdrawal, somebody's own data, a destruction list.

The tests about the partial answer are one walk in stages, in their order.
"""

from __future__ import annotations

import hashlib
import io
import json
import quopri
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Download, Locator, Page, expect

from gongkai.notices.sending import SEND_EVERY
from gongkai.papers.redaction import second
from tests.documents import sheets

from .conftest import PATIENCE, ROOT, Office, environment, sign_in_at
from .test_case_ways import day
from .test_cases import done, review, scan, step
from .test_desk_pages import sound
from .test_following import PHONE, at_home, look_up
from .test_redaction import PAPER, burned, chosen

pytestmark = pytest.mark.e2e

GROUND = "internal-affairs"
Begun = dict[str, Any]
Desk = Callable[[str], Any]


@pytest.fixture(scope="module")
def begun(office: Office) -> Begun:
    made = subprocess.run(
        [sys.executable, "-m", "tests.e2e.released"], cwd=ROOT,
        env=environment(office.home, int(office.address.rpartition(":")[2])), capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    found: Begun = json.loads(made.stdout.splitlines()[-1])
    return found


@pytest.fixture
def desk(browser: Browser, office: Office, sessions: dict[str, str]) -> Desk:
    """Somebody's own browser; each signs in once in this module."""

    @contextmanager
    def at_the_desk(username: str) -> Iterator[Page]:
        context = browser.new_context(base_url=office.address, locale="zh-CN",
                                      viewport={"width": 1280, "height": 900})  # fmt: skip
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if username in sessions:
            context.add_cookies([{"name": "sessionid", "value": sessions[username], "url": office.address}])
        else:
            sign_in_at(page, username)
            sessions[username] = next(c["value"] for c in context.cookies() if c["name"] == "sessionid")
        yield page
        context.close()
        assert complaints == []

    return at_the_desk


def case_of(begun: Begun, which: str) -> str:
    return f"/desk/cases/{begun[which][3]}/"


def text_of(data: bytes) -> str:
    """As the second reader of the proof sees it: what a copy or a search of the file would find."""
    return "".join(letter.text for page in second.pages(data) for letter in page)


def bytes_of(taken: Download) -> bytes:
    return Path(taken.path()).read_bytes()


def downloaded(page: Page, what: Locator) -> bytes:
    with page.expect_download() as taken:
        what.click()
    return bytes_of(taken.value)


# ---------------------------------------------------------------------------- a partial answer, in stages


def test_a_paper_with_a_name_in_it_is_covered(begun: Begun, desk: Desk) -> None:
    case = case_of(begun, "partial")
    with desk("jingban") as page:
        page.goto(f"{case}steps/file/")
        page.get_by_label("文件", exact=True).set_input_files(scan(PAPER, sheets.letter()))  # type: ignore[arg-type]
        page.locator("select[name=what]").select_option("information")
        page.get_by_role("button", name="加入材料").click()
        done(page, "加入材料")
        address = chosen(page, case)
        _covered(page)
        page.get_by_role("button", name="其余 1 页全部提供").click()
        burned(page)
        page.goto(address)
        page.locator("[name=redacted-reason]").fill("其余内容已逐页看过，可以公开")
        page.get_by_role("button", name="提供遮盖件").click()
        done(page, "请另一人核对")
        expect(page.get_by_role("button", name="核对通过")).to_have_count(0)


def test_another_looks_at_it_and_at_what_was_withheld(begun: Begun, desk: Desk) -> None:
    case = case_of(begun, "partial")
    with desk("jingban") as page:
        page.goto(f"{case}releases/schedule/")
        page.get_by_role("button", name="加入案卷，随答复提供").click()
        done(page, "一览已加入案卷")
        page.get_by_role("button", name="提供这份文件").click()
        page.get_by_role("button", name="按原件提供").click()
        done(page, "请另一人核对")
    with desk("shenhe") as checker:
        for name in (PAPER, "不予公开内容一览.pdf"):
            checker.goto(case)
            step(checker, "核对提供的文件")
            step(checker, name)
            checker.get_by_role("button", name="核对通过").click()
            done(checker, "已核对")
        assert [wrong for one in (f"{case}releases/", checker.url) for wrong in sound(checker, one)] == []


def _covered(page: Page) -> None:
    """The name everywhere, and every number and telephone, each for a ground."""
    page.locator("[name=term-ground]").select_option(GROUND)
    page.get_by_label("词语", exact=True).fill(sheets.NAME)
    page.get_by_role("button", name="在全部页面查找").first.click()
    page.get_by_role("button", name="遮盖选中的").click()
    done(page, "已加 3 个遮盖框")
    expect(page.locator("[name=kind-ground]")).to_have_value(GROUND)
    for kind in ("身份证号", "电话号码"):
        page.get_by_label(kind).check()
    page.get_by_role("button", name="在全部页面查找").last.click()
    page.get_by_role("button", name="遮盖选中的").click()
    done(page, "已加 6 个遮盖框")


def test_it_is_answered_in_part_and_laid_ready(begun: Begun, desk: Desk) -> None:
    case = case_of(begun, "partial")
    with desk("jingban") as page, desk("shenhe") as checker, desk("fuze") as head:
        _drafted(page, case)
        review(checker, case)
        _pressed(page, case, "提交审批")
        head.goto(f"{case}preview/head/")
        expect(head.locator("main")).to_contain_text("遮盖 9 处，重新读取没有找到标出的文字")
        _pressed(head, case, "批准")
        _pressed(page, case, "编号")
        letter = page.locator(".papers a[href*='/letters/']").last.get_attribute("href")
        sealed = page.request.get(f"{letter}file/pdf/").body()
        step(page, re.compile("^上传盖章件"))
        page.get_by_label("盖章后的扫描件").set_input_files(scan("盖章.pdf", sealed))  # type: ignore[arg-type]
        page.get_by_role("button", name="上传盖章件").click()
        done(page, "上传盖章件")
        step(page, re.compile("^电子送达"))
        expect(page.get_by_text("今天就是送达日期")).to_be_visible()
        page.get_by_role("button", name="电子送达").click()
        done(page, "电子送达")
        expect(page.locator(".summary")).to_contain_text("已答复")


def _drafted(page: Page, case: str) -> None:
    page.goto(f"{case}draft/partial/")
    expect(page.get_by_label("不予公开的部分").first).to_have_value(re.compile("第1页中遮盖的9处"))
    for name, words in (("found", "经检索，本机关保存有该信息。"), ("information", "《低保资金分配方案》，共2页"),
                        ("where", "在查询页面下载"), ("reasons", "其余内容可以公开。")):  # fmt: skip
        page.locator(f"[name={name}]").fill(words)
    page.locator("select[name=form]").select_option(index=1)
    page.locator("[name=provided_on]").fill(day())
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".letter")).to_contain_text("遮盖的9处")
    expect(page.locator(".letter")).to_contain_text("送达方式：电子送达")


def _pressed(page: Page, case: str, words: str) -> None:
    page.goto(case)
    step(page, re.compile(f"^{words}"))
    page.get_by_role("button", name=words).click()
    done(page, words)


def test_the_citizen_takes_it_away_and_the_name_is_not_in_it(
    browser: Browser, office: Office, begun: Begun
) -> None:
    number, code, case, _ = begun["partial"]
    with at_home(browser, office) as page:
        look_up(page, number, code)
        expect(page.get_by_role("heading", name=case)).to_be_visible()
        expect(page.get_by_role("heading", name="部分公开")).to_be_visible()
        files = page.locator("a[download]")
        data = downloaded(page, files.filter(has_text=PAPER))
        _without_the_name(data)
        schedule = downloaded(page, files.filter(has_text="一览"))
        assert "遮盖9处" in text_of(schedule)
        assert sheets.NAME not in text_of(schedule)
        page.reload()
        expect(page.get_by_text("您打开了")).to_be_visible()
        assert sound(page, "/follow/request/1/") == []
    with at_home(browser, office, width=PHONE, script=False) as page:
        link = _link(office.home / "mail", case)
        page.goto(link)
        if page.get_by_role("button", name="打开文书").count():
            page.get_by_role("button", name="打开文书").click()
        assert downloaded(page, page.get_by_role("link", name=re.compile(PAPER))) == data
    with at_home(browser, office) as page:
        assert sound(page, link) == []


def _without_the_name(data: bytes) -> None:
    assert sheets.NAME in text_of(sheets.letter()), "the reader reads"
    text = text_of(data)
    assert sheets.OPEN in text.replace("\n", "")
    for gone in (sheets.NAME, sheets.NUMBER, sheets.PHONE):
        assert gone not in text
        assert gone.encode("utf-16-be") not in data


def _link(folder: Path, case: str) -> str:
    """The signed link to this letter, as it stands in the mail that the worker sent.

    The worker sends once in ``SEND_EVERY``: whoever came just after a turn waits for the whole of the next.
    """
    ends = time.monotonic() + SEND_EVERY.total_seconds() + 45
    while time.monotonic() < ends:
        for file in sorted(folder.glob("*")):
            text = quopri.decodestring(file.read_bytes()).decode("utf-8", "replace")
            found = re.search(r"/letters/[\w-]{43}/", text)
            if found and case in text:
                return found[0]
        time.sleep(0.25)
    pytest.fail("没有寄出邮件")


def test_the_whole_file_is_one_bundle_that_proves_itself(begun: Begun, desk: Desk) -> None:
    case = case_of(begun, "partial")
    with desk("jingban") as page:
        page.goto(case)
        data = downloaded(page, page.get_by_role("button", name="下载全部案卷"))
        assert sound(page, case) == []
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        sums = bundle.read("SHA256SUMS").decode().splitlines()
        listed = {name: digest for digest, name in (line.split("  ", 1) for line in sums)}
        assert set(listed) == set(bundle.namelist()) - {"SHA256SUMS"}
        assert {name: hashlib.sha256(bundle.read(name)).hexdigest() for name in listed} == listed
        assert any(sheets.NAME in text_of(bundle.read(name)) for name in listed if name.endswith(PAPER))
        index = next(name for name in listed if name.endswith(".html"))
        assert begun["partial"][2] in bundle.read(index).decode()


# ---------------------------------------------------------------------------- what follows beside


def test_paper_follows_where_nobody_opened(begun: Begun, desk: Desk) -> None:
    with desk("jingban") as page:
        page.goto("/desk/cases/unopened/")
        page.locator("tr", has_text=begun["unopened"][2]).get_by_role("link").first.click()
        page.get_by_label("邮件号").fill("XA00000000009")
        page.get_by_role("button", name="补送纸质文书").click()
        done(page, "补送纸质文书")
        expect(page.get_by_text("补送纸质文书").first).to_be_visible()
        page.goto("/desk/cases/unopened/")
        expect(page.get_by_text("没有等待补送的文书")).to_be_visible()
        pages = ("/desk/cases/unopened/", case_of(begun, "unopened"))
        assert [wrong for one in pages for wrong in sound(page, one)] == []


def test_a_consent_is_taken_back_and_a_request_withdrawn(
    browser: Browser, office: Office, begun: Begun, desk: Desk
) -> None:
    number, code, _, _ = begun["withdrawn"]
    with at_home(browser, office, width=PHONE) as page, desk("jingban") as clerk:
        look_up(page, number, code)
        page.get_by_role("link", name="撤回电子送达的同意").click()
        page.get_by_role("button", name="撤回电子送达的同意").click()
        expect(page.get_by_text("现在起不再电子送达")).to_be_visible()
        expect(page.get_by_role("link", name="同意电子送达", exact=True)).to_be_visible()
        clerk.goto(case_of(begun, "withdrawn"))
        expect(clerk.get_by_text("申请人撤回电子送达的同意").first).to_be_visible()
        page.get_by_role("link", name="撤回申请").click()
        page.get_by_role("button", name="撤回申请").click()
        expect(page.get_by_text("已提交，编号")).to_be_visible()
        clerk.reload()
        step(clerk, "办理网上提交：撤回申请")
        if clerk.get_by_role("button", name="打开来件").count():
            clerk.get_by_role("button", name="打开来件").click()
        step(clerk, "办理：撤回申请")
        clerk.get_by_role("button", name="登记撤回").click()
        done(clerk, "登记撤回")
        page.reload()
        expect(page.get_by_role("heading", name="已撤回")).to_be_visible()
        addresses = ("/follow/request/1/", "/follow/request/1/problem/")
        assert [wrong for one in addresses for wrong in sound(page, one)] == []


def test_somebody_asks_for_their_own_data_and_is_answered(
    browser: Browser, office: Office, begun: Begun, desk: Desk
) -> None:
    number, code, _, _ = begun["withdrawn"]
    with at_home(browser, office) as page, desk("jingban") as clerk:
        look_up(page, number, code)
        page.get_by_role("link", name="查阅、更正本机关保存的本人信息").click()
        page.get_by_label("查阅、复制本人信息").check()
        page.get_by_role("button", name="提交", exact=True).click()
        expect(page.get_by_text("已提交，编号")).to_be_visible()
        clerk.goto("/desk/data/")
        clerk.locator("tbody a").first.click()
        clerk.get_by_role("button", name="查看").wait_for()
        one = clerk.url
        clerk.get_by_role("button", name="查看").click()
        expect(clerk.locator("main")).to_contain_text("张三丰")
        assert downloaded(clerk, clerk.get_by_role("button", name="导出，提供给本人")).startswith(b"%PDF")
        clerk.goto(one)
        clerk.get_by_role("link", name="答复", exact=True).click()
        clerk.locator("[name=granted][value=yes]").check()
        clerk.locator("[name=text]").fill("已当面提供本机关保存的本人信息一份。")
        clerk.get_by_role("button", name="答复").click()
        done(clerk, "已答复")
        page.reload()
        expect(page.get_by_text("已当面提供本机关保存的本人信息一份。")).to_be_visible()
        assert sound(page, page.url) == []
        assert [wrong for address in (one, "/desk/data/?done=1") for wrong in sound(clerk, address)] == []


def test_what_is_due_is_destroyed_by_several_people(begun: Begun, desk: Desk) -> None:
    number = begun["destruction"]
    with desk("shenhe") as reviewer, desk("fuze") as head, desk("jingban") as clerk:
        reviewer.goto("/desk/archive/destruction/")
        step(reviewer, number)
        step(reviewer, "鉴定")
        reviewer.get_by_label("鉴定意见").fill("逐件核对，没有保留价值，可以销毁")
        reviewer.get_by_role("button", name="提交鉴定意见").click()
        done(reviewer, "等候另一位负责人批准")
        expect(reviewer.get_by_role("link", name="批准")).to_have_count(0)
        one = reviewer.url
        head.goto(one)
        step(head, "批准")
        head.get_by_role("button", name="批准").click()
        done(head, "已批准")
        clerk.goto(one)
        step(clerk, re.compile("^销毁$"))
        clerk.get_by_role("button", name="销毁，不能恢复").click()
        done(clerk, "已销毁，清册长期保存")
        expect(clerk.locator("tbody .tag").first).to_have_text("已销毁")
        assert clerk.request.get(f"{one}?pdf").body().startswith(b"%PDF")
        pages = (one, "/desk/archive/destruction/", "/desk/archive/")
        assert [wrong for address in pages for wrong in sound(clerk, address)] == []
