"""One applicant at one browser, from an address of their own: the whole form, page by page, over real HTTP."""

from __future__ import annotations

import http.client
import os
import random
import re
import time
import uuid
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

# Seconds a patient person takes for a page, more or less.
PAUSE = 1.5
_DIGITS = "零一二三四五六七八九"
File = tuple[str, str, bytes]


@dataclass
class Answer:
    status: int
    where: str
    page: str


@dataclass
class Browser:
    """``patient``: what breaks off is sent again until it is answered, as a person presses the button again; and
    there is a pause before each page is sent on."""

    port: int
    address: str
    patient: bool = False
    cookies: dict[str, str] = field(default_factory=dict)
    # Milliseconds and path of everything that was answered.
    times: list[tuple[str, float]] = field(default_factory=list)
    cut_off: int = 0
    _line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", "")

    def post(self, path: str, fields: dict[str, str], files: tuple[File, ...] = ()) -> Answer:
        """With the token of the cookie, as every form of ours has it."""
        given = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **fields}
        if not files:
            return self._ask("POST", path, urlencode(given).encode(), "application/x-www-form-urlencoded")
        mark = uuid.uuid4().hex
        return self._ask("POST", path, _parts(mark, given, files), f"multipart/form-data; boundary={mark}")

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        until = time.monotonic() + 120
        while True:
            try:
                return self._once(method, path, body, kind)
            except (OSError, http.client.HTTPException):
                self.close()
                self.cut_off += 1
                if not self.patient or time.monotonic() > until:
                    raise
                time.sleep(0.3)

    def _once(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        head = {"Host": "localhost", "X-Forwarded-For": self.address,
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}  # fmt: skip
        if body:
            head["Content-Type"] = kind
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        began = time.perf_counter()
        self._line.request(method, path, body or None, head)
        got = self._line.getresponse()
        page = got.read().decode("utf-8", "replace")
        self.times.append((path, (time.perf_counter() - began) * 1000))
        for said in got.headers.get_all("Set-Cookie") or ():
            name, _, value = said.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(got.status, got.getheader("Location") or "", page)


@dataclass(frozen=True)
class Receipt:
    """What the page showed: from now on it is acknowledged."""

    mark: str
    number: str
    code: str


class Wrong(Exception):
    """A page answered what it should not have."""


def ask(browser: Browser, agency: str, mark: str) -> Receipt:
    """Everything from the page of the agency to the receipt."""
    base = f"/ask/{agency}/"
    if (first := browser.get(base)).status != 200:
        raise Wrong(f"{first.status} {base}")
    _on(browser, f"{base}begin/", {})
    picture = b"\xff\xd8\xff\xe0" + os.urandom(300_000)
    paper = b"%PDF-1.7\n" + os.urandom(200_000)
    for page, fields, files in (
        ("description", {"description": f"{mark}：2025年度征收补偿方案", "document_number_asked": ""}, ()),
        ("delivery", {"form": "paper", "route": "direct"}, ()),
        ("who", {"kind": "natural", "party_role": ""}, ()),
        ("applicant", {"name": f"张{mark}"}, ()),
        ("identity", {"proof": "upload", "document": "other", "document_number": mark},
         (("identity", "身份证.jpg", picture),)),
        ("contact", {"phone": "13800000000"}, ()),
        ("attachments", {}, (("attachments", "附件.pdf", paper),)),
    ):  # fmt: skip
        _on(browser, f"{base}{page}/", {**fields, "go": "on"}, files)
    _on(browser, f"{base}check/", {})
    return _receipt(browser.get(f"{base}receipt/"), mark)


def _on(browser: Browser, path: str, fields: dict[str, str], files: tuple[File, ...] = ()) -> None:
    """A page that was filled in rightly leads on to the next."""
    if browser.patient:
        time.sleep(random.uniform(0, 2 * PAUSE))
    answer = browser.post(path, fields, files)
    if answer.status != 302:
        raise Wrong(f"{answer.status} {path}")


def _receipt(answer: Answer, mark: str) -> Receipt:
    number = re.search(r"回执编号</dt><dd class=\"num\">([^<]+)<", answer.page)
    code = re.search(r'id="code">([^<]+)<', answer.page)
    if answer.status != 200 or number is None or code is None or mark not in answer.page:
        raise Wrong(f"{answer.status} receipt")
    return Receipt(mark, unescape(number[1]), code[1])


def answer_to(page: str) -> dict[str, str]:
    """The fields that answer the question of the page, empty where none is asked."""
    question = re.search(r"请输入“([^”]+)加([^”]+)”的结果", page)
    token = re.search(r'name="challenge" value="([^"]*)"', page)
    if question is None or token is None:
        return {}
    return {"challenge": unescape(token[1]), "answer": str(_number(question[1]) + _number(question[2]))}


def _number(words: str) -> int:
    """Twenty-one is 二十一."""
    tens, ten, ones = words.rpartition("十")
    one = _DIGITS.index(ones) if ones else 0
    return (_DIGITS.index(tens) if tens else 1) * 10 + one if ten else one


def _parts(mark: str, fields: dict[str, str], files: tuple[File, ...]) -> bytes:
    pieces = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, called, data in files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
        pieces += [head.encode(), b"Content-Type: application/octet-stream\r\n\r\n", data, b"\r\n"]
    return b"".join([*pieces, f"--{mark}--\r\n".encode()])
