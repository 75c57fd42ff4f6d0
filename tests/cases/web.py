"""Requests as somebody submits them on the portal, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.cases.asking import drafts, submitting
from gongkai.cases.asking.submitting import Submitted
from gongkai.cases.filing import Paper
from gongkai.cases.models import CaseFile, Draft

from .asking import NUMBER, WANTED
from .conftest import AT

CARD = Paper("张三丰身份证.pdf", b"%PDF-1.7 card")
POWER = Paper("授权委托书.pdf", b"%PDF-1.7 power")
FILLED: dict[str, str | list[str]] = {
    "kind": "natural", "name": "张三丰", "document": "id_card", "document_number": NUMBER, "phone": "13812345678",
    "address": "示范区人民路1号", "proof": "upload", "description": WANTED, "form": "paper", "route": "post",
}  # fmt: skip


def filled(agency: Agency, *, at: datetime = AT, **more: Any) -> tuple[Draft, str]:
    """A draft with all that is needed, and its key."""
    draft, key = drafts.begin(agency, at=at)
    return drafts.save(draft, FILLED | more, at=at), key


def submitted(agency: Agency, *, card: bool = True, at: datetime = AT, **more: Any) -> Submitted:
    draft, key = filled(agency, at=at, **more)
    if card:
        drafts.attach(draft, CARD, CaseFile.What.IDENTITY, at=at)
    return submitting.submit(agency, key, at=at)
