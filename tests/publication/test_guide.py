"""Rule 43: the guide is made from the agency record and its texts, and is refused while a field is missing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies.actions import Contact
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.publication import guide
from gongkai.publication.models import Guide

from .conftest import AT, TODAY, nothing_after
from .law import told

CONTACT = Contact(
    office="示范区民政局办公室", address="示范区民政路1号", hours="工作日 8:30—17:30",
    phone="0533-0000001", fax="无", email="mz@example.cn", postcode="255000",
)  # fmt: skip
TEXTS = {
    "classification": "按《条例》第二十条、第二十一条分类。",
    "arrangement": "按索引号编排。",
    "ways": "政府网站。\n政务服务大厅查阅点。",
    "complaint": "向示范区人民政府办公室投诉，电话 0533-0000002。",
    "requesting": "当面、邮寄或者网上提交申请。",
}


@pytest.fixture
def record(bureau: Agency) -> Agency:
    return agencies.set_contact(bureau, CONTACT, by=OPERATOR, at=AT)


@pytest.fixture
def drafted(clerk: Person, record: Agency) -> Guide:
    return guide.edit(clerk, record, at=AT, **TEXTS)


@pytest.fixture
def published(head: Person, drafted: Guide) -> Guide:
    return guide.publish(head, drafted, at=AT)


def test_a_whole_guide_is_published(published: Guide, record: Agency) -> None:
    assert told("guide.publish") == {"number": 1}
    page = guide.current(record)
    assert page is not None
    assert (page.number, page.published_on, page.missing) == (1, TODAY, ())
    assert [part.title for part in page.parts] == [
        "本机关公开的政府信息", "主动公开政府信息的获取方式", "申请公开政府信息的办法", "政府信息公开工作机构",
        "监督和救济",
    ]  # fmt: skip
    assert page.parts[1].paragraphs == ("政府网站。", "政务服务大厅查阅点。")
    assert ("传真号码", "无") in page.parts[3].pairs


@pytest.mark.parametrize("field", ["classification", "arrangement", "ways", "complaint"])
def test_rule_43_without_a_text_it_is_refused(head: Person, drafted: Guide, field: str) -> None:
    drafted = guide.edit(head, drafted.agency, at=AT, **{field: " "})
    before = Entry.objects.count()
    with pytest.raises(Refused, match="缺少"):
        guide.publish(head, drafted, at=AT)
    assert guide.current(drafted.agency) is None
    assert nothing_after(before)


@pytest.mark.parametrize("field", ["office", "address", "hours", "phone", "fax", "email"])
def test_rule_43_without_a_fact_of_the_record_it_is_refused(head: Person, drafted: Guide, field: str) -> None:
    lacking = {**CONTACT.__dict__, field: ""}
    agencies.set_contact(drafted.agency, Contact(**lacking), by=OPERATOR, at=AT)
    with pytest.raises(Refused, match="缺少"):
        guide.publish(head, drafted, at=AT)


def test_a_page_on_the_internet_stands_for_the_mail_address(head: Person, drafted: Guide) -> None:
    agencies.set_contact(drafted.agency, Contact(**{**CONTACT.__dict__, "email": ""}), by=OPERATOR, at=AT)
    drafted = guide.edit(head, drafted.agency, internet="https://www.example.cn/", at=AT)
    assert guide.publish(head, drafted, at=AT).state == Guide.State.PUBLISHED


def test_it_never_disagrees_with_the_agency_record(published: Guide, record: Agency) -> None:
    moved = Contact(**{**CONTACT.__dict__, "address": "示范区新路2号"})
    agencies.set_contact(record, moved, by=OPERATOR, at=AT)
    page = guide.current(record)
    assert page is not None
    assert ("办公地址", "示范区新路2号") in page.parts[3].pairs
    assert guide.lacking(record) == ()
    agencies.set_contact(record, Contact(**{**CONTACT.__dict__, "phone": ""}), by=OPERATOR, at=AT)
    assert guide.current(record) is None
    assert [one.code for one in guide.lacking(record)] == ["phone"]


def test_a_new_version_begins_with_what_is_published_and_takes_its_place(
    clerk: Person, head: Person, published: Guide, record: Agency
) -> None:
    second = guide.edit(clerk, record, complaint="改由区政府办公室受理。", at=AT)
    assert (second.number, second.ways) == (2, TEXTS["ways"])
    page = guide.current(record)
    assert page is not None
    assert page.number == 1
    guide.publish(head, second, at=AT + timedelta(days=1))
    published.refresh_from_db()
    assert published.state == Guide.State.SUPERSEDED
    assert [one.number for one in guide.versions(record)] == [2, 1]
    with pytest.raises(WrongState, match="不能再改"):
        guide.publish(head, published, at=AT)


def test_a_draft_that_is_given_up(clerk: Person, published: Guide, record: Agency) -> None:
    second = guide.edit(clerk, record, other="x", at=AT)
    guide.discard(clerk, second, at=AT)
    assert told("guide.discard") == {}
    assert guide.draft(record) is None
    with pytest.raises(WrongState):
        guide.discard(clerk, published, at=AT)


def test_who_may_not(clerk: Person, reviewer: Person, stranger: Person, drafted: Guide) -> None:
    before = Entry.objects.count()
    for person in (reviewer, stranger):
        with pytest.raises(NotAllowed):
            guide.edit(person, drafted.agency, ways="x", at=AT)
    with pytest.raises(NotAllowed):
        guide.publish(clerk, drafted, at=AT)
    assert nothing_after(before)


def test_what_is_not_a_change_and_what_is_too_long(clerk: Person, drafted: Guide) -> None:
    with pytest.raises(WrongState, match="没有改动"):
        guide.edit(clerk, drafted.agency, at=AT, **TEXTS)
    with pytest.raises(Refused, match="太长"):
        guide.edit(clerk, drafted.agency, internet="x" * 301, at=AT)
    with pytest.raises(TypeError):
        guide.edit(clerk, drafted.agency, title="x", at=AT)


def test_two_who_edit_the_same_draft(clerk: Person, head: Person, drafted: Guide) -> None:
    guide.edit(clerk, drafted.agency, other="一", revision=drafted.revision, at=AT)
    with pytest.raises(Stale):
        guide.edit(head, drafted.agency, other="二", revision=drafted.revision, at=AT)
    with pytest.raises(Stale):
        guide.publish(head, drafted, revision=drafted.revision, at=AT)
