"""A mailbox over IMAP: log in, look, read. Nothing in it is ever marked, moved or deleted.

GONGKAI_IMAP_URL lists the mailboxes, one a line: the agency's 统一社会信用代码 (or whole name), then
``imaps://user:password@host[:port][/folder]``. ``imap://`` begins with STARTTLS; in the clear only to this
machine.
"""

from __future__ import annotations

import imaplib
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import unquote, urlsplit

from gongkai.errors import Misconfigured

TIMEOUT = 20.0
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_DAY = re.compile(rb'INTERNALDATE "([^"]+)"')
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Unreachable(Exception):
    """The mailbox cannot be read now. The text is ours, a Chinese sentence; it quotes no password and no mail."""


@dataclass(frozen=True)
class Account:
    """Where a mailbox lies. ``agency`` is the word that names whose it is."""

    agency: str
    host: str
    port: int
    tls: bool
    user: str
    password: str
    folder: str

    def __repr__(self) -> str:
        return f"Account({self.agency}, {self.host}:{self.port}/{self.folder})"


@dataclass(frozen=True)
class Place:
    """A message by its number, with its size in bytes and when the server got it, None where it cannot say."""

    uid: int
    size: int
    arrived_at: datetime | None


def accounts(text: str) -> list[Account]:
    """Every line of the setting; Misconfigured, without quoting it, for one that is no such line."""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [_account(number, words) for number, words in enumerate(lines, start=1)]


def _account(number: int, words: list[str]) -> Account:
    wrong = (
        f"GONGKAI_IMAP_URL 第{number}行应为“统一社会信用代码 imaps://用户:密码@主机/文件夹”（特殊字符用%编码）。"
    )
    if len(words) != 2:
        raise Misconfigured(wrong)
    try:
        url = urlsplit(words[1])
        port = url.port
    except ValueError:
        raise Misconfigured(wrong) from None
    if url.scheme not in ("imaps", "imap") or not (url.hostname and url.username and url.password):
        raise Misconfigured(wrong)
    tls = url.scheme == "imaps"
    return Account(
        agency=words[0],
        host=url.hostname,
        port=port or (993 if tls else 143),
        tls=tls,
        user=unquote(url.username),
        password=unquote(url.password),
        folder=unquote(url.path.strip("/")) or "INBOX",
    )


class Mailbox:
    """An open folder, read only. ``validity`` says under what the numbers of messages hold."""

    def __init__(self, server: imaplib.IMAP4, validity: int) -> None:
        self._server = server
        self.validity = validity

    def after(self, uid: int, *, since: date, most: int) -> list[Place]:
        """The next ``most`` messages with a higher number that the server got on that day or later, in order."""
        day = f"{since.day:02d}-{_MONTHS[since.month - 1]}-{since.year}"
        found = self._asked("SEARCH", f"UID {uid + 1}:*", f"SINCE {day}")
        # "7:*" means the last one even where there is none after 6.
        uids = sorted({int(word) for line in found if line for word in line.split()} - set(range(uid + 1)))
        return [self._place(one) for one in uids[:most]]

    def raw(self, uid: int) -> bytes:
        """The whole message, as it is. It stays unread."""
        return self._literal(uid, "(BODY.PEEK[])")

    def head(self, uid: int) -> bytes:
        """Its header only."""
        return self._literal(uid, "(BODY.PEEK[HEADER])")

    def noop(self) -> None:
        self._server.noop()

    def _place(self, uid: int) -> Place:
        told = b" ".join(_flat(self._asked("FETCH", f"{uid}", "(RFC822.SIZE INTERNALDATE)")))
        size, day = _SIZE.search(told), _DAY.search(told)
        if size is None or day is None:
            raise Unreachable("邮件服务器没有按 IMAP 协议回答，请联系邮件管理员。")
        return Place(uid, int(size[1]), _instant(day[1]))

    def _literal(self, uid: int, what: str) -> bytes:
        for part in self._asked("FETCH", f"{uid}", what):
            if isinstance(part, tuple):
                return bytes(part[1])
        raise Unreachable("邮件服务器没有给出邮件内容，请联系邮件管理员。")

    def _asked(self, *words: str) -> list[bytes]:
        kind, data = self._server.uid(*words)
        if kind != "OK":
            raise Unreachable("邮件服务器拒绝了读取请求，请联系邮件管理员。")
        return list(data)


@contextmanager
def opened(account: Account) -> Iterator[Mailbox]:
    """Logged in and looking at the folder. Unreachable, saying at which step, when that does not work out."""
    step = "连不上邮件服务器"
    server: imaplib.IMAP4 | None = None
    try:
        server = _connect(account)
        step = "登录邮箱失败，请核对用户名和密码"
        server.login(account.user, account.password)
        step = "打不开收件文件夹"
        kind, _ = server.select(_quoted(account.folder), readonly=True)
        if kind != "OK":
            raise Unreachable(f"{step}。")
        step = "读取邮箱时连接中断"
        yield Mailbox(server, _validity(server))
    # imaplib reports what a server says as its own error, and everything else as an OSError.
    except (imaplib.IMAP4.error, OSError, ssl.SSLError) as error:
        raise Unreachable(f"{step}（{type(error).__name__}）。") from error
    finally:
        if server is not None:
            _leave(server)


def _connect(account: Account) -> imaplib.IMAP4:
    if account.tls:
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=TIMEOUT)
    server = imaplib.IMAP4(account.host, account.port, timeout=TIMEOUT)
    if account.host not in _LOCAL:
        server.starttls(ssl.create_default_context())
    return server


def _leave(server: imaplib.IMAP4) -> None:
    try:
        server.logout()
    except (imaplib.IMAP4.error, OSError):
        server.shutdown()


def _validity(server: imaplib.IMAP4) -> int:
    _, data = server.response("UIDVALIDITY")
    return int(data[0]) if data and data[0] else 0


def _quoted(folder: str) -> str:
    """A folder name in IMAP's own UTF-7, quoted."""
    if not folder.isascii():
        folder = "".join(_utf7(part) for part in re.split(r"([^\x00-\x7f]+)", folder))
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _utf7(part: str) -> str:
    if part.isascii():
        return part.replace("&", "&-")
    return "&" + part.encode("utf-7").decode()[1:].rstrip("-").replace("/", ",") + "-"


def _flat(data: list[bytes]) -> Iterator[bytes]:
    for part in data:
        if isinstance(part, tuple):
            yield from part
        elif part:
            yield part


def _instant(text: bytes) -> datetime | None:
    found = imaplib.Internaldate2tuple(b'INTERNALDATE "' + text + b'"')
    return datetime.fromtimestamp(time.mktime(found), UTC) if found else None
