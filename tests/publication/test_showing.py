"""Channels with day, place and proof; topics of a year; the look at the page after a release."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from html import escape
from typing import Any

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.documents import actions as documents
from gongkai.documents import files
from gongkai.errors import NotAllowed, Refused, Unreadable, WrongState
from gongkai.publication import checking_pages, departing, line_review, showing, topics
from gongkai.publication.models import Attachment, Item, Showing, Step, Topic, Version
from gongkai.publication.words import StepKind, Way

from .conftest import AT, HOUR, TODAY, audited, nothing_after

YESTERDAY = TODAY - timedelta(days=1)
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(32)


def test_on_a_board(public: Item, clerk: Person, reviewer: Person) -> None:
    made = showing.show(clerk, public, way=Way.BOARD, place=" 向阳社区公示栏 ", from_on=TODAY, at=AT)
    assert (made.place, made.lasts_on(TODAY)) == ("向阳社区公示栏", True)
    assert audited("items.show").data == '{"from":"2026-03-16","way":"board"}'
    line_review.pass_line(reviewer, made, at=AT)
    showing.end(clerk, made, until_on=TODAY, at=AT)
    assert audited("items.show-end").object == public.key
    assert [s.way for s in showing.showings(public)] == [Way.WEBSITE, Way.BOARD]


def test_an_earlier_day_is_proved_and_counts(public: Item, clerk: Person, reviewer: Person) -> None:
    first = date(2025, 12, 30)
    with pytest.raises(Refused, match="凭证"):
        showing.show(clerk, public, way=Way.GAZETTE, from_on=first, at=AT)
    made = showing.show(clerk, public, way=Way.GAZETTE, from_on=first, proof=PHOTO, proof_name="公报.png", at=AT)
    assert made.proof is not None
    assert Item.objects.get(pk=public.pk).first_public_on == TODAY, "nobody has looked at it"
    line_review.pass_line(reviewer, made, at=AT)
    item = Item.objects.get(pk=public.pk)
    assert (item.first_public_on, item.released_at) == (first, AT), "counted earlier, never dated back"
    showing.strike(clerk, made, reason="日期登记错误。", at=AT)
    assert Item.objects.get(pk=public.pk).first_public_on == TODAY
    assert Showing.objects.get(pk=made.pk).proof is not None
    with pytest.raises(WrongState):
        showing.strike(clerk, made, reason="再一次。", at=AT)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"way": "pigeon"}, "没有这种公开渠道"),
        ({"way": "board"}, "位置"),
        ({"from_on": TODAY + timedelta(days=1)}, "晚于今天"),
        ({"until_on": YESTERDAY}, "早于公开日期"),
        ({"address": "ftp:nowhere"}, "网址"),
    ],
)
def test_what_cannot_be(public: Item, clerk: Person, said: dict[str, Any], words: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match=words):
        showing.show(clerk, public, **{"way": "wechat", "from_on": TODAY, "at": AT, **said})
    assert nothing_after(before)


def test_reviewed_first(draft: Version, clerk: Person) -> None:
    with pytest.raises(WrongState, match="先审后发"):
        showing.show(clerk, draft.item, way=Way.BOARD, place="公示栏", from_on=TODAY, at=AT)


def test_not_by_everybody(public: Item, clerk: Person, stranger: Person, reviewer: Person) -> None:
    made = showing.show(clerk, public, way=Way.WECHAT, from_on=TODAY, at=AT)
    before = Entry.objects.count()
    for user in (stranger, reviewer):
        with pytest.raises(NotAllowed):
            showing.show(user, public, way=Way.WECHAT, from_on=TODAY, at=AT)
        with pytest.raises(NotAllowed):
            showing.end(user, made, until_on=TODAY, at=AT)
        with pytest.raises(NotAllowed):
            showing.strike(user, made, reason="错", at=AT)
    assert nothing_after(before)


def test_our_own_line_stays(public: Item, clerk: Person) -> None:
    with pytest.raises(Refused, match="由系统"):
        showing.strike(clerk, public.showings.get(), reason="错", at=AT)
    with pytest.raises(Refused, match="截止日期"):
        showing.end(clerk, public.showings.get(), until_on=YESTERDAY, at=AT)


# -- topics -----------------------------------------------------------------------------------------------
def test_topics_of_a_year(public: Item, district: Agency, supervisor: Person, clerk: Person) -> None:
    made = topics.keep(supervisor, district, year=2026, names=["乡村振兴", " 安全生产 ", "乡村振兴"], at=AT)
    assert [topic.name for topic in made] == ["乡村振兴", "安全生产"]
    assert audited("items.topics").object == district.key
    assert list(topics.of(public.agency, 2026)) == made
    topics.put(clerk, public, made[:1], at=AT)
    assert audited("items.topics-put").object == public.key
    with pytest.raises(WrongState, match="已有信息使用"):
        topics.keep(supervisor, district, year=2026, names=["安全生产"], at=AT)
    again = topics.keep(supervisor, district, year=2026, names=["环境治理", "乡村振兴"], at=AT)
    assert [topic.name for topic in topics.of(public.agency, 2026)] == ["环境治理", "乡村振兴"]
    assert again[1] == made[0]


def test_topics_by_whom_they_are_kept(
    public: Item, district: Agency, finance: Agency, clerk: Person, stranger: Person
) -> None:
    other = Topic.objects.create(district=finance, year=2026, name="财源建设")
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        topics.keep(clerk, district, year=2026, names=["x"], at=AT)
    with pytest.raises(NotAllowed):
        topics.put(stranger, public, [], at=AT)
    with pytest.raises(Refused, match="不是本地区"):
        topics.put(clerk, public, [other], at=AT)
    assert nothing_after(before)


# -- the page ---------------------------------------------------------------------------------------------
@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What the portal would show, with ``{title}`` and the like put in."""

    def shows(text: str) -> None:
        def render(item: Item) -> str:
            version = item.current
            assert version is not None
            names = " ".join(one.name for one in version.attachments.all())
            return text.format(title=escape(version.title), body=version.body, files=names)

        monkeypatch.setattr(checking_pages, "_render", [render])

    return shows


