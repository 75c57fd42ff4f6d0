"""A small district whose bureau drafts, reviews, approves and releases, each by another person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.publication import checks, drafting, releasing, reviewing
from gongkai.publication.models import Item, Version
from tests.district import SHANGHAI, bureau, district, finance, folder, found, invited

AT = datetime(2026, 3, 16, 9, 0, tzinfo=SHANGHAI)
TODAY = AT.date()
HOUR = timedelta(hours=1)
MADE_ON = date(2026, 3, 10)
TITLE = "关于调整城乡居民最低生活保障标准的通知"


@pytest.fixture
def street(district: Agency) -> Agency:
    return found("示范区齐陵街道办事处", district, 30, Kind.STREET_OFFICE)


@pytest.fixture
def station(bureau: Agency) -> Agency:
    """An office below the bureau that drafts for it."""
    return found("示范区救助管理站", bureau, 10, Kind.PUBLIC_INSTITUTION)


@pytest.fixture
def clerk(bureau: Agency) -> Person:
    return invited("clerk", bureau, Role.CLERK)


@pytest.fixture
def officer(bureau: Agency) -> Person:
    return invited("officer", bureau, Role.INFORMATION_OFFICER)


@pytest.fixture
def reviewer(bureau: Agency) -> Person:
    return invited("reviewer", bureau, Role.REVIEWER)


@pytest.fixture
def head(bureau: Agency) -> Person:
    return invited("head", bureau, Role.HEAD)


@pytest.fixture
def supervisor(district: Agency) -> Person:
    return invited("supervisor", district, Role.SUPERVISOR)


@pytest.fixture
def stranger(finance: Agency) -> Person:
    """The head of another bureau."""
    return invited("stranger", finance, Role.HEAD)


@pytest.fixture
def draft(bureau: Agency, clerk: Person) -> Version:
    return drafted(clerk, bureau)


@pytest.fixture
def approved(draft: Version, clerk: Person, reviewer: Person, head: Person) -> Version:
    return passed(draft, clerk, reviewer, head)


@pytest.fixture
def public(approved: Version, clerk: Person) -> Item:
    return releasing.release(clerk, approved, at=AT).item


def drafted(user: Who, agency: Agency, title: str = TITLE, **more: Any) -> Version:
    """A draft with everything that a release asks for."""
    given: dict[str, Any] = {
        "summary": "自2026年4月1日起，城乡居民最低生活保障标准调整为每人每月一千元。",
        "document_number": "示民发〔2026〕3号",
        "made_on": MADE_ON,
        "category": "20.11",
        "subject": "民政、扶贫、救灾\\社会救助",
        "keywords": ["最低生活保障"],
        "body": "<p>各街道办事处：</p><p>现将有关事项通知如下。</p>",
        **more,
    }
    return drafting.begin(user, agency, title=title, at=AT, **given)


def passed(version: Version, clerk: Who, reviewer: Who, head: Who, at: datetime = AT) -> Version:
    """Through all reviews, each by somebody else, up to the approval."""
    reviewing.submit(clerk, version, at=at)
    reviewing.unit_pass(reviewer, version, at=at)
    settled(version, reviewer, at)
    reviewing.disclosure_pass(reviewer, version, checklist=reviewing.all_right(), at=at)
    return reviewing.approve(head, version, at=at)


def settled(version: Version, user: Who, at: datetime) -> None:
    """Whatever the checks ask about is kept: tests repeat themselves more than offices do."""
    for finding in checks.undecided(version):
        checks.settle(user, finding, decision="keep", reason="已核对", at=at)


def shown(
    clerk: Person, reviewer: Person, head: Person, agency: Agency, title: str, at: datetime = AT, **more: Any
) -> Item:
    """An item that the public sees."""
    version = drafted(clerk, agency, title, **more)
    return releasing.release(clerk, passed(version, clerk, reviewer, head, at), at=at).item


def audited(verb: str) -> Entry:
    """The one entry of this verb, which is the last of the chain."""
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    assert entry.verb == verb
    return entry


def nothing_after(before: int) -> bool:
    """No audit entry since there were so many."""
    return Entry.objects.count() == before


__all__ = [
    "AT", "HOUR", "MADE_ON", "TITLE", "TODAY", "audited", "bureau", "district", "drafted", "finance", "folder",
    "found", "invited", "nothing_after", "passed", "settled", "shown",
]  # fmt: skip
