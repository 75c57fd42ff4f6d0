"""The editor of a body in a real browser: under the content security policy, by keyboard, with what Word pastes.

The fixture ``page`` fails a test on any complaint of the browser, refused script or style included.
"""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from .conftest import Office, SignedIn

pytestmark = pytest.mark.e2e

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{margin:0}</style></head><body>
<p class=MsoNormal style='text-indent:32pt;mso-char-indent-count:2'><span style='font-size:16pt;font-family:仿宋'>各街道：<o:p></o:p></span></p>
<p class=MsoNormal><b><span style='color:red'>一、总体要求</span></b><span style='display:none'>藏</span></p>
<table class=MsoTableGrid border=1><tr><td rowspan=2 style='width:100pt'><p class=MsoNormal>对象</p></td>
<td colspan=2><p class=MsoNormal align=center>标准</p></td></tr><tr><td><p>前</p></td><td><p>后</p></td></tr></table>
</body></html>"""  # noqa: E501 - as Word has it


@pytest.fixture
def edited(signed_in: SignedIn) -> Page:
    """A new draft with its sheet open."""
    page = signed_in("jingban")
    page.goto("/desk/publication/new/")
    page.get_by_label("标题").fill("关于试验正文编辑的通知")
    page.get_by_role("button", name="建立草稿").click()
    page.wait_for_url("**/edit/")
    return page


def text_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="正文", exact=False).and_(page.locator("#id_body-rich"))


def paste(page: Page, html: str) -> None:
    page.evaluate(
        """([id, html]) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            const box = document.getElementById(id);
            box.focus();
            const event = { clipboardData: data, bubbles: true, cancelable: true };
            box.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        ["id_body-rich", html],
    )


def sent(page: Page) -> str:
    return page.locator("#id_body").input_value()


def saved(page: Page) -> str:
    """What the server has after saving."""
    page.get_by_role("button", name="保存，接着填").click()
    page.wait_for_load_state()
    return sent(page)


def test_typing_headings_and_emphasis(edited: Page) -> None:
    page = edited
    box = text_box(page)
    expect(box).to_be_visible()
    expect(page.locator("#id_body")).to_be_hidden()
    box.click()
    page.keyboard.type("一、背景")
    page.get_by_label("段落样式").select_option("2")
    page.keyboard.press("Enter")
    page.keyboard.type("第一段")
    page.keyboard.press("Control+B")
    page.keyboard.type("重点")
    page.keyboard.press("Control+B")
    page.keyboard.press("Enter")
    page.keyboard.type("示范区民政局")
    page.get_by_role("button", name="居右").click()
    assert saved(page) == (
        '<h2>一、背景</h2>\n<p>第一段<strong>重点</strong></p>\n<p class="right">示范区民政局</p>'
    )
    expect(text_box(page).locator("p.right")).to_have_text("示范区民政局")


def test_what_word_pastes(edited: Page) -> None:
    page = edited
    text_box(page).click()
    paste(page, WORD)
    assert "藏" not in sent(page)
    assert "mso" not in sent(page).lower()
    assert saved(page) == (
        "<p>各街道：</p>\n<p><strong>一、总体要求</strong></p>\n"
        '<table><tbody><tr><td rowspan="2">对象</td><td colspan="2" class="center">标准</td></tr>\n'
        "<tr><td>前</td><td>后</td></tr></tbody></table>"
    )


