"""What items are to one another: seen from both, classes taken over, marks made, hidden ones not quoted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import (
    changing,
    departing,
    drafting,
    line_review,
    quoting,
    relating,
    releasing,
    reviewing,
    validity,
)
from gongkai.publication.models import Item, Relation, Version
from gongkai.publication.states import ItemState, State
from gongkai.publication.words import RelationKind, Validity

from .conftest import AT, HOUR, TITLE, TODAY, audited, drafted, nothing_after, passed, shown

KIND = RelationKind


def test_seen_from_both_pages(public: Item, bureau: Agency, clerk: Person, reviewer: Person, head: Person) -> None:
    draft = drafted(clerk, bureau, "政策解读", document_number="")
    relating.relate(clerk, draft.item, kind=KIND.INTERPRETS, target=public, at=AT)
    assert audited("items.relate").object == draft.item.key
    assert relating.related(public) == [], "a draft shows on no page"
    assert [one.label for one in relating.all_related(public)] == ["解读材料"]
    item = releasing.release(clerk, passed(draft, clerk, reviewer, head), at=AT).item
    assert [(one.label, one.item) for one in relating.related(public)] == [("解读材料", item)]
    assert [(one.label, one.item) for one in relating.related(item)] == [("解读的文件", public)]


def test_the_other_page_changes_with_it(
    public: Item, bureau: Agency, clerk: Person, reviewer: Person, head: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setitem(changing._hooks, "test", changing._Hook(lambda item: told.append(item.title), None))
    draft = drafted(clerk, bureau, "政策解读", document_number="")
    relating.relate(clerk, draft.item, kind=KIND.INTERPRETS, target=public, at=AT)
    assert told == [], "a draft shows on no page"
    item = releasing.release(clerk, passed(draft, clerk, reviewer, head), at=AT).item
    assert told == ["政策解读", TITLE]
    departing.withdraw(head, item, reason="有误。", at=AT)
    assert told[2:] == ["政策解读", TITLE]


def test_a_document_that_is_not_here(public: Item, clerk: Person, reviewer: Person) -> None:
    made = relating.relate(clerk, public, kind=KIND.QUOTES, words=" 《上级 办法》 ", at=AT)
    line_review.pass_line(reviewer, made, at=AT)
    (one,) = relating.related(public)
    assert (one.item, one.words, one.label) == (None, "《上级 办法》", "引用的文件")


def test_what_cannot_be_related(public: Item, draft: Version, finance: Agency, clerk: Person) -> None:
    hidden = drafted(OPERATOR, finance, "财政局的草稿").item
    before = Entry.objects.count()
    for target, words in ((public, "自己"), (hidden, "没有找到")):
        with pytest.raises(Refused, match=words):
            relating.relate(clerk, public, kind=KIND.QUOTES, target=target, at=AT)
    with pytest.raises(Refused, match="名称和文号"):
        relating.relate(clerk, public, kind=KIND.QUOTES, at=AT)
    with pytest.raises(Refused, match="没有这种关联"):
        relating.relate(clerk, public, kind="likes", words="某文件", at=AT)
    assert nothing_after(before)


def test_only_what_is_public_is_joined_to_a_public_page(public: Item, bureau: Agency, clerk: Person) -> None:
    hidden = drafted(clerk, bureau, "草稿").item
    with pytest.raises(Refused, match="只能关联已经公开"):
        relating.relate(clerk, public, kind=KIND.QUOTES, target=hidden, at=AT)


def test_not_twice_and_not_by_everybody(
    public: Item, bureau: Agency, clerk: Person, stranger: Person, reviewer: Person
) -> None:
    item = drafted(clerk, bureau, "另一条").item
    made = relating.relate(clerk, item, kind=KIND.QUOTES, target=public, at=AT)
    with pytest.raises(Refused, match="已有相同"):
        relating.relate(clerk, item, kind=KIND.QUOTES, target=public, at=AT)
    before = Entry.objects.count()
    for user in (stranger, reviewer):
        with pytest.raises(NotAllowed):
            relating.unrelate(user, made, at=AT)
    assert nothing_after(before)
    relating.unrelate(clerk, made, at=AT)
    assert audited("items.unrelate").object == item.key
    with pytest.raises(WrongState):
        relating.unrelate(clerk, made, at=AT)


# -- classes and quotes -----------------------------------------------------------------------------------
def _kept(bureau: Agency, clerk: Person, reviewer: Person, head: Person) -> Item:
    said = {"disclosure_class": "on_request", "class_basis": "《条例》第十六条", "class_reason": "内部事务。"}
    version = drafted(clerk, bureau, "关于内部考核的通知", document_number="示民函〔2026〕7号", **said)
    reviewing.submit(clerk, version, at=AT)
    reviewing.unit_pass(reviewer, version, at=AT)
    reviewing.disclosure_pass(reviewer, version, checklist={"class": True}, at=AT)
    return reviewing.keep(head, version, at=AT).item


def test_a_forwarded_document_takes_the_class_of_its_source(
    bureau: Agency, clerk: Person, reviewer: Person, head: Person
) -> None:
    source = _kept(bureau, clerk, reviewer, head)
    draft = drafted(clerk, bureau, "转发的通知")
    relating.relate(clerk, draft.item, kind=KIND.FORWARDS, target=source, at=AT)
    version = Version.objects.get(pk=draft.pk)
    assert (version.disclosure_class, version.class_basis) == ("on_request", "《条例》第十六条")
    assert Item.objects.get(pk=draft.item_id).disclosure_class == "on_request"
    drafting.edit(clerk, version, disclosure_class="active", at=AT)
    with pytest.raises(Refused, match="与来文一致"):
        reviewing.submit(clerk, version, at=AT)


def test_its_class_is_not_changed_behind_its_reviewers(
    bureau: Agency, clerk: Person, reviewer: Person, head: Person
) -> None:
    source = _kept(bureau, clerk, reviewer, head)
    draft = drafted(clerk, bureau, "转发的通知")
    reviewing.submit(clerk, draft, at=AT)
    with pytest.raises(WrongState, match="退回修改"):
        relating.relate(clerk, draft.item, kind=KIND.FORWARDS, target=source, at=AT)
    assert not Relation.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "<p>根据示民函〔2026〕7号的要求办理。</p>",
        "<p>按照示民函[2026] 7 号执行。</p>",
        "<p>见《关于内部考核的通知》。</p>",
    ],
)
def test_what_is_not_public_is_not_quoted(
    bureau: Agency, clerk: Person, reviewer: Person, head: Person, body: str
) -> None:
    _kept(bureau, clerk, reviewer, head)
    version = drafted(clerk, bureau, "另一条", body=body)
    with pytest.raises(Refused, match="没有公开的文件"):
        reviewing.submit(clerk, version, at=AT)
    assert Version.objects.get(pk=version.pk).state == State.DRAFT


def test_nor_by_a_relation(bureau: Agency, clerk: Person, reviewer: Person, head: Person) -> None:
    hidden = _kept(bureau, clerk, reviewer, head)
    version = drafted(clerk, bureau, "另一条")
    relating.relate(clerk, version.item, kind=KIND.QUOTES, target=hidden, at=AT)
    assert quoting.not_public(version) == ["《关于内部考核的通知》"]


def test_what_is_public_or_unknown_may_be_quoted(public: Item, bureau: Agency, clerk: Person) -> None:
    body = f"<p>见《{TITLE}》（示民发〔2026〕3号）和国发〔2019〕1号、《中华人民共和国宪法》。</p>"
    version = drafted(clerk, bureau, "另一条", document_number="", body=body)
    assert quoting.not_public(version, on_their_way=True) == []


def test_what_was_withdrawn_is_quoted_no_more(
    public: Item, bureau: Agency, clerk: Person, reviewer: Person, head: Person
) -> None:
    version = drafted(clerk, bureau, "另一条", document_number="", body=f"<p>见《{TITLE}》。</p>")
    passed(version, clerk, reviewer, head)
    departing.withdraw(head, public, reason="有误。", at=AT)
    with pytest.raises(Refused, match="没有公开的文件"):
        releasing.release(clerk, version, at=AT)


@given(st.sampled_from("〔[［（("), st.sampled_from("〕]］）)"), st.integers(1, 99999), st.sampled_from(["", " "]))
def test_numbers_in_any_bracket(left: str, right: str, serial: int, gap: str) -> None:
    text = f"现将示政办发{gap}{left}2026{right}{gap}{serial}号印发给你们"
    (number,) = quoting.numbers(text)
    assert number.endswith(f"示政办发〔2026〕{serial}号")


# -- validity ---------------------------------------------------------------------------------------------
OLD: dict[str, Any] = {"genre": "normative", "validity": "in_force", "effective_on": date(2026, 3, 10)}


@pytest.fixture
def old(bureau: Agency, clerk: Person, reviewer: Person, head: Person) -> Item:
    return shown(clerk, reviewer, head, bureau, "旧办法", document_number="示民发〔2020〕1号", **OLD)


def test_what_repeals_marks_what_it_repeals(
    old: Item, bureau: Agency, clerk: Person, reviewer: Person, head: Person
) -> None:
    new = drafted(clerk, bureau, "新办法", document_number="示民发〔2026〕9号", **OLD)
    relating.relate(clerk, new.item, kind=KIND.REPEALS, target=old, at=AT)
    assert Item.objects.get(pk=old.pk).validity == Validity.IN_FORCE
    releasing.release(clerk, passed(new, clerk, reviewer, head), at=AT + HOUR)
    marked = Item.objects.get(pk=old.pk)
    assert (marked.validity, marked.ended_on) == (Validity.REPEALED, date(2026, 3, 10))
    assert marked.current is not None
    assert marked.current.note == "有效性标注为“废止”：由《新办法》（示民发〔2026〕9号）废止。"
    assert (marked.current.number, marked.current.text) == (2, old.current and old.current.text)
    verbs = list(Entry.objects.order_by("-sequence").values_list("verb", flat=True)[:2])
    assert verbs == ["items.mark", "items.release"]
    with pytest.raises(WrongState, match="不能解除"):
        relating.unrelate(clerk, Relation.objects.get(), at=AT + HOUR)


def test_it_takes_effect_on_its_day(
    old: Item, bureau: Agency, clerk: Person, reviewer: Person, head: Person
) -> None:
    from_on = TODAY + timedelta(days=10)
    new = drafted(clerk, bureau, "新办法", document_number="", **{**OLD, "effective_on": from_on})
    relating.relate(clerk, new.item, kind=KIND.AMENDS, target=old, at=AT)
    releasing.release(clerk, passed(new, clerk, reviewer, head), at=AT)
    assert validity.lapse(AT + timedelta(days=9)) == 0
    assert Item.objects.get(pk=old.pk).validity == Validity.IN_FORCE
    assert validity.lapse(AT + timedelta(days=12)) == 1
    assert Item.objects.get(pk=old.pk).validity == Validity.AMENDED
    assert validity.lapse(AT + timedelta(days=13)) == 0


def test_nobody_repeals_what_another_body_made(old: Item, finance: Agency) -> None:
    new = drafted(OPERATOR, finance, "财政局的办法", document_number="", **OLD)
    relating.relate(OPERATOR, new.item, kind=KIND.REPEALS, target=old, at=AT)
    operator = OPERATOR
    releasing.release(operator, passed(new, operator, operator, operator), at=AT)
    assert Item.objects.get(pk=old.pk).validity == Validity.IN_FORCE


def test_what_runs_out_lapses(bureau: Agency, clerk: Person, reviewer: Person, head: Person) -> None:
    ends = TODAY + timedelta(days=5)
    item = shown(clerk, reviewer, head, bureau, "有期限的办法", ended_on=ends, **OLD)
    assert validity.lapse(AT + timedelta(days=4)) == 0
    assert validity.lapse(AT + timedelta(days=8)) == 1
    lapsed = Item.objects.get(pk=item.pk)
    assert (lapsed.validity, lapsed.ended_on) == (Validity.LAPSED, ends)
    assert audited("items.mark").object == item.key


def test_what_nobody_said_to_hold_lapses_as_well(
    bureau: Agency, clerk: Person, reviewer: Person, head: Person
) -> None:
    ends = TODAY + timedelta(days=5)
    item = shown(clerk, reviewer, head, bureau, "有期限的办法", ended_on=ends, **OLD | {"validity": ""})
    assert validity.lapse(AT + timedelta(days=4)) == 0
    assert validity.lapse(AT + timedelta(days=8)) == 1
    item.refresh_from_db()
    assert (item.validity, item.ended_on) == (Validity.LAPSED, ends)


def test_marked_by_hand(old: Item, head: Person, clerk: Person, stranger: Person) -> None:
    second = drafting.revise(clerk, old, note="更正。", at=AT)
    before = Entry.objects.count()
    for user in (clerk, stranger):
        with pytest.raises(NotAllowed):
            validity.mark(user, old, validity="repealed", ended_on=TODAY, reason="清理结果。", at=AT)
    with pytest.raises(Refused, match="不晚于今天"):
        validity.mark(head, old, validity="repealed", reason="清理结果。", at=AT)
    with pytest.raises(Refused, match="依据"):
        validity.mark(head, old, validity="repealed", ended_on=TODAY, reason=" ", at=AT)
    with pytest.raises(Refused, match="没有改动"):
        validity.mark(head, old, validity="in_force", reason="清理结果。", at=AT)
    assert nothing_after(before)
    made = validity.mark(head, old, validity="repealed", ended_on=TODAY, reason="清理结果。", at=AT)
    assert made.state == State.RELEASED
    assert Version.objects.get(pk=second.pk).validity == Validity.REPEALED, "the draft on its way takes it over"
    assert Item.objects.get(pk=old.pk).state == ItemState.PUBLIC


def test_only_what_is_public_is_marked(draft: Version, head: Person) -> None:
    with pytest.raises(WrongState):
        validity.mark(head, draft.item, validity="repealed", ended_on=TODAY, reason="清理。", at=AT)
