"""The gateway in every mood; and settings that do not fit together, without their secrets."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from pytest_django import Settings

from gongkai.errors import Misconfigured
from gongkai.notices import gateway
from gongkai.notices.fates import FateUnknown, NotSent, Rejected

from .fake_gateway import FakeGateway, running

NUMBER, TEXT, ID = "13805331234", '编号"X"&y=1 {token}\\', "0123abcd"
TOKEN = "s3cret-token"


@pytest.fixture
def fake(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGateway]:
    monkeypatch.setattr(gateway, "TIMEOUT", 0.5)
    with running() as made:
        settings.GONGKAI_TEXT_URL = made.url
        settings.GONGKAI_TEXT_TOKEN = TOKEN
        settings.GONGKAI_TEXT_SUCCESS = "code=0"
        yield made


def send() -> None:
    gateway.from_settings().send(NUMBER, TEXT, ID)


def test_it_posts_json_with_the_token_in_its_header(fake: FakeGateway) -> None:
    send()
    (asked,) = fake.asked
    assert asked.path == "/sms/send?v=1"
    assert asked.headers["Authorization"] == f"Bearer {TOKEN}"
    assert json.loads(asked.body) == {"mobile": NUMBER, "content": TEXT, "id": ID}


def test_it_posts_a_form_as_deep_as_it_is_told(fake: FakeGateway, settings: Settings) -> None:
    settings.GONGKAI_TEXT_AS = "form"
    settings.GONGKAI_TEXT_BODY = '{"to": "86{number}", "msg": "【局】{text}", "key": "{token}", "flag": 1}'
    send()
    assert parse_qs(fake.asked[0].body) == {
        "to": [f"86{NUMBER}"], "msg": [f"【局】{TEXT}"], "key": [TOKEN], "flag": ["1"],
    }  # fmt: skip


def test_a_list_of_messages_in_the_body(fake: FakeGateway, settings: Settings) -> None:
    settings.GONGKAI_TEXT_BODY = '{"messages": [{"to": ["{number}"], "text": "{text}", "n": 1}]}'
    settings.GONGKAI_TEXT_SUCCESS = "result.0.state=(OK|SUCCESS)"
    fake.answer = b'{"result": [{"state": "OK"}]}'
    send()
    assert json.loads(fake.asked[0].body)["messages"] == [{"to": [NUMBER], "text": TEXT, "n": 1}]


def test_without_a_rule_the_status_says_all(fake: FakeGateway, settings: Settings) -> None:
    settings.GONGKAI_TEXT_SUCCESS = ""
    fake.status, fake.answer = 202, b"whatever"
    send()


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (400, Rejected, "400"),
        (401, Rejected, "401"),
        (404, Rejected, "404"),
        (408, NotSent, "408"),
        (429, NotSent, "429"),
        (503, NotSent, "503"),
        (500, FateUnknown, "500"),
        (502, FateUnknown, "502"),
        (301, Rejected, "没有跟随"),
        (307, Rejected, "没有跟随"),
    ],
)
def test_what_each_status_means(status: int, kind: type[Exception], said: str, fake: FakeGateway) -> None:
    fake.status = status
    fake.headers = {"Location": fake.url} if 300 <= status < 400 else {}
    with pytest.raises(kind, match=said):
        send()
    assert len(fake.asked) == 1


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (b'{"code": "1017"}', Rejected, "1017"),
        (b'{"code": 0}', None, ""),
        (b'{"code": "13805331234 is in arrears, dear <b>"}', Rejected, "没有给出代码"),
        (b"<html>busy</html>", FateUnknown, "看不懂"),
        (b'{"state": "ok"}', FateUnknown, "看不懂"),
        (b"[" * 40_000, FateUnknown, "看不懂"),
        (b'{"code": "0"' + b" " * 200_000 + b"}", FateUnknown, "看不懂"),
        (b"\xff\xfe\x00", FateUnknown, "看不懂"),
        (b"", FateUnknown, "看不懂"),
    ],
    ids=["refused", "a number", "chatty", "a page", "without it", "deep", "endless", "noise", "nothing"],
)
def test_what_the_answer_means(answer: bytes, kind: type[Exception] | None, said: str, fake: FakeGateway) -> None:
    fake.answer = answer
    if kind is None:
        send()
        return
    with pytest.raises(kind, match=said) as caught:
        send()
    assert NUMBER not in str(caught.value)


@pytest.mark.parametrize("mood", ["hangs", "drops"])
def test_cut_off_in_the_middle_nobody_knows(mood: str, fake: FakeGateway) -> None:
    setattr(fake, mood, 2 if mood == "hangs" else True)
    with pytest.raises(FateUnknown, match="中断"):
        gateway.Gateway(fake.url, {"n": "{number}"}, timeout=0.3).send(NUMBER, TEXT, ID)


def test_nobody_listens_and_nothing_left(fake: FakeGateway, settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.GONGKAI_TEXT_URL = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(NotSent, match="连不上"):
            send()


def test_no_encryption_where_it_was_promised(fake: FakeGateway, settings: Settings) -> None:
    """TLS fails before anything was said."""
    settings.GONGKAI_TEXT_URL = fake.url.replace("http://", "https://")
    with pytest.raises(NotSent, match="连不上"):
        send()
    assert fake.asked == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("URL", "http://sms.example.cn/send", "明文"),
        ("URL", "sms.example.cn", "https://"),
        ("URL", "https://user:pw@sms.example.cn/", "GONGKAI_TEXT_TOKEN"),
        ("URL", "https://sms.example.cn:99999/", "网址"),
        ("URL", "ftp://sms.example.cn/", "https://"),
        ("BODY", "mobile={number}", "JSON"),
        ("BODY", '["{number}", "{text}"]', "JSON"),
        ("BODY", '{"m": "{number}"}', "{text}"),
        ("BODY", '{"m": "{number}", "t": "{text}", "s": "{sign}"}', "{token}"),
        ("AS", "xml", "json"),
        ("HEADER", "X-Key {token}", "Authorization"),
        ("HEADER", "X-Key: {token}\r\nHost: other", "Authorization"),
        ("SUCCESS", "code", "正则"),
        ("SUCCESS", "code=(", "正则"),
    ],
)
def test_settings_that_do_not_fit(name: str, value: str, said: str, fake: FakeGateway, settings: Settings) -> None:
    setattr(settings, f"GONGKAI_TEXT_{name}", value)
    with pytest.raises(Misconfigured, match=said.replace("{", r"\{")) as caught:
        gateway.from_settings()
    assert TOKEN not in str(caught.value)


def test_in_the_clear_in_the_demonstration_only(settings: Settings) -> None:
    settings.GONGKAI_TEXT_URL = "http://sms.example.cn/send"
    settings.GONGKAI_DEMO = True
    assert gateway.from_settings().url == "http://sms.example.cn/send"


def test_a_gateway_does_not_show_its_secret(fake: FakeGateway) -> None:
    assert TOKEN not in repr(gateway.from_settings())
