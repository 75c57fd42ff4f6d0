"""The rules of the work itself: made, revised, repealed, looked at each year."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import work_rules
from gongkai.publication.models import Item, WorkRule

from .conftest import AT, TODAY, nothing_after
from .law import told

MADE = date(2025, 2, 10)


@pytest.fixture
def rule(head: Person, bureau: Agency) -> WorkRule:
    return work_rules.make(head, bureau, title="政府信息公开审查制度", document_number="示民发〔2025〕2号",
                           made_on=MADE, at=AT)  # fmt: skip


def test_it_is_made_and_due_a_year_later(rule: WorkRule, bureau: Agency) -> None:
    assert told("work-rules.made") == {"on": "2025-02-10"}
    assert work_rules.due_on(rule) == date(2026, 2, 10)
    assert work_rules.to_look_at(until=TODAY) == [rule]
    assert work_rules.to_look_at(until=date(2026, 2, 9)) == []
    assert list(work_rules.in_force(bureau, TODAY)) == [rule]


def test_a_look_puts_it_off_a_year(head: Person, rule: WorkRule) -> None:
    rule = work_rules.look(head, rule, on=date(2026, 3, 2), at=AT)
    assert told("work-rules.looked") == {"on": "2026-03-02"}
    assert work_rules.due_on(rule) == date(2027, 3, 2)
    assert work_rules.to_look_at(until=TODAY) == []
    with pytest.raises(Refused, match="不能早于"):
        work_rules.look(head, rule, on=date(2026, 3, 1), at=AT)


def test_it_is_revised_and_repealed_with_reasons(head: Person, rule: WorkRule, bureau: Agency) -> None:
    with pytest.raises(Refused, match="修订"):
        work_rules.revise(head, rule, on=TODAY, note=" ", at=AT)
    rule = work_rules.revise(
        head, rule, on=date(2026, 3, 1), note="增加页面检查", document_number="示民发〔2026〕1号", at=AT
    )
    assert (rule.revised_on, rule.document_number) == (date(2026, 3, 1), "示民发〔2026〕1号")
    with pytest.raises(Refused, match="依据"):
        work_rules.repeal(head, rule, on=TODAY, note="", at=AT)
    rule = work_rules.repeal(head, rule, on=TODAY, note="由新的制度取代", at=AT)
    assert not work_rules.in_force(bureau, TODAY).exists()
    assert list(work_rules.in_force(bureau, date(2026, 3, 15))) == [rule]
    assert [step.kind for step in rule.steps.all()] == ["made", "revised", "repealed"]
    for step in (work_rules.revise, work_rules.repeal):
        with pytest.raises(WrongState, match="废止"):
            step(head, rule, on=TODAY, note="x", at=AT)
    with pytest.raises(WrongState, match="废止"):
        work_rules.look(head, rule, on=TODAY, at=AT)


def test_a_name_stands_once_while_it_holds(head: Person, rule: WorkRule, bureau: Agency) -> None:
    with pytest.raises(Refused, match="已有"):
        work_rules.make(head, bureau, title=rule.title, made_on=TODAY, at=AT)
    work_rules.repeal(head, rule, on=TODAY, note="x", at=AT)
    work_rules.make(head, bureau, title=rule.title, made_on=TODAY, at=AT)


@pytest.mark.parametrize(
    ("title", "made_on", "says"), [(" ", MADE, "名称"), ("制度", date(2026, 3, 17), "没有到")]
)
def test_what_cannot_be_made(head: Person, bureau: Agency, title: str, made_on: date, says: str) -> None:
    with pytest.raises(Refused, match=says):
        work_rules.make(head, bureau, title=title, made_on=made_on, at=AT)
    assert not WorkRule.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "stranger"])
def test_who_may_not(who: str, rule: WorkRule, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        work_rules.look(person, rule, on=TODAY, at=AT)
    with pytest.raises(NotAllowed):
        work_rules.make(person, rule.agency, title="x", made_on=TODAY, at=AT)
    with pytest.raises(NotAllowed):
        work_rules.publish_as(person, rule, item=None, at=AT)
    assert nothing_after(before)


def test_its_text_is_an_item_that_the_public_sees(
    head: Person, stranger: Person, rule: WorkRule, bureau: Agency, finance: Agency, public: Item
) -> None:
    assert not work_rules.public(bureau, TODAY).exists()
    assert not work_rules.readable().exists()
    rule = work_rules.publish_as(head, rule, item=public, at=AT)
    assert list(work_rules.public(bureau, TODAY)) == list(work_rules.readable()) == [rule]
    with pytest.raises(WrongState, match="没有改动"):
        work_rules.publish_as(head, rule, item=public, at=AT)
    theirs = work_rules.make(stranger, finance, title="制度", made_on=MADE, at=AT)
    with pytest.raises(Refused, match="本机关"):
        work_rules.publish_as(stranger, theirs, item=public, at=AT)
    assert list(work_rules.visible(stranger, on=TODAY)) == [theirs]
