"""The pages under 公开, in their order; each part of the capability adds its own line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from .access import Asking


@dataclass(frozen=True, slots=True)
class Section:
    """Shown to whoever may do ``verb`` somewhere; ``stem`` is what its addresses begin with beside its own."""

    title: str
    url_name: str
    verb: str


SECTIONS = (
    Section("信息", "desk:items", "items.view"),
    Section("目录和指南", "desk:columns", "columns.view"),
    Section("检查", "desk:checks", "items.view"),
    Section("留言", "desk:doors", "doors.view"),
    Section("年度重点", "desk:topics", "items.view"),
    Section("渠道对接", "desk:outlets", "columns.view"),
)


def sections(asking: Asking, path: str) -> Iterator[tuple[str, str, bool]]:
    """Title, address, and whether the page lies there: the longest address that fits is the current one."""
    shown = [(one, reverse(one.url_name)) for one in SECTIONS if asking.may_somewhere(one.verb)]
    fitting = [address for _, address in shown if path.startswith(address)]
    here = max(fitting, key=len, default="")
    for one, address in shown:
        yield one.title, address, address == here
