"""Feeds as others send them: read without trust."""

from __future__ import annotations

import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import Unreadable
from gongkai.publication.taking_in import feeds, links
from tests.district import SHANGHAI

BASE = "https://old.example.cn/rss.xml"
HEAD = '<?xml version="1.0" encoding="utf-8"?>'


def rss(*items: str) -> bytes:
    channel = "<title>旧网站</title><link>https://old.example.cn/</link>"
    return f'{HEAD}<rss version="2.0"><channel>{channel}{"".join(items)}</channel></rss>'.encode()


ONE = (
    "<item><title>关于低保的通知</title><link>/art/1.html</link><guid>n-1</guid>"
    "<description>&lt;p&gt;现通知如下。&lt;/p&gt;</description>"
    "<pubDate>Mon, 16 Mar 2026 09:00:00 +0800</pubDate></item>"
)
ATOM = f"""{HEAD}<feed xmlns="http://www.w3.org/2005/Atom"><title>旧网站</title>
<entry><id>urn:1</id><title type="html">通知&lt;b&gt;一&lt;/b&gt;</title><link rel="edit" href="/edit/1"/>
<link href="https://old.example.cn/1"/>
<content type="text">a &lt; b</content><updated>2026-03-16T01:00:00Z</updated>
</entry></feed>""".encode()


def test_rss_with_a_link_without_host() -> None:
    (one,) = feeds.entries(rss(ONE), base=BASE)
    assert (one.external, one.title, one.address) == ("n-1", "关于低保的通知", "https://old.example.cn/art/1.html")
    assert one.body == "<p>现通知如下。</p>"
    assert one.said_at == datetime(2026, 3, 16, 9, 0, tzinfo=SHANGHAI)


def test_what_is_enclosed_is_known_by_its_address() -> None:
    pdf = '<enclosure url="/files/%E9%80%9A%E7%9F%A5.pdf" length="9" type="application/pdf"/>'
    odd = '<enclosure url=""/><enclosure url="javascript:alert(1)"/><enclosure/>'
    (one,) = feeds.entries(rss(ONE.replace("</item>", f"{pdf}{pdf}{odd}</item>")), base=BASE)
    assert one.files == ("https://old.example.cn/files/%E9%80%9A%E7%9F%A5.pdf",)
    assert links.name(one.files[0]) == "通知.pdf"
    link = b'<link rel="enclosure" href="https://old.example.cn/a.xlsx"/>'
    (other,) = feeds.entries(ATOM.replace(b"<content", link + b"<content"), base=BASE)
    assert (other.address, other.files) == ("https://old.example.cn/1", ("https://old.example.cn/a.xlsx",))


@pytest.mark.parametrize(
    ("address", "words"), [("https://a.cn/", ""), ("https://[", ""), ("https://a.cn/x?y", "x")]
)
def test_a_file_is_called_by_the_end_of_its_address(address: str, words: str) -> None:
    assert links.name(address) == words


def test_the_whole_text_goes_before_the_extract() -> None:
    whole = (
        '<item xmlns:c="http://purl.org/rss/1.0/modules/content/"><title>题</title><link>https://a.cn/1</link>'
        "<description>摘要</description><c:encoded><![CDATA[<p>全文</p>]]></c:encoded></item>"
    )
    (one,) = feeds.entries(rss(whole), base=BASE)
    assert (one.body, one.external) == ("<p>全文</p>", "https://a.cn/1")


def test_atom_takes_the_link_of_the_entry_and_says_what_its_text_is() -> None:
    (one,) = feeds.entries(ATOM, base=BASE)
    assert (one.external, one.address) == ("urn:1", "https://old.example.cn/1")
    assert one.body == "a &lt; b"
    assert one.said_at is not None
    assert one.said_at.isoformat() == "2026-03-16T01:00:00+00:00"


def test_another_encoding_is_read() -> None:
    data = rss(ONE).decode().replace("utf-8", "gb18030").encode("gb18030")
    assert feeds.entries(data, base=BASE)[0].title == "关于低保的通知"


def test_no_entity_and_no_file_is_read() -> None:
    bad = f'{HEAD}<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title>'
    with pytest.raises(Unreadable, match="文档类型"):
        feeds.entries(f"{bad}</item></channel></rss>".encode(), base=BASE)


@pytest.mark.parametrize("data", [b"", b"<html><body>404</body></html>", b"\x00\x01", b"<rss><channel>", b"{}"])
def test_what_is_no_feed_says_so(data: bytes) -> None:
    with pytest.raises(Unreadable, match="订阅"):
        feeds.entries(data, base=BASE)


def test_no_more_than_so_many() -> None:
    assert len(feeds.entries(rss(*[ONE] * (feeds.MOST + 5)), base=BASE)) == feeds.MOST


@pytest.mark.parametrize(
    "day", ["", "昨天", "99/99/9999", "2026-13-45", "Mon, 01 Jan 99999999999999999999 00:00:00 +0000"]
)
def test_a_day_that_cannot_be_read_is_none(day: str) -> None:
    (one,) = feeds.entries(rss(f"<item><title>题</title><pubDate>{day}</pubDate></item>"), base=BASE)
    assert one.said_at is None


@pytest.mark.parametrize(
    ("href", "whole"),
    [
        ("/1", "https://a.cn/1"),
        ("javascript:x", ""),
        ("http://[", ""),
        ("//b.cn/x", "https://b.cn/x"),
        ("file:///x", ""),
    ],
)
def test_only_addresses_of_the_web(href: str, whole: str) -> None:
    assert links.joined("https://a.cn/list/", href) == whole


@given(st.text(max_size=60))
def test_whatever_stands_for_a_link_breaks_nothing(href: str) -> None:
    assert links.joined("https://a.cn/", href).startswith(("http://", "https://")) or not links.joined(
        "https://a.cn/", href
    )


@pytest.mark.parametrize("opened", ["<a href=", "<img ", '<a href="', "<a "])
def test_what_is_never_closed_costs_no_more_than_its_length(opened: str) -> None:
    """A feed of five megabytes of it would keep the worker for days."""
    began = time.process_time()
    links.whole(opened * 40_000, BASE)
    assert time.process_time() - began < 2


def test_links_of_every_form_are_made_whole() -> None:
    html = "<a class='x' HREF='/1'>甲</a><a href = \"2.html\" title=y>乙</a>"
    assert links.whole(html, BASE) == (
        "<a class='x' HREF=\"https://old.example.cn/1\">甲</a>"
        '<a href = "https://old.example.cn/2.html" title=y>乙</a>'
    )
