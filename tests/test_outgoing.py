"""Asking others: never inside, never for ever, never too much."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from gongkai import outgoing

HERE = frozenset({"127.0.0.1"})


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                try:
                    self.wfile.write(b"x")
                except OSError:
                    return
                time.sleep(0.05)
        elif self.path == "/dripping-head":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for n in range(100):
                try:
                    self.wfile.write(f"A{n}: b\r\n".encode())
                except OSError:
                    return
                time.sleep(0.05)
        elif self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/")
            self.end_headers()
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"{self.path} {self.headers['Host']}".encode().ljust(1000, b"."))

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.end_headers()
        self.wfile.write(data[::-1])

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_an_answer_with_its_headers_and_a_bounded_body(server: str) -> None:
    answer = outgoing.ask(f"{server}/通知 1?q=a b", inside=HERE, most=100)
    assert (answer.status, answer.whole, len(answer.body)) == (200, False, 100)
    assert answer.body.startswith(b"/%E9%80%9A%E7%9F%A5%201?q=a%20b 127.0.0.1")
    assert outgoing.ask(f"{server}/x", inside=HERE).whole


def test_what_is_posted_arrives(server: str) -> None:
    answer = outgoing.ask(server, method="POST", data=b"abc", inside=HERE)
    assert (answer.status, answer.body) == (201, b"cba")


def test_a_redirect_is_an_answer_and_not_followed(server: str) -> None:
    answer = outgoing.ask(f"{server}/away", inside=HERE)
    assert (answer.status, answer.headers["location"]) == (302, "http://10.0.0.1/")


@pytest.mark.parametrize("path", ["/slow", "/dripping-head"])
def test_an_answer_that_drips_is_cut_off(server: str, path: str) -> None:
    began = time.monotonic()
    with pytest.raises(outgoing.NotReached, match="及时"):
        outgoing.ask(f"{server}{path}", inside=HERE, timeout=0.3)
    assert time.monotonic() - began < 3


def test_a_handshake_that_never_comes_is_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with pytest.raises(outgoing.NotReached, match="及时"):
            outgoing.ask(f"https://127.0.0.1:{silent.getsockname()[1]}/", inside=HERE, timeout=0.3)
        assert time.monotonic() - began < 3


def test_of_an_answer_nobody_wants_only_the_head_is_read(server: str) -> None:
    answer = outgoing.ask(f"{server}/x", inside=HERE, most=0)
    assert (answer.status, answer.body, answer.whole) == (200, b"", False)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.1.2.3/", "http://192.168.0.1/", "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/",
        "http://[fe80::1]/", "http://[fd00::1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
        "http://100.64.0.1/", "http://2130706433/", "http://0x7f.1/", "http://224.0.0.1/", "https://127.0.0.1:9/",
    ],
)  # fmt: skip
def test_inside_nobody_is_asked(url: str) -> None:
    with pytest.raises(outgoing.Inside):
        outgoing.ask(url, timeout=2)


def test_a_name_with_one_address_inside_is_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: found)
    with pytest.raises(outgoing.Inside):
        outgoing.ask("http://two.example/")


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.rpartition(":")[2])
    asked: list[str] = []

    def once(host: str, *args: object, **more: object) -> list[object]:
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    answer = outgoing.ask(f"http://name.example:{port}/", inside={"name.example"})
    assert b"name.example" in answer.body
    assert asked.count("name.example") == 1


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "http:///x", "a.example", "http://a:b/"]
)
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(outgoing.NotReached):
        outgoing.ask(url)


@pytest.mark.parametrize(
    "address",
    ["fec0::1", "::127.0.0.1", "::7f00:1", "64:ff9b:1::7f00:1", "5f00::1", "100::1", "4000::1", "fe80::1%eth0",
     "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "ff02::1", "::", "not an address"],
)  # fmt: skip
def test_of_ipv6_only_what_was_given_out_is_public(address: str) -> None:
    assert not outgoing.public(address)


@pytest.mark.parametrize(
    "address", ["2400:3200::1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8", "8.8.8.8"]
)
def test_what_is_public_is_asked(address: str) -> None:
    assert outgoing.public(address)