WHOLE = "<html><title>x</title><h1>{title}</h1><div>{body}</div><p>{files}</p></html>"


def wrong(item: Item) -> set[str]:
    return {look.code for look in checking_pages.automatic(item) if look.wrong}


def test_a_page_as_it_should_be(public: Item, page: Callable[[str], None]) -> None:
    page(WHOLE)
    assert wrong(public) == set()


def test_what_is_missing_on_it(public: Item, page: Callable[[str], None], folder: Any) -> None:
    version = public.current
    assert version is not None
    file = documents.store(b"words", "a.txt", at=AT)
    Attachment.objects.create(version=version, file=file, name="附件一.txt", token="t")
    page("<h1>别的标题</h1>{body}")
    assert wrong(public) == {"title", "files", "hash"}
    files.remove(file.on_disk)
    page("<h1>{title}</h1>{files}")
    assert wrong(public) == {"body", "bytes", "hash"}


def test_a_changed_word_in_the_database_shows(public: Item, page: Callable[[str], None]) -> None:
    page(WHOLE)
    Version.objects.filter(item=public).update(summary="被改动的概述")
    assert wrong(Item.objects.get(pk=public.pk)) == {"hash"}


def test_a_page_that_cannot_be_had_is_wrong(public: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(item: Item) -> str:
        raise Unreadable("磁盘错误。")

    monkeypatch.setattr(checking_pages, "_render", [])
    assert "page" in wrong(public)
    checking_pages.shows(broken)
    assert "page" in wrong(public)


ALL = dict.fromkeys(checking_pages.CHECKLIST, True)


def test_check(public: Item, page: Callable[[str], None], reviewer: Person, bureau: Agency) -> None:
    page(WHOLE)
    mine = Agency.objects.filter(pk=bureau.pk)
    assert list(checking_pages.unchecked(mine)) == [public]
    step = checking_pages.check(reviewer, public, checklist=ALL, at=AT + HOUR)
    assert (step.kind, step.by, step.checklist["wrong"]) == (StepKind.CHECK, reviewer, [])
    assert audited("items.check-page").object == public.key
    assert not checking_pages.unchecked(mine).exists()


def test_what_is_wrong_is_said(public: Item, page: Callable[[str], None], reviewer: Person) -> None:
    page(WHOLE)
    before = Entry.objects.count()
    with pytest.raises(Refused, match="逐项检查"):
        checking_pages.check(reviewer, public, checklist={}, at=AT)
    with pytest.raises(Refused, match="写明问题"):
        checking_pages.check(reviewer, public, checklist={**ALL, "phone": False}, at=AT)
    assert nothing_after(before)
    answers = {**ALL, "phone": False}
    checking_pages.check(reviewer, public, checklist=answers, comment="表格太宽，已请技术人员处理。", at=AT)
    assert Step.objects.latest("pk").checklist["phone"] is False


def test_only_what_is_public_is_looked_at(
    public: Item, page: Callable[[str], None], head: Person, stranger: Person, draft: Version
) -> None:
    page(WHOLE)
    with pytest.raises(NotAllowed):
        checking_pages.check(stranger, public, checklist=ALL, at=AT)
    departing.withdraw(head, public, reason="有误。", at=AT)
    with pytest.raises(WrongState):
        checking_pages.check(head, public, checklist=ALL, at=AT)
    with pytest.raises(WrongState):
        checking_pages.automatic(Item.objects.get(pk=public.pk))
