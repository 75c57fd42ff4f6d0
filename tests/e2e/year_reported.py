"""January of the next year: what was decided is counted, the report compiled, signed, accepted and published."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import PATIENCE, run
from .test_desk_reports import accept_and_publish
from .year_people import Year, choose, follow, press

COUNTS = {"行政许可": "128", "行政处罚": "6", "行政强制": "0", "行政事业性收费": "3.5"}
SECOND = 1_000


def counted(year: Year) -> None:
    year.on(2026, 1, 5)
    clerk = year.clerk
    for what, number in COUNTS.items():
        clerk.goto("/desk/columns/")
        clerk.get_by_role("link", name="数量", exact=True).first.click()
        clerk.get_by_role("navigation", name="年度").get_by_role("link", name="2025").click()
        follow(clerk, "登记数量")
        expect(clerk.get_by_label("年度", exact=True)).to_have_value("2025")
        choose(clerk.get_by_label("项目"), what)
        clerk.get_by_label("数量", exact=True).fill(number)
        press(clerk, "登记", "已登记")


def signed(year: Year) -> str:
    """Made by the clerk and signed by the head; its address for whoever is above."""
    year.on(2026, 1, 12)
    clerk, head = year.clerk, year.head
    _draft(year)
    report = clerk.url
    clerk.get_by_role("link", name="送签", exact=True).click()
    press(clerk, "送签", "已送签。")
    year.on(2026, 1, 15)
    head.goto(report)
    follow(head, "签发并报送")
    head.get_by_label("签发人").fill("王某")
    press(head, "签发并报送", "已签发并报送。")
    return report


def _draft(year: Year) -> None:
    """What the timer opened since 1 January; it may have been before something was counted."""
    run(year.office.home, "-m", "gongkai.cli", "tick", clock=year.clock)
    clerk = year.clerk
    opened = clerk.get_by_role("link", name="继续编制")
    for _ in range(PATIENCE // SECOND):
        clerk.goto("/desk/reports/?year=2025")
        if opened.count():
            break
        # The background process had begun it before us.
        clerk.wait_for_timeout(SECOND)
    opened.click()
    press(clerk, "重新编制", "已按现在的记录重新编制")


def opens_onto(year: Year, agency: int, cell: str, case: str) -> None:
    """The figure leads to this case."""
    clerk = year.clerk
    clerk.goto(f"/desk/reports/{agency}/2025/compile/")
    clerk.locator(f'[id="{cell}"] a').click()
    expect(clerk.locator(f'main a[href="{case}"]')).to_be_visible()


def published(year: Year, report: str) -> Page:
    """The page on the portal."""
    year.on(2026, 1, 20)
    above = year.supervisor
    above.goto(report)
    accept_and_publish(above)
    above.get_by_role("link", name="门户页面").click()
    return above


def fetched(page: Page, format: str) -> bytes:
    """The file that the page offers in this format."""
    address = page.locator(f'a[href$="{format}"]').first.get_attribute("href")
    assert address is not None
    answer = page.request.get(address)
    assert answer.ok, (format, answer.status)
    return answer.body()
