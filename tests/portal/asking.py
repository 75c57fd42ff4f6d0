"""The form as a browser fills it in, for tests: one client that goes from page to page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.cases import channels
from gongkai.cases.words import Channel
from tests.cases.asking import NUMBER
from tests.district import FOUNDED, SHANGHAI

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
WANTED = "示范区2025年老旧小区加装电梯补贴发放名单"
# What a citizen answers for themselves, page by page.
ANSWERS: dict[str, dict[str, Any]] = {
    "description": {"description": WANTED, "document_number_asked": ""},
    "delivery": {"form": "paper", "route": "post"},
    "who": {"kind": "natural", "party_role": ""},
    "applicant": {"name": "张三丰"},
    "identity": {"proof": "upload", "document": "id_card", "document_number": NUMBER},
    "contact": {"phone": "13812345678", "address": "示范区人民路1号"},
    "attachments": {},
}


def open_web(agency: Agency) -> None:
    address = f"https://gk.example/ask/a{agency.pk}/"
    channels.open_channel(OPERATOR, agency, Channel.WEB, address=address, from_on=FOUNDED, at=NOW)


def card(name: str = "身份证.pdf", data: bytes = b"%PDF-1.7 card") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


class Citizen:
    """Somebody with a browser of their own."""

    def __init__(self, agency: Agency) -> None:
        self.client = Client()
        self.root = f"/ask/a{agency.pk}/"

    def begin(self) -> str:
        return self.there(self.client.post(f"{self.root}begin/"))

    def send(self, code: str, go: str = "on", **answers: Any) -> Any:
        return self.client.post(self._address(code), {**answers, "go": go})

    def there(self, response: Any) -> str:
        """The page it leads to."""
        assert response.status_code == 302, response.content.decode()[:3000]
        return str(response["Location"]).removeprefix(self.root)

    def get(self, code: str = "") -> str:
        response = self.client.get(self._address(code))
        assert response.status_code == 200, (code, response.status_code)
        return response.content.decode()

    def fill(self, **changed: Mapping[str, Any]) -> str:
        """Every page answered, from the first to the one before submitting; where that led."""
        page = self.begin()
        while page != "check/":
            code = page.removesuffix("/")
            page = self.there(self.send(code, **{**ANSWERS.get(code, {}), **changed.get(code, {})}))
        return page

    def submit(self) -> str:
        """The receipt."""
        assert self.there(self.client.post(f"{self.root}check/")) == "receipt/"
        return self.get("receipt/")

    def _address(self, code: str) -> str:
        return self.root + (code if not code or "/" in code else f"{code}/")


def errors(text: str) -> list[str]:
    """What the summary on top says."""
    return [one.text_content() for one in html.fromstring(text).xpath("//*[@id='error-summary']//li")]


def value(text: str, name: str) -> str:
    """What stands in a field."""
    field = html.fromstring(text).xpath(f"//*[@name='{name}']")[0]
    return str(field.value or "")
