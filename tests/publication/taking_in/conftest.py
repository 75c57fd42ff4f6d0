"""A bureau whose old website is read, and another platform that pushes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from gongkai import outgoing
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.outgoing import Answer
from gongkai.publication.models import Source
from gongkai.publication.pushing import payload
from gongkai.publication.taking_in import receiving, sources
from gongkai.publication.taking_in.storing import Result
from tests.publication.conftest import AT

from .test_feeds import rss

ADDRESS = "https://old.example.cn/rss.xml"
PAGE = "https://old.example.cn/art/{n}.html"
TITLE = "关于调整临时救助标准的通知"


def entry(
    n: int = 1, title: str = TITLE, body: str = "自2026年4月1日起执行。", day: str = "Mon, 09 Mar 2026"
) -> str:
    return (
        f"<item><title>{title}</title><link>{PAGE.format(n=n)}</link><description>{body}</description>"
        f"<pubDate>{day} 09:00:00 +0800</pubDate></item>"
    )


class Site:
    """The other side: what it answers, and what it was asked."""

    def __init__(self) -> None:
        self.answer: Callable[[], Answer] = lambda: Answer(200, {"etag": '"1"'}, rss(entry()))
        self.asked: list[dict[str, str]] = []

    def has(self, *entries: str) -> None:
        self.answer = lambda: Answer(200, {}, rss(*entries))

    def ask(self, url: str, *, headers: dict[str, str], **more: object) -> Answer:
        self.asked.append(headers)
        return self.answer()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    site = Site()
    monkeypatch.setattr(outgoing, "ask", site.ask)
    return site


@pytest.fixture
def feed(head: Person, bureau: Agency) -> Source:
    return sources.add(head, bureau, kind="feed", name="区民政局旧网站", address=ADDRESS, at=AT)[0]


@pytest.fixture
def signed(head: Person, bureau: Agency) -> Source:
    return sources.add(head, bureau, kind="signed", name="市政务公开平台", at=AT)[0]


def told(**changed: Any) -> dict[str, Any]:
    return {
        "id": 7, "title": TITLE, "document_number": "示民发〔2026〕9号", "made_on": "2026-03-08", "genre": "通知",
        "first_public_on": "2026-03-09", "page": PAGE.format(n=7), "body": "<p>自2026年4月1日起执行。</p>",
        **changed,
    }  # fmt: skip


def push(source: Source, event: dict[str, Any], *, at: datetime, now: datetime | None = None) -> Result:
    data = json.dumps(event, ensure_ascii=False).encode()
    headers = payload.headers(source.secret, data, delivery="1", at=at)
    return receiving.receive(source.pk, headers, data, at=now or at)


def published(source: Source, *, at: datetime, **changed: Any) -> Result:
    return push(source, {"event": "publish", "item": told(**changed)}, at=at)
