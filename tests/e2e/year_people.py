"""Who lives through the year: the office at its desks, what stands above it, and citizens at home."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import PATIENCE, Office, sign_in_at
from .year_time import Clock

HOUSING = "示范区住房和城乡建设局"


class Year:
    """An installation, its day, and everybody's browser; each signs in once and stays."""

    def __init__(self, browser: Browser, office: Office, clock: Clock) -> None:
        self.browser, self.office, self.clock = browser, office, clock
        self.complaints: list[str] = []
        self._desks: dict[str, Page] = {}

    def on(self, year: int, month: int, day: int) -> date:
        """It is that day now."""
        self.clock.turn_to(date(year, month, day))
        return date(year, month, day)

    @property
    def clerk(self) -> Page:
        return self.desk("jingban")

    @property
    def second(self) -> Page:
        return self.desk("jingban2")

    @property
    def reviewer(self) -> Page:
        return self.desk("shenhe")

    @property
    def head(self) -> Page:
        return self.desk("fuze")

    @property
    def supervisor(self) -> Page:
        return self.desk("jianguan")

    def desk(self, username: str) -> Page:
        if username not in self._desks:
            page = self._page()
            sign_in_at(page, username)
            self._desks[username] = page
        return self._desks[username]

    @contextmanager
    def citizen(self) -> Iterator[Page]:
        page = self._page()
        yield page
        page.context.close()

    def end(self) -> None:
        for page in self._desks.values():
            page.context.close()

    def _page(self) -> Page:
        context = self.browser.new_context(base_url=self.office.address, locale="zh-CN",
                                           viewport={"width": 1280, "height": 900})  # fmt: skip
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page


def press(page: Page, name: str, says: str = "") -> None:
    """This button; then the page says so (its name, if nothing else is given)."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".messages")).to_contain_text(says or name)


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.click()


def choose(field: Locator, containing: str) -> None:
    """The option that has these words in it."""
    field.select_option(label=field.locator("option", has_text=containing).first.inner_text())
