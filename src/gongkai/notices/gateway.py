"""A text-message gateway over HTTPS: one POST a message, as its settings say.

A text message sent twice is two, so every answer is read with care: what the gateway refused did not leave; what
it may take later is tried again; an answer that cannot be understood leaves the fate of the message open.
"""

from __future__ import annotations

import http.client
import json
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from gongkai.errors import Misconfigured
from gongkai.notices.fates import FateUnknown, NotSent, Rejected

TIMEOUT = 15.0
_MOST = 64 * 1024
_LATER = frozenset({408, 425, 429, 503})
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_PLACES = frozenset({"number", "text", "id", "token"})
_PLACE = re.compile(r"\{(\w+)\}")
_HEADER = re.compile(r"([A-Za-z0-9-]+):[ \t]*([\x20-\x7e]+)")
_CODE = re.compile(r"[A-Za-z0-9._-]{1,20}")


@dataclass(frozen=True)
class Gateway:
    """Where it is and how it is spoken to. ``body`` are the fields, with places for number, text, id and token;
    ``success`` the path in the answer and what must stand there, None where the status says all."""

    url: str
    body: Mapping[str, Any]
    as_form: bool = False
    header: tuple[str, str] | None = None
    token: str = ""
    success: tuple[str, re.Pattern[str]] | None = None
    timeout: float = TIMEOUT

    def __repr__(self) -> str:
        return f"Gateway({urlsplit(self.url).hostname})"

    def send(self, number: str, text: str, id: str) -> None:
        """NotSent, Rejected or FateUnknown; nothing that the gateway says is quoted but a short code."""
        values = {"number": number, "text": text, "id": id, "token": self.token}
        data, kind = self._written(values)
        headers = {"Content-Type": kind, "Accept": "application/json"}
        if self.header:
            headers[self.header[0]] = _filled(self.header[1], values)
        status, answer = self._asked(data, headers)
        self._understood(status, answer)

    def _written(self, values: Mapping[str, str]) -> tuple[bytes, str]:
        body = _filled(self.body, values)
        if self.as_form:
            return urlencode(body).encode(), "application/x-www-form-urlencoded; charset=utf-8"
        return json.dumps(body, ensure_ascii=False).encode(), "application/json; charset=utf-8"

    def _asked(self, data: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """http.client goes to the address it is given and to no other."""
        url = urlsplit(self.url)
        server = self._server()
        try:
            server.connect()
        except (OSError, http.client.HTTPException) as error:
            server.close()
            raise NotSent(f"连不上短信网关（{type(error).__name__}）") from error
        try:
            server.request("POST", url.path + (f"?{url.query}" if url.query else "") or "/", data, dict(headers))
            answer = server.getresponse()
            return answer.status, _bounded(answer, self.timeout)
        except (OSError, http.client.HTTPException) as error:
            raise FateUnknown("与短信网关的连接中断") from error
        finally:
            server.close()

    def _server(self) -> http.client.HTTPConnection:
        url = urlsplit(self.url)
        if url.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(url.hostname or "", url.port, timeout=self.timeout, context=context)
        return http.client.HTTPConnection(url.hostname or "", url.port, timeout=self.timeout)

    def _understood(self, status: int, answer: bytes) -> None:
        if status in _LATER:
            raise NotSent(f"短信网关暂时不收（{status}）")
        if 300 <= status < 400:
            raise Rejected(f"短信网关要求转到别处（{status}），没有跟随；请核对 GONGKAI_TEXT_URL")
        if 400 <= status < 500:
            raise Rejected(f"短信网关拒收（{status}）")
        if not 200 <= status < 300:
            raise FateUnknown(f"短信网关出错（{status}）")
        if self.success:
            self._succeeded(*self.success, answer)

    def _succeeded(self, path: str, wanted: re.Pattern[str], answer: bytes) -> None:
        try:
            found = json.loads(answer)
            for key in path.split("."):
                found = found[int(key)] if isinstance(found, list) else found[key]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
            raise FateUnknown("看不懂短信网关的回答") from error
        said = found if isinstance(found, str) else json.dumps(found)
        if not wanted.fullmatch(said):
            raise Rejected(f"短信网关不受理（{said if _CODE.fullmatch(said) else '没有给出代码'}）")


def from_settings() -> Gateway:
    """Misconfigured, without quoting a secret, where the settings do not fit together."""
    return Gateway(
        url=_url(settings.GONGKAI_TEXT_URL),
        body=_body(settings.GONGKAI_TEXT_BODY),
        as_form=_as_form(settings.GONGKAI_TEXT_AS),
        header=_header(settings.GONGKAI_TEXT_HEADER) if settings.GONGKAI_TEXT_TOKEN else None,
        token=settings.GONGKAI_TEXT_TOKEN,
        success=_success(settings.GONGKAI_TEXT_SUCCESS),
    )


def _url(text: str) -> str:
    """Encrypted, except to this machine and in the demonstration."""
    try:
        url = urlsplit(text)
        plain = settings.GONGKAI_DEMO or url.hostname in _LOCAL
        port_is_one = url.port is None or url.port > 0
    except ValueError:
        raise Misconfigured("GONGKAI_TEXT_URL 不是完整的网址。") from None
    if not (url.hostname and port_is_one and url.scheme in ("https", "http")) or url.username or url.fragment:
        raise Misconfigured("GONGKAI_TEXT_URL 应是 https:// 开头的网址，不含用户名；口令写在 GONGKAI_TEXT_TOKEN。")
    if url.scheme == "http" and not plain:
        raise Misconfigured("GONGKAI_TEXT_URL 应以 https:// 开头：手机号码和短信不能以明文传送。")
    return text


def _body(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Misconfigured('GONGKAI_TEXT_BODY 应是 JSON，如 {"mobile": "{number}", "content": "{text}"}。')
    used = set(_PLACE.findall(text))
    if not {"number", "text"} <= used or used - _PLACES:
        raise Misconfigured("GONGKAI_TEXT_BODY 应含 {number} 和 {text}，另外只可用 {id} 和 {token}。")
    return found


def _as_form(text: str) -> bool:
    if text not in ("json", "form"):
        raise Misconfigured("GONGKAI_TEXT_AS 只能是 json 或 form。")
    return text == "form"


def _header(text: str) -> tuple[str, str]:
    found = _HEADER.fullmatch(text)
    if found is None:
        raise Misconfigured("GONGKAI_TEXT_HEADER 应是“名称: 值”，如 Authorization: Bearer {token}。")
    return found[1], found[2]


def _success(text: str) -> tuple[str, re.Pattern[str]] | None:
    if not text:
        return None
    path, sign, wanted = text.partition("=")
    try:
        if path and sign and wanted:
            return path, re.compile(wanted)
    except re.error:
        pass
    raise Misconfigured("GONGKAI_TEXT_SUCCESS 应是“路径=正则表达式”，如 code=0 或 data.status=(OK|SUCCESS)。")


def _filled(template: Any, values: Mapping[str, str]) -> Any:
    """Only inside of text: a value can never become a field of its own."""
    if isinstance(template, str):
        return _PLACE.sub(lambda found: values.get(found[1], found[0]), template)
    if isinstance(template, dict):
        return {key: _filled(value, values) for key, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, values) for value in template]
    return template


def _bounded(answer: http.client.HTTPResponse, seconds: float) -> bytes:
    """The first of it; who drips its answer is not listened to for ever."""
    ends, out = time.monotonic() + seconds, b""
    while len(out) < _MOST and time.monotonic() < ends:
        piece = answer.read1(_MOST - len(out))
        if not piece:
            break
        out += piece
    return out
