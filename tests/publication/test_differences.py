"""What differs between two versions, and that nothing of either is lost in telling it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.accounts.models import Person
from gongkai.documents import actions as documents
from gongkai.publication import drafting
from gongkai.publication.differences import Change, Piece, between, changes, pieces
from gongkai.publication.models import Attachment, Item, Version

from .conftest import AT

PARAGRAPHS = st.lists(st.text("甲乙丙丁。，12ab ", max_size=12), max_size=8).map("\n".join)


@given(PARAGRAPHS, PARAGRAPHS)
def test_both_texts_stand_in_it(old: str, new: str) -> None:
    found = changes(old, new)
    before = [change.before for change in found if change.kind != "added"]
    after = [change.after for change in found if change.kind != "removed"]
    assert "\n".join(before) == old
    assert "\n".join(after) == new


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_are_the_two_texts(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(p.text for p in found if p.kind != "added") == old
    assert "".join(p.text for p in found if p.kind != "removed") == new


@given(PARAGRAPHS)
def test_the_same_text_differs_in_nothing(text: str) -> None:
    assert all(change.kind == "same" for change in changes(text, text))


def test_a_number_is_told_whole() -> None:
    (change,) = changes("标准为每人每月980元。", "标准为每人每月1000元。")
    assert change.kind == "edited"
    assert Piece("removed", "980") in change.pieces
    assert Piece("added", "1000") in change.pieces


def test_a_paragraph_that_was_replaced_is_not_told_in_crumbs() -> None:
    assert changes("一二三四五六七八", "ABCDEFGH") == [
        Change("removed", (Piece("removed", "一二三四五六七八"),)),
        Change("added", (Piece("added", "ABCDEFGH"),)),
    ]


def test_a_long_paragraph_is_compared_as_a_whole() -> None:
    old, new = "甲" * 5000, "甲" * 5000 + "乙"
    assert pieces(old, new) == (Piece("removed", old), Piece("added", new))


@pytest.fixture
def second(public: Item, clerk: Person) -> Version:
    return drafting.revise(clerk, public, note="更正标准。", at=AT + timedelta(hours=1))


def test_nothing_differs_in_a_fresh_copy(public: Item, second: Version) -> None:
    assert public.current is not None
    assert not between(public.current, second).any


def test_fields_body_and_looks(public: Item, second: Version, clerk: Person) -> None:
    old = public.current
    assert old is not None
    bold = "<p>各街道办事处：</p><p>现将有关事项<strong>通知</strong>如下。</p>"
    changed = drafting.edit(clerk, second, title="另一个标题", keywords=["低保", "救助"], body=bold, at=AT)
    found = between(old, changed)
    assert [(f.label, f.after) for f in found.fields] == [("标题", "另一个标题"), ("关键词", "低保、救助")]
    assert found.only_looks
    assert not found.body_changed
    worded = drafting.edit(clerk, changed, body="<p>各街道办事处、各镇：</p>", at=AT)
    found = between(old, worded)
    assert [change.kind for change in found.body] == ["edited", "removed"]
    assert found.any


def test_attachments(public: Item, second: Version) -> None:
    old = public.current
    assert old is not None
    _attach(old, "甲", "附件1.txt", "a")
    _attach(old, "乙", "附件2.txt", "b")
    _attach(old, "丙", "附件3.txt", "c")
    _attach(second, "甲", "附件一.txt", "a")
    _attach(second, "乙改", "附件2.txt", "b")
    _attach(second, "丁", "附件4.txt", "d")
    told = [(f.kind, f.before, f.after) for f in between(old, second).files]
    assert told == [
        ("removed", "附件3.txt", ""),
        ("renamed", "附件1.txt", "附件一.txt"),
        ("replaced", "附件2.txt", "附件2.txt"),
        ("added", "", "附件4.txt"),
    ]


def test_a_first_version_is_all_new(draft: Version) -> None:
    found = between(None, draft)
    assert all(change.kind == "added" for change in found.body)
    assert {field.before for field in found.fields} == {""}


def _attach(version: Version, words: str, name: str, token: str) -> None:
    file = documents.store(words.encode(), name, at=AT)
    Attachment.objects.create(version=version, file=file, name=name, token=token)
