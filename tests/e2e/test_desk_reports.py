"""A report's way through the desk onto the portal, in a browser: every cell arrives as it stands in the file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Office, SignedIn

pytestmark = pytest.mark.e2e

TESTS = Path(__file__).parents[1]
SAMPLE = TESTS / "real" / "qiling-2024.txt"
FULL = TESTS / "reports_files" / "housing-2024.html"
ROWS_OF_TABLE_2 = ("rules", "normative_documents", "licences", "penalties", "coercive_measures", "charges")


def typed(path: Path) -> list[str]:
    """The two hundred figures typed by hand beside a file, in the order of the form."""
    known: dict[str, Any] = json.loads(path.read_text("utf-8"))
    table2 = [v for row in ROWS_OF_TABLE_2 for v in _several(known["table2"][row])]
    table3 = [v for row in known["table3"].values() for v in row]
    return [str(v) for v in (*table2, *table3, *known["table4"])]


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def drop(page: Page, *files: Path | dict[str, Any]) -> None:
    """Through the sheet, and wait for the progress that comes by itself."""
    page.goto("/desk/reports/upload/")
    page.get_by_label("年度报告文件").set_input_files(list(files))  # type: ignore[arg-type]
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_role("status")).to_contain_text(f"全部 {len(files)} 个文件已处理", timeout=60_000)


def accept_and_publish(page: Page) -> None:
    page.get_by_role("link", name="接受", exact=True).click()
    page.get_by_role("button", name="接受这一版").click()
    expect(page.get_by_text("已接受，从现在起计入地区汇总。")).to_be_visible()
    page.get_by_role("link", name="发布", exact=True).click()
    expect(page.get_by_text("《条例》第四十九条、第五十条")).to_be_visible()
    page.get_by_role("button", name="发布这份报告").click()
    expect(page.get_by_text("已发布，门户上现在可以看到。")).to_be_visible()


def figures_on_the_portal(page: Page) -> list[str]:
    expect(page.locator("article.paper table td")).to_have_count(200)
    return [text.strip() for text in page.locator("article.paper table td").all_inner_texts()]


def test_the_sample_and_a_full_report_arrive_on_the_portal_with_every_cell(signed_in: SignedIn) -> None:
    page = signed_in("jianguan")
    drop(page, SAMPLE, FULL)
    batch = page.url
    expected = {
        SAMPLE.name: typed(TESTS / "real" / "expected" / "qiling-2024.json"),
        FULL.name: typed(FULL.with_suffix(".json")),
    }
    for name, figures in expected.items():
        page.goto(batch)
        page.get_by_role("link", name=name).click()
        expect(page.locator(".tables a.fig")).to_have_count(200)
        shown = [
            t.strip() for t in page.locator(".tables a.fig").evaluate_all("all => all.map(a => a.firstChild.data)")
        ]
        assert shown == figures
        accept_and_publish(page)
        page.get_by_role("link", name="门户页面").click()
        assert figures_on_the_portal(page) == figures
        assert len(figures) == 200


def test_the_full_report_is_what_its_file_says() -> None:
    """The figures typed beside the file, against its own markup: no zero in tables 2 and 4, all columns filled."""
    cells = re.findall(r"<td[^>]*><p[^>]*><span>([^<]*)</span>", FULL.read_text("utf-8"))
    figures = typed(FULL.with_suffix(".json"))
    assert [c for c in cells if re.fullmatch(r"\d+(\.\d+)?", c)] == figures
    assert "0" not in figures[:10]
    assert "0" not in figures[185:]
    assert all(any(figures[10 + 7 * row + column] != "0" for row in range(25)) for column in range(7))
    assert "收取信息处理费" in FULL.read_text("utf-8")


def wrong(name: str = "住建局2024.html") -> dict[str, Any]:
    """The full report with one figure of （一）予以公开 typed wrong: 46 became 45."""
    text = FULL.read_text("utf-8").replace("<span>46</span>", "<span>45</span>")
    return {"name": name, "mimeType": "text/html", "buffer": text.encode()}


def test_a_wrong_cell_is_corrected_by_keyboard_alone(office: Office, signed_in: SignedIn) -> None:
    page = signed_in("jingban")
    drop(page, wrong())
    page.get_by_role("link", name="住建局2024.html").click()
    cell = page.locator("#c-3-3\\.1-natural")
    expect(cell).to_have_class(re.compile("is-error"))
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.parentElement.id") == "c-3-3.1-natural":
            break
    expect(cell.locator(".why")).to_be_visible()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.parentElement.id") == "c-3-3.1-business"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    expect(sheet.locator("input[name=value]")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("46")
    page.keyboard.press("Tab")
    page.keyboard.type("对照原件")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("核验已重新计算")).to_be_visible()
    expect(page.locator("#c-3-3\\.1-natural")).to_contain_text("46✎")
    expect(page.get_by_text("1 处错误")).to_have_count(0)


def test_a_figure_leads_to_its_place_in_the_original_and_back(signed_in: SignedIn) -> None:
    page = signed_in("jingban")
    drop(page, wrong("原件对照.html"))
    page.get_by_role("link", name="原件对照.html").click()
    page.locator("#c-3-3\\.1-natural a").click()
    page.get_by_role("dialog").get_by_role("link", name="看原件位置").click()
    place = page.locator("#original td:target")
    expect(place).to_be_visible()
    expect(place).to_have_text("45")
    place.get_by_role("link").click()
    expect(page.locator("td:target")).to_have_attribute("id", "c-3-3.1-natural")


def test_everything_works_without_script(office: Office, signed_in: SignedIn) -> None:
    with_script = signed_in("jingban")
    assert with_script.context.browser is not None
    context = with_script.context.browser.new_context(
        base_url=office.address, java_script_enabled=False, storage_state=with_script.context.storage_state()
    )
    page = context.new_page()
    page.goto("/desk/reports/upload/")
    page.get_by_label("年度报告文件").set_input_files([wrong("没有脚本.html")])  # type: ignore[list-item]
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_text("全部 1 个文件已处理")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="没有脚本.html").click()
    for heading in ("发现的问题", "原件", "版本和经过"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    page.locator("#c-3-3\\.1-natural a").click()
    page.get_by_label("应为").fill("46")
    page.get_by_label("理由").fill("对照原件")
    page.get_by_role("button", name="更正这一格").click()
    expect(page.locator("#c-3-3\\.1-natural")).to_contain_text("46")
    context.close()


def test_files_dropped_on_the_sheet_are_listed_before_they_are_sent(signed_in: SignedIn) -> None:
    page = signed_in("jingban")
    page.goto("/desk/reports/upload/")
    page.evaluate(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File(["一"], "甲.txt")); carried.items.add(new File(["二"], "乙.txt"));
          const drop = new DragEvent("drop", {dataTransfer: carried, bubbles: true});
          document.querySelector("[data-drop]").dispatchEvent(drop);
        }"""
    )
    expect(page.locator("#chosen li")).to_have_text([re.compile("甲.txt"), re.compile("乙.txt")])
    assert page.locator("input[type=file]").evaluate("one => one.files.length") == 2


