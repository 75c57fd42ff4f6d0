"""Items as a visitor meets them, through the whole review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.documents import actions as documents
from gongkai.publication import departing, drafting, line_review, relating, releasing
from gongkai.publication.models import Attachment, Item, Relation, Version
from tests.district import SHANGHAI, invited
from tests.publication.conftest import drafted, passed

AT = datetime(2026, 3, 16, 9, 0, tzinfo=SHANGHAI)
LATER = AT + timedelta(days=2)
TITLE = "关于调整城乡居民最低生活保障标准的通知"
BODY = "<p>各街道办事处：</p><p>自2026年4月1日起，最低生活保障标准调整为每人每月一千元。</p>"
FILE = "申请表.txt"
IN_FILE = "收入核对授权书"
TOKEN = "abc123form"


@dataclass(frozen=True)
class Desk:
    """Three persons of an agency, who draft, review and release for it."""

    agency: Agency
    clerk: Person
    reviewer: Person
    head: Person

    def draft(self, title: str = TITLE, at: datetime = AT, *, file: bool = False, **more: Any) -> Version:
        version = drafted(self.clerk, self.agency, title, **{"body": BODY, **more})
        if file:
            attach(version)
        return version

    def release(self, version: Version, at: datetime = AT) -> Item:
        approved = passed(version, self.clerk, self.reviewer, self.head, at)
        return releasing.release(self.clerk, approved, at=at).item

    def show(self, title: str = TITLE, at: datetime = AT, **more: Any) -> Item:
        return self.release(self.draft(title, at, **more), at)

    def correct(self, item: Item, note: str, at: datetime = LATER, **changed: Any) -> Item:
        version = drafting.revise(self.clerk, item, note=note, found_at=at - timedelta(hours=3), at=at)
        drafting.edit(self.clerk, version, at=at, **changed)
        version.refresh_from_db()
        return self.release(version, at)

    def relate(self, item: Item, **said: Any) -> Relation:
        made = relating.relate(self.clerk, item, at=AT, **said)
        line_review.pass_line(self.reviewer, made, at=AT)
        return made

    def withdraw(self, item: Item, reason: str = "文稿有误，现予撤回。", at: datetime = LATER) -> None:
        departing.withdraw(self.head, item, reason=reason, at=at)

    def remove(self, item: Item, at: datetime = LATER) -> None:
        departing.remove(self.head, item, incident="名单含身份证号码。", found_at=at, at=at)


def attach(version: Version, name: str = FILE, token: str = TOKEN, text: str = IN_FILE) -> Attachment:
    """A file as it is once it has been looked through."""
    file = documents.store(text.encode(), name, at=AT)
    return Attachment.objects.create(version=version, file=file, name=name, text=text, token=token)


def desk_of(agency: Agency) -> Desk:
    people = [invited(f"{role}-{agency.pk}", agency, role) for role in (Role.CLERK, Role.REVIEWER, Role.HEAD)]
    return Desk(agency, *people)


@pytest.fixture
def desk(bureau: Agency) -> Desk:
    return desk_of(bureau)


@pytest.fixture
def item(desk: Desk) -> Item:
    return desk.show(
        file=True, validity="in_force", effective_on=date(2026, 4, 1), genre="normative",
        joint_makers=["示范区民政局", "示范区财政局"], source="示范区民政局",
    )  # fmt: skip


__all__ = ["AT", "BODY", "FILE", "IN_FILE", "LATER", "TITLE", "TOKEN", "Desk", "attach", "desk", "desk_of", "item"]
