"""The fetcher: what it never asks for, where it lets itself be led, and what it makes of an answer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gongkai import outgoing
from gongkai.publication.checks import fetching
from gongkai.publication.checks.fetching import Answer, ask, refusal

INSIDE = [
    "http://localhost/", "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/",
    "http://10.0.0.5/a", "http://192.168.1.1/", "http://172.16.3.4/", "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/", "http://[fd00::1]/", "http://[fe80::1]/", "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://100.64.0.1/", "http://0.0.0.0/",
    "http://oa/", "http://oa.intranet/", "http://files.internal./", "http://printer.local/", "http://224.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_addresses_inside_are_refused_by_their_words(url: str) -> None:
    assert "内部网络" in refusal(url)


@pytest.mark.parametrize(
    "url",
    ["ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "javascript:alert(1)", "http:///x",
     "http://user:secret@example.com/", "http://example.com:22/", "http://example.com:99999/", "http://[bad/"],
)  # fmt: skip
def test_what_is_no_page_of_the_web_is_refused(url: str) -> None:
    assert refusal(url)


def test_public_ones_are_asked_for() -> None:
    for url in (
        "https://www.gov.cn/zhengce/",
        "http://example.com:8080/a?b=c",
        "https://8.8.8.8/",
        "http://例子.中国/",
    ):
        assert refusal(url) == ""


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:10.0.0.1", "169.254.169.254"])
def test_a_name_that_leads_inside_is_not_connected_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*args: object, **kwargs: object) -> socket.socket:
        raise AssertionError("connected")

    monkeypatch.setattr(socket, "create_connection", connect)
    answer = ask("http://looks-good.example.com/", resolve=lambda host, port: [address])
    assert (answer.alive, answer.refused) == (False, True)
    answer = ask("http://looks-good.example.com/", resolve=lambda host, port: ["8.8.8.8", address])
    assert answer.refused


Reply = bytes | None


@contextmanager
def outside(monkeypatch: pytest.MonkeyPatch, *replies: Reply) -> Iterator[list[str]]:
    """Addresses outside that lead to a server of ours, which answers the first connection with the first reply;
    what was asked for. None: nothing, and the line stays open."""
    heard: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))
    connect, open_lines = socket.create_connection, []

    def serve() -> None:
        for reply in replies:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            heard.append(line.recv(65536).decode("latin-1"))
            if reply is None:
                open_lines.append(line)
                continue
            line.sendall(reply)
            line.close()

    def redirected(address: tuple[str, int], timeout: float | None = None) -> socket.socket:
        assert address[0] == "8.8.8.8"
        return connect(listener.getsockname(), timeout=timeout)

    monkeypatch.setattr(socket, "create_connection", redirected)
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        for line in open_lines:
            line.close()
        listener.close()
        thread.join(timeout=5)


def reply(status: int, *, location: str = "", body: bytes = b"") -> bytes:
    where = f"Location: {location}\r\n" if location else ""
    return f"HTTP/1.1 {status} x\r\n{where}Content-Length: {len(body)}\r\n\r\n".encode() + body


def public(host: str, port: int) -> list[str]:
    return ["8.8.8.8"]


@pytest.mark.parametrize(
    ("status", "alive"),
    [(200, True), (204, True), (403, True), (405, True), (404, False), (410, False), (500, None), (503, None)],
)
def test_what_an_answer_means(status: int, alive: bool | None, monkeypatch: pytest.MonkeyPatch) -> None:
    with outside(monkeypatch, reply(status)) as heard:
        answer = ask("http://www.example.com/a?b=中", resolve=public, seconds=5)
    assert (answer.alive, answer.status) == (alive, status)
    assert heard[0].startswith("GET /a?b=%E4%B8%AD HTTP/1.1\r\nHost: www.example.com")
    assert "Cookie" not in heard[0]
    assert "Referer" not in heard[0]


def test_it_follows_where_it_is_led(monkeypatch: pytest.MonkeyPatch) -> None:
    with outside(monkeypatch, reply(301, location="/b"), reply(200)) as heard:
        assert ask("http://www.example.com/a", resolve=public, seconds=5).alive
    assert [one.split()[1] for one in heard] == ["/a", "/b"]


@pytest.mark.parametrize(
    "inside", ["http://127.0.0.1:80/", "http://10.0.0.1/", "http://oa/", "ftp://example.com/"]
)
def test_it_is_not_led_inside(inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with outside(monkeypatch, reply(302, location=inside)) as heard:
        answer = ask("http://www.example.com/", resolve=public, seconds=5)
    assert (answer.alive, answer.refused) == (False, True)
    assert len(heard) == 1


def test_it_is_not_led_to_a_name_that_lies_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["8.8.8.8"] if host == "www.example.com" else ["192.168.0.9"]

    with outside(monkeypatch, reply(302, location="http://inner.example.com/")):
        assert ask("http://www.example.com/", resolve=resolve, seconds=5).refused


def test_it_does_not_run_in_circles(monkeypatch: pytest.MonkeyPatch) -> None:
    with outside(monkeypatch, *[reply(302, location="/")] * 6) as heard:
        answer = ask("http://www.example.com/", resolve=public, seconds=5)
    assert (answer.alive, len(heard)) == (None, fetching.REDIRECTS + 1)


def test_a_big_answer_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with outside(monkeypatch, b"HTTP/1.1 200 x\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 1000):
        began = time.monotonic()
        assert ask("http://www.example.com/", resolve=public, seconds=5).alive
    assert time.monotonic() - began < 4


def test_silence_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    with outside(monkeypatch, None):
        began = time.monotonic()
        answer = ask("http://www.example.com/", resolve=public, seconds=0.4)
    assert answer.alive is None
    assert time.monotonic() - began < 4


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 x\r\n" + b"A: b\r\n" * 200 + b"\r\n"])
def test_nonsense_is_no_answer(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    with outside(monkeypatch, said):
        assert ask("http://www.example.com/", resolve=public, seconds=5).alive is None


def test_a_name_that_nobody_has() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror

    assert ask("http://nowhere.example.com/", resolve=resolve) == Answer(None, problem="域名无法解析")


@pytest.mark.parametrize("where", ["http://[x", "//[/", "http://a]b/"])
def test_being_led_to_what_is_no_address_breaks_nothing(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else one site would keep all others from being asked for, for ever."""
    led = outgoing.Answer(302, {"location": where})
    monkeypatch.setattr(outgoing, "ask", lambda url, **more: led)
    answer = ask("http://example.com/")
    assert (answer.alive is True, answer.problem != "") == (False, True)