def test_a_broken_file_is_named_with_what_to_do_and_nothing_is_lost(signed_in: SignedIn) -> None:
    page = signed_in("jianguan")
    broken = {"name": "坏了.docx", "mimeType": "application/zip", "buffer": b"PK\x03\x04 nothing in it"}
    drop(page, broken, {**wrong("同时传的.html")})
    expect(page.get_by_role("row", name="坏了.docx")).to_contain_text("无法读取")
    expect(page.get_by_role("row", name="同时传的.html")).to_contain_text("错误")
    page.goto("/desk/reports/files/?state=unreadable")
    expect(page.get_by_role("link", name="坏了.docx")).to_be_visible()


def test_an_empty_file_holds_up_none_of_the_others(signed_in: SignedIn) -> None:
    page = signed_in("jianguan")
    drop(page, {"name": "空的.docx", "mimeType": "application/zip", "buffer": b""}, wrong("一同传的.html"))
    expect(page.get_by_role("row", name="空的.docx")).to_contain_text("文件是空的")
    expect(page.get_by_role("row", name="一同传的.html")).to_contain_text("错误")


def test_what_was_typed_survives_the_end_of_a_session_and_a_second_click_does_nothing(
    signed_in: SignedIn,
) -> None:
    page = signed_in("jianguan")
    drop(page, wrong("要退回的.html"))
    page.get_by_role("link", name="要退回的.html").click()
    page.get_by_role("link", name="退回并附意见").click()
    page.get_by_label("退回意见").fill("写了十分钟的意见")
    kept = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="退回", exact=True).click()
    page.wait_for_url("**/accounts/login/**")
    page.context.add_cookies(kept)  # type: ignore[arg-type]
    page.goto(page.url.split("next=")[1])
    expect(page.get_by_label("退回意见")).to_have_value("写了十分钟的意见")
    expect(page.get_by_text("上次填写的内容没有送出，已经填回")).to_be_visible()
    page.get_by_role("button", name="退回", exact=True).dblclick()
    expect(page.get_by_text("已退回，报送机关会看到退回意见。")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("这一版现在是“已退回”")).to_be_visible()
