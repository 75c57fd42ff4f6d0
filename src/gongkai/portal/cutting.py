"""Long lists of items, cut: fifty a page, and a total only as far as anybody counts.

Counting a million rows takes longer than showing fifty; so the total stops at ``MOST``, and pages go as deep as
that. What lies deeper is found by a filter, and all of it by the site map.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from gongkai.ui.pages import PAGE_SIZE

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Cut:
    """One page. ``total`` is exact below ``MOST``; ``many``: there are at least so many."""

    things: tuple[Any, ...]
    number: int
    total: int
    many: bool
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def cut(
    request: HttpRequest, found: QuerySet[Any], size: int = PAGE_SIZE,
    first: Callable[[], list[Any]] | None = None, counted: tuple[int, bool] | None = None,
) -> Cut:  # fmt: skip
    """The page that the address asks for; one that is not there shows the nearest. ``first``: the first page,
    where it is asked for so often that it was prepared; ``counted``: what ``few`` would give."""
    total, many = counted or few(found)
    number = min(page_number(request), max(1, -(-total // size)))
    things = first() if first is not None and number == 1 else found[(number - 1) * size : number * size]
    return Cut(tuple(things), number, total, many, size)


def few(found: QuerySet[Any], most: int = MOST) -> tuple[int, bool]:
    """How many, counted up to ``most``; whether that is where counting stopped."""
    return capped(found.order_by()[: most + 1].count(), most)


def capped(count: int, most: int = MOST) -> tuple[int, bool]:
    """The same of what was counted already, up to one more than ``most``."""
    return min(count, most), count > most


def page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1
