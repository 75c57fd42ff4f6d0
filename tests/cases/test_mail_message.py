"""Mail made to keep the reader busy: minutes of time, gigabytes of memory, text that no page can show."""

from __future__ import annotations

import time

import pytest

from gongkai.cases import mail_message
from gongkai.cases.mail_message import TooMuch

END = b"\r\n\r\nwords"


def many(part: bytes, times: int) -> bytes:
    return b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * times + b"--b--\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"From: " + b"a," * 100_000 + END,
        b"From: " + b'"a" ' * 20_000 + b"<x@example.cn>" + END,
        b"Subject: " + b"=?utf-8?b?YQ==?= " * 20_000 + END,
        b"References: " + b"<a@example.cn> " * 100_000 + END,
        b"Content-Type: text/plain; " + b"; ".join(b"x%d=a" % n for n in range(5000)) + END,
        b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"b" * 200_000,
        many(b"--b\r\nContent-Type: text/plain; " + b"x=y; " * 1000 + b"\r\n\r\nx\r\n", 100),
    ],
    ids=["addresses", "names", "encoded words", "references", "parameters", "punycode", "parts"],
)
def test_nothing_in_a_message_decides_how_long_it_is_looked_at(raw: bytes) -> None:
    began = time.process_time()
    mail_message.read(raw)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "raw",
    [
        many(b"--b\r\n\r\nx\r\n", 10_000),
        b"".join(b"Content-Type: MultiPart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(100)),
        b"\n" * 2_000_000,
    ],
    ids=["parts", "nested", "lines"],
)
def test_what_has_too_many_pieces_is_not_taken_apart(raw: bytes) -> None:
    with pytest.raises(TooMuch):
        mail_message.read(raw)


def test_half_a_character_becomes_a_mark() -> None:
    raw = b"Content-Type: text/plain; charset=unicode_escape\r\n\r\nbefore \\ud800 after"
    found = mail_message.read(raw).text
    assert found == "before ? after"
    assert found.encode()


def test_an_honest_message_with_a_long_name_is_read_as_before() -> None:
    name = "某某区老旧小区改造工程招标文件及附件" * 3
    raw = f"From: 张三 <a@example.cn>\r\nSubject: {name}\r\nReferences: <a@x> <b@x>".encode() + END
    found = mail_message.read(raw)
    assert (found.sender, found.address, found.subject) == ("张三", "a@example.cn", name)
    assert found.answers == ("<a@x>", "<b@x>")
