"""Fifty a page: a list cut by the ``page`` in the address; a page that is not there shows the nearest one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


def page_of(request: HttpRequest, things: QuerySet[Any] | Sequence[Any], size: int = PAGE_SIZE) -> Page[Any]:
    return Paginator(things, size).get_page(request.GET.get("page"))
