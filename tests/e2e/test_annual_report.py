"""The year's report through the pages: compiled, signed, reviewed, published; then read back cell by cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gongkai.readers import read
from gongkai.statute.form.plain import tables

from .conftest import Office, SignedIn, run
from .test_desk_reports import accept_and_publish, figures_on_the_portal, typed
from .year_reported import fetched

pytestmark = pytest.mark.e2e
EXPECTED = Path(__file__).parents[1] / "annual" / "expected.json"
HOUSING = "示范区住房和城乡建设局"
TABLES = ("table2", "table3", "table4")


def test_compiled_signed_published_and_read_back(office: Office, signed_in: SignedIn) -> None:
    run(office.home, "-m", "tests.annual.laid", HOUSING)
    page = signed_in("jingban")
    page.goto("/desk/reports/?year=2024")
    page.get_by_role("link", name="由记录编制").click()
    figures = typed(EXPECTED)
    # A figure with a note is marked.
    shown = [text.strip("※ \n") for text in page.locator(".tables td .fig").all_inner_texts()]
    assert shown == figures
    page.locator("#c-3-3\\.1-natural a").click()
    expect(page.get_by_text("〔2024〕1号")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="开始编制").click()
    review = page.url
    page.get_by_role("link", name="送签", exact=True).click()
    page.get_by_role("button", name="送签").click()
    expect(page.get_by_text("已送签。")).to_be_visible()
    page.context.clear_cookies()
    _signs(signed_in("fuze"), review)
    page.context.clear_cookies()
    above = signed_in("jianguan")
    above.goto(review)
    accept_and_publish(above)
    above.get_by_role("link", name="门户页面").click()
    assert figures_on_the_portal(above) == figures
    known = json.loads(EXPECTED.read_text("utf-8"))
    # The page itself, as somebody saves it, and what can be fetched from it.
    files = {"page.html": above.request.get(above.url).body()}
    files |= {f"年报.{format}": fetched(above, format) for format in ("docx", "pdf", "html")}
    for name, data in files.items():
        reading = read(data, name)
        assert {n: tables(reading.report)[n] for n in TABLES} == {n: known[n] for n in TABLES}, name


def _signs(page: Page, review: str) -> None:
    page.goto(review)
    page.get_by_role("link", name="签发并报送").click()
    page.get_by_label("签发人").fill("王某")
    page.get_by_role("button", name="签发并报送").click()
    expect(page.get_by_text("已签发并报送。")).to_be_visible()
