"""公开: the working list, whose turn it is, and its export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.publication import checking_pages, obligations, releasing, reviewing

from .conftest import Appoint, SignIn, text_of
from .items import NOW, draft, public

LIST = reverse("desk:items")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_one_sees_first_what_is_ones_own_turn(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    version = draft(clerk, housing, "轮流办的一条")
    turn = {clerk: True, reviewer: False, head: False}
    assert {p: "轮流办的一条" in text_of(sign_in(p).get(LIST)) for p in turn} == turn
    reviewing.submit(clerk, version, at=NOW)
    turn = {clerk: False, reviewer: True, head: True}
    assert {p: "轮流办的一条" in text_of(sign_in(p).get(LIST)) for p in turn} == turn


def test_who_passed_the_disclosure_review_is_not_asked_to_approve(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, appoint: Appoint, sign_in: SignIn
) -> None:
    version, other = draft(clerk, housing, "要批准的一条"), appoint(Role.HEAD, housing)
    reviewing.submit(clerk, version, at=NOW)
    reviewing.unit_pass(reviewer, version, at=NOW)
    reviewing.disclosure_pass(head, version, checklist=reviewing.all_right(), at=NOW)
    assert "要批准的一条" not in text_of(sign_in(head).get(LIST))
    assert "要批准的一条" in text_of(sign_in(other).get(LIST))


def test_what_waits_says_for_whom(housing: Agency, clerk: Person, reviewer: Person, head: Person,
                                  sign_in: SignIn) -> None:  # fmt: skip
    version, client = draft(clerk, housing), sign_in(clerk)
    assert "等拟稿人提交" in text_of(client.get(f"{LIST}?which=work"))
    reviewing.submit(clerk, version, at=NOW)
    assert "等科室审核" in text_of(client.get(f"{LIST}?which=review"))
    reviewing.unit_pass(reviewer, version, at=NOW)
    assert "等公开审查和保密审查" in text_of(sign_in(reviewer).get(f"{LIST}?which=review"))
    reviewing.disclosure_pass(reviewer, version, checklist=reviewing.all_right(), at=NOW)
    reviewing.approve(head, version, at=NOW)
    assert "等发布" in text_of(client.get(f"{LIST}?which=release"))
    releasing.schedule(clerk, version, release_at=NOW + timedelta(days=1), at=NOW)
    assert "等定时发布，2026-03-17 09:00" in text_of(client.get(f"{LIST}?which=release"))
    releasing.release(clerk, version, at=NOW)
    text = text_of(client.get(f"{LIST}?which=check"))
    assert "等页面检查" in text
    assert "2026-03-17 09:00" not in text, "it did not wait for its time"


def test_a_released_one_waits_for_its_page_check(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    item, client = public(clerk, reviewer, head, housing, "刚刚发布的一条"), sign_in(clerk)
    assert "等页面检查" in text_of(client.get(f"{LIST}?which=check"))
    assert "刚刚发布的一条" in text_of(client.get(LIST))
    answers = dict.fromkeys(checking_pages.CHECKLIST, True)
    checking_pages.check(clerk, item, checklist=answers, comment="已看过", at=NOW)
    assert "刚刚发布的一条" not in text_of(client.get(LIST))
    assert "刚刚发布的一条" in text_of(client.get(f"{LIST}?which=public"))


def test_the_nearest_day_stands_first_and_a_late_one_says_so(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    later = draft(clerk, housing, "后到期的一条", made_on=NOW.date())
    draft(clerk, housing, "没有期限的一条", made_on=None)
    sooner = draft(clerk, housing, "先到期的一条", made_on=NOW.date() - timedelta(days=70))
    assert later.pk < sooner.pk
    text = text_of(sign_in(clerk).get(LIST))
    assert text.index("先到期的一条") < text.index("后到期的一条") < text.index("没有期限的一条")
    assert text.count("is-late") == 1
    assert "已逾期" in text
    assert "1 / 3" in text


def test_what_was_formed_says_until_when(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    """A day that was entered for it goes before the one worked out from the day it was made."""
    version = draft(clerk, housing)
    formed = NOW.date() - timedelta(days=14)
    obligations.enter(clerk, housing, title="补贴标准", formed_on=formed, item=version.item, at=NOW)
    assert "2026-03-30" in text_of(sign_in(clerk).get(LIST))


def test_filters_narrow_it_down_and_the_export_is_what_is_shown(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    draft(clerk, housing, "养老服务补贴", genre="notice")
    draft(clerk, housing, "物业收费公告", genre="announcement", document_number="示住建发〔2026〕9号")
    client = sign_in(clerk)
    for query in ("genre=announcement", "q=物业", "q=9号"):
        text = text_of(client.get(f"{LIST}?{query}"))
        assert "物业收费公告" in text
        assert "养老服务补贴" not in text
    csv = text_of(client.get(f"{LIST}?genre=announcement&csv=1"))
    assert "物业收费公告" in csv
    assert "养老服务补贴" not in csv
    assert client.get(f"{LIST}?xlsx=1").content[:2] == b"PK"


def test_filters_hold_for_what_is_public_as_well(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    one, other = (public(clerk, reviewer, head, housing, title, document_number="") for title in ("甲条", "乙条"))
    text = text_of(sign_in(clerk).get(f"{LIST}?which=public&q={one.number}"))
    assert "甲条" in text
    assert other.title not in text
    csv = text_of(sign_in(clerk).get(f"{LIST}?which=public&csv=1"))
    assert one.number is not None
    assert one.number in csv


@pytest.mark.parametrize("which", ["work", "public", "gone", "kept", "all", "nonsense"])
def test_an_empty_list_says_what_would_be_here(clerk: Person, sign_in: SignIn, which: str) -> None:
    assert 'class="empty"' in text_of(sign_in(clerk).get(f"{LIST}?which={which}"))


def test_fifty_stand_on_a_page(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    from gongkai.publication.models import Item, Version

    for n in range(60):
        item = Item.objects.create(agency=housing, title=f"第{n}条", created_at=NOW)
        Version.objects.create(item=item, number=1, title=item.title, created_at=NOW, created_by=clerk)
    client = sign_in(clerk)
    text = text_of(client.get(LIST))
    assert text.count("<tr data-row") == 50
    assert "共 60 条" in text
    assert text_of(client.get(f"{LIST}?page=2")).count("<tr data-row") == 10


def test_another_agency_sees_nothing(housing: Agency, street: Agency, clerk: Person, appoint: Appoint,
                                     sign_in: SignIn) -> None:  # fmt: skip
    draft(clerk, housing, "内部草稿")
    client = sign_in(appoint(Role.HEAD, street))
    for which in ("mine", "work", "all"):
        assert "内部草稿" not in text_of(client.get(f"{LIST}?which={which}"))


@pytest.mark.parametrize("which", ["mine", "work", "all"])
def test_the_number_of_questions_does_not_grow(
    housing: Agency, clerk: Person, sign_in: SignIn, which: str
) -> None:
    client = sign_in(clerk)
    draft(clerk, housing, "甲")
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(f"{LIST}?which={which}")
    for n in range(8):
        draft(clerk, housing, f"第{n}条")
    with CaptureQueriesContext(connection) as many:
        client.get(f"{LIST}?which={which}")
    assert len(many) == len(few)