def test_a_table_by_keyboard(edited: Page) -> None:
    page = edited
    text_box(page).click()
    page.keyboard.press("Alt+F10")
    expect(page.get_by_label("段落样式")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="表格", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("行数（含表头）").fill("2")
    page.get_by_label("列数").fill("2")
    page.keyboard.press("Enter")
    expect(text_box(page)).to_be_focused()
    page.keyboard.type("项")
    page.keyboard.press("Tab")
    page.keyboard.type("数")
    page.keyboard.press("Tab")
    page.keyboard.type("甲")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.get_by_role("button", name="下方加行").click()
    page.get_by_role("button", name="表题").click()
    page.get_by_label("表题（留空为没有）").fill("标准表")
    page.keyboard.press("Enter")
    assert saved(page) == (
        "<table><caption>标准表</caption><thead><tr><th>项</th><th>数</th></tr></thead><tbody>"
        "<tr><td>甲</td><td>1</td></tr>\n<tr><td></td><td></td></tr></tbody></table>"
    )
    expect(text_box(page).locator("caption")).to_have_text("标准表")


def test_cells_are_merged_and_split(edited: Page) -> None:
    page = edited
    text_box(page).click()
    paste(page, "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>")
    cells = text_box(page).locator("td")
    cells.nth(0).click()
    cells.nth(1).click(modifiers=["Shift"])
    page.get_by_role("button", name="合并单元格").click()
    assert 'colspan="2"' in sent(page)
    page.get_by_role("button", name="拆分单元格").click()
    assert 'colspan="2"' not in sent(page)


def test_esc_and_tab_leave_a_table(edited: Page) -> None:
    page = edited
    text_box(page).click()
    paste(page, "<table><tr><td>甲</td><td>乙</td></tr></table>")
    text_box(page).locator("td").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.rich-text')") is None


def test_links_and_lists(edited: Page) -> None:
    page = edited
    text_box(page).click()
    page.get_by_role("button", name="编号", exact=True).click()
    page.keyboard.type("见")
    page.get_by_role("button", name="链接").click()
    page.get_by_label("网址（留空为取消链接）").fill("https://www.gov.cn/a?utm_source=x")
    page.keyboard.press("Enter")
    assert saved(page) == (
        '<ol><li>见<a href="https://www.gov.cn/a">https://www.gov.cn/a?utm_source=x</a></li></ol>'
    )


def test_a_picture_among_the_attachments(edited: Page, tmp_path: Path) -> None:
    page = edited
    out = io.BytesIO()
    Image.new("RGB", (60, 30), "#0b4f9c").save(out, "PNG")
    files: FilePayload = {"name": "流程图.png", "mimeType": "image/png", "buffer": out.getvalue()}
    page.get_by_label("添加附件").set_input_files([files])
    page.get_by_role("button", name="保存，接着填").click()
    page.wait_for_load_state()
    text_box(page).click()
    page.get_by_role("button", name="图片").click()
    page.get_by_label("图片说明（读屏软件朗读）").fill("办理流程")
    page.keyboard.press("Enter")
    found = saved(page)
    assert 'alt="办理流程"' in found
    assert 'src="/items/' in found
    shown = text_box(page).locator("img[alt=办理流程]")
    expect(shown).to_be_visible()
    assert page.wait_for_function("document.querySelector('#id_body-rich img[alt=办理流程]').naturalWidth === 60")


def test_what_was_there_stays_as_it_was(edited: Page) -> None:
    """Opening and saving a body changes nothing in it."""
    page = edited
    body = (
        "<h2>甲</h2>\n<p>H<sub>2</sub>O<br>m<sup>2</sup> <u>线</u></p>\n"
        '<ol start="3"><li>丙<ul><li>丁</li></ul></li></ol>\n<blockquote><p>引</p></blockquote>\n'
        '<table><caption>表</caption><thead><tr><th rowspan="2" scope="col">项</th>'
        '<th colspan="2">数</th></tr>\n<tr><th>一</th><th>二</th></tr></thead><tbody><tr><td>甲</td>'
        '<td class="right">1</td><td><p>2</p>\n<p>3</p></td></tr></tbody></table>\n<p class="center">中</p>'
    )
    page.get_by_role("button", name="改用文本框").click()
    page.locator("#id_body").fill(body)
    page.get_by_role("button", name="改用编辑器").click()
    assert saved(page) == body
    text_box(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("。")
    assert saved(page) == body.removesuffix("</p>") + "。</p>"


def test_without_script_lines_are_paragraphs(browser: Browser, office: Office, edited: Page) -> None:
    context = browser.new_context(
        base_url=office.address,
        locale="zh-CN",
        java_script_enabled=False,
        storage_state=edited.context.storage_state(),
    )
    page = context.new_page()
    page.goto(edited.url)
    page.locator("#id_body").fill("第一段\n\n第二段")
    page.get_by_role("button", name="保存，接着填").click()
    assert page.locator("#id_body").input_value() == "<p>第一段</p>\n<p>第二段</p>"
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_accessible_and_fits(edited: Page, width: int) -> None:
    page = edited
    page.set_viewport_size({"width": width, "height": 900})
    text_box(page).click()
    paste(page, "<table><tr><th>项</th><th>数</th></tr><tr><td>甲</td><td>1</td></tr></table><p>文</p>")
    text_box(page).locator("td").first.click()
    found = Axe().run(page, context=".rich")
    assert json.dumps([one["id"] for one in found["violations"]]) == "[]"
    wide = page.evaluate(
        "w => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > w + 1)"
        ".map(e => e.outerHTML.slice(0, 80))",
        width,
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert base64.b64encode(page.screenshot())
