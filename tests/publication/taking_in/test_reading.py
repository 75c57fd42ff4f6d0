"""A feed is read, and each of its entries is taken in once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.outgoing import Answer, NotReached
from gongkai.publication import departing, drafting, releasing, showing
from gongkai.publication.models import Item, Showing, Source, Version
from gongkai.publication.states import ItemState, State
from gongkai.publication.taking_in import arriving, reading, sources
from gongkai.publication.taking_in.storing import What
from tests.publication.conftest import AT, HOUR, audited, nothing_after, passed

from .conftest import ADDRESS, PAGE, TITLE, Site, entry

pytestmark = pytest.mark.django_db


def read(source: Source, hours: int = 0) -> reading.Turn:
    source.refresh_from_db()
    turn = reading.read(source, at=AT + hours * HOUR)
    source.refresh_from_db()
    return turn


def test_it_is_public_at_once_with_source_and_proved_first_day(feed: Source, site: Site) -> None:
    assert read(feed).whats[What.NEW] == 1
    item = Item.objects.get()
    assert (item.is_public, item.title, item.source) == (True, TITLE, "区民政局旧网站")
    assert (item.first_public_on, item.came_in_on) == (date(2026, 3, 9), AT.date())
    assert PAGE.format(n=1) in item.original_proof
    (shown,) = item.showings.all()
    assert (shown.way, shown.address, shown.from_on) == ("website", PAGE.format(n=1), date(2026, 3, 9))
    assert item.number
    assert item.current is not None
    assert item.current.sha256
    assert audited("publication.source_take").object == item.key
    assert feed.said == "收录1条"


def test_the_same_again_is_not_a_second_one(feed: Source, site: Site) -> None:
    read(feed)
    turn = read(feed, 2)
    assert turn.whats[What.KNOWN] == 1
    assert Item.objects.count() == Version.objects.count() == Showing.objects.count() == 1
    assert feed.said == "没有新的信息"


def test_only_what_is_new_is_asked_for(feed: Source, site: Site) -> None:
    read(feed)
    site.answer = lambda: Answer(304)
    read(feed, 2)
    assert site.asked[1] == {"If-None-Match": '"1"'}
    assert feed.read_at == AT + 2 * HOUR


def test_what_changed_there_is_a_new_version_with_a_note(feed: Source, site: Site) -> None:
    read(feed)
    site.has(entry(body="自2026年5月1日起执行。"))
    assert read(feed, 2).whats[What.CHANGED] == 1
    item = Item.objects.get()
    assert item.current is not None
    assert (item.current.number, item.current.text) == (2, "自2026年5月1日起执行。")
    assert "更新" in item.current.note
    assert item.versions.get(number=1).state == State.SUPERSEDED
    assert item.first_public_on == date(2026, 3, 9)
    assert audited("publication.source_change").object == item.key


def test_what_somebody_corrected_here_is_not_overwritten(
    feed: Source, site: Site, clerk: Person, reviewer: Person, head: Person
) -> None:
    read(feed)
    item = Item.objects.get()
    mine = drafting.revise(clerk, item, note="更正标题。", at=AT + HOUR)
    site.has(entry(body="自2026年5月1日起执行。"))
    assert read(feed, 2).whats[What.LEFT] == 1
    drafting.edit(
        clerk, mine, title="更正后的标题", made_on=date(2026, 3, 8), document_number="示民发〔2026〕9号",
        summary="概述", category="20.11", subject="民政", keywords=["救助"], at=AT + 2 * HOUR,
    )  # fmt: skip
    mine.refresh_from_db()
    releasing.release(clerk, passed(mine, clerk, reviewer, head, AT + 3 * HOUR), at=AT + 3 * HOUR)
    site.has(entry(body="自2026年6月1日起执行。"))
    assert read(feed, 4).whats[What.LEFT] == 1
    item.refresh_from_db()
    assert item.title == "更正后的标题"


def test_what_was_withdrawn_here_does_not_come_back(feed: Source, site: Site, head: Person) -> None:
    read(feed)
    departing.withdraw(head, Item.objects.get(), reason="有误。", at=AT + HOUR)
    site.has(entry(body="自2026年5月1日起执行。"))
    assert read(feed, 2).whats[What.LEFT] == 1
    assert Item.objects.get().state == ItemState.WITHDRAWN


def test_what_we_published_gains_a_channel_and_counts_once(
    feed: Source, site: Site, public: Item, clerk: Person
) -> None:
    """The old site shows it, too: known by its address, which somebody noted."""
    showing.show(clerk, public, way="website", from_on=AT.date(), address=PAGE.format(n=1), at=AT)
    assert read(feed).whats[What.SHOWN] == 1
    assert Item.objects.count() == 1
    assert public.showings.count() == 2


def test_our_own_pages_come_back_as_what_they_are(
    feed: Source, site: Site, public: Item, settings: object
) -> None:
    setattr(settings, "GONGKAI_ADDRESS", "https://gk.example")  # noqa: B010 - the fixture of pytest-django
    site.has(entry().replace(PAGE.format(n=1), f"https://gk.example/items/{public.pk}/"))
    assert read(feed).whats[What.SHOWN] == 1
    assert Item.objects.count() == 1
    assert public.showings.count() == 1


def test_nothing_harmful_comes_in(feed: Source, site: Site) -> None:
    bad = (
        "&lt;p onclick='x()'&gt;甲&lt;a href='/b.html'&gt;乙&lt;/a&gt;&lt;a href='javascript:x'&gt;丙&lt;/a&gt;"
        "&lt;img src='/items/1/files/abc/'&gt;"
        "&lt;script&gt;x&lt;/script&gt;&lt;iframe src='//x'&gt;&lt;/iframe&gt;&lt;/p&gt;"
    )
    site.has(entry(body=bad))
    read(feed)
    body = Version.objects.get().body
    assert body.strip() == '<p>甲<a href="https://old.example.cn/b.html">乙</a>丙</p>'


def test_what_is_enclosed_stays_there_and_is_linked(feed: Source, site: Site) -> None:
    file = '<enclosure url="/files/list.xlsx" length="9" type="application/vnd.ms-excel"/></item>'
    site.has(entry().replace("</item>", file))
    read(feed)
    version = Version.objects.get()
    assert "附件（在来源网站）" in version.text
    assert '<a href="https://old.example.cn/files/list.xlsx">list.xlsx</a>' in version.body
    assert not version.attachments.exists()


def test_a_secrecy_marking_keeps_it_out_and_is_told_without_its_words(feed: Source, site: Site) -> None:
    site.has(entry(body="机密★10年&lt;br&gt;绝不外传的内容"), entry(2, "另一份通知"))
    turn = read(feed)
    assert (turn.whats[What.NEW], turn.failed) == (1, 1)
    assert Item.objects.get().title == "另一份通知"
    assert "国家秘密标志" in feed.failure
    assert "绝不外传" not in feed.failure
    assert not any("绝不外传" in one.data for one in Entry.objects.all())


def test_one_that_cannot_be_taken_keeps_no_other_out(feed: Source, site: Site) -> None:
    site.has(entry(1, ""), entry(2), entry(3, "长" * 301))
    assert read(feed).whats[What.NEW] == 1
    assert feed.failure.startswith("第1条：")
    assert "共2条没有收录" in feed.failure
    assert feed.etag == ""


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(404), "没有给出订阅内容（404）"), (Answer(301, {"location": "x"}), "转到了别处"),
        (Answer(200, {}, b"<html/>"), "不是 RSS"), (Answer(200, {}, b"x", whole=False), "超过"),
    ],
)  # fmt: skip
def test_a_failure_is_told_in_words_until_it_is_over(feed: Source, site: Site, answer: Answer, words: str) -> None:
    good, site.answer = site.answer, lambda: answer
    assert read(feed).failed == 1
    assert words in feed.failure
    assert feed.failing_since == AT
    assert audited("publication.source_failed").object == feed.key
    before = Entry.objects.count()
    read(feed, 2)
    assert feed.failing_since == AT
    assert nothing_after(before)
    site.answer = good
    read(feed, 4)
    assert (feed.failure, feed.failing_since) == ("", None)


def test_no_answer_is_a_failure_too(feed: Source, site: Site) -> None:
    def silent() -> Answer:
        raise NotReached("对方没有及时回答")

    site.answer = silent
    read(feed)
    assert feed.failure == "对方没有及时回答"


def test_a_day_to_come_is_not_believed(feed: Source, site: Site) -> None:
    site.has(entry(day="Wed, 16 Mar 2033"))
    read(feed)
    assert Item.objects.get().first_public_on == AT.date()


def test_the_job_reads_what_is_due_and_no_other(feed: Source, site: Site, head: Person) -> None:
    assert reading.read_due(AT).whats[What.NEW] == 1
    reading.read_due(AT + timedelta(minutes=30))
    assert len(site.asked) == 1
    reading.read_due(AT + HOUR)
    assert len(site.asked) == 2
    sources.end(head, feed, at=AT + HOUR)
    reading.read_due(AT + 5 * HOUR)
    assert len(site.asked) == 2


def test_setting_up_and_ending_is_for_whoever_sets(
    clerk: Person, head: Person, stranger: Person, bureau: Agency
) -> None:
    before = Entry.objects.count()
    for user in (clerk, stranger):
        with pytest.raises(NotAllowed):
            sources.add(user, bureau, kind="feed", name="旧网站", address=ADDRESS, at=AT)
    for bad in ("ftp://a.cn/x", "旧网站", "https://me:secret@a.cn/rss"):
        with pytest.raises(Refused):
            sources.add(head, bureau, kind="feed", name="旧网站", address=bad, at=AT)
    assert nothing_after(before)
    made, secret = sources.add(head, bureau, kind="feed", name="旧网站", address=ADDRESS, at=AT)
    assert secret == ""
    with pytest.raises(Refused, match="已经在读取"):
        sources.add(head, bureau, kind="feed", name="旧网站", address=ADDRESS, at=AT)
    with pytest.raises(NotAllowed):
        sources.end(stranger, made, at=AT)
    sources.end(head, made, at=AT)
    assert audited("publication.source_end").object == made.key
    with pytest.raises(WrongState):
        sources.end(head, made, at=AT)


def test_reading_now_is_asked_of_the_job(feed: Source, site: Site, head: Person) -> None:
    reading.read_due(AT)
    sources.read_now(head, feed, at=AT)
    reading.read_due(AT + timedelta(minutes=10))
    assert site.asked[1] == {}


def test_a_body_that_takes_too_long_to_clean_is_not_taken_and_keeps_no_other_out(
    feed: Source, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "SECONDS", 1.0)
    site.has(entry(body="&lt;ul&gt;&lt;li&gt;" * 20_000), entry(2, "另一份通知"))
    turn = read(feed)
    assert (turn.whats[What.NEW], turn.failed) == (1, 1)
    assert "嵌套过深" in feed.failure
    assert Item.objects.get().title == "另一份通知"


def test_a_long_body_comes_in_as_any_other(feed: Source, site: Site) -> None:
    site.has(entry(body="&lt;p&gt;自2026年4月1日起执行。&lt;/p&gt;" * 1000))
    read(feed)
    assert Version.objects.get().body.count("<p>") == 1000


def test_a_source_that_breaks_the_program_keeps_no_other_from_being_read(
    feed: Source, head: Person, bureau: Agency, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sources.add(head, bureau, kind="feed", name="另一网站", address=f"{ADDRESS}?2", at=AT + HOUR)[0]
    real = reading.read

    def breaks(source: Source, *, at: datetime) -> reading.Turn:
        if source.pk == feed.pk:
            raise RuntimeError("nobody foresaw this")
        return real(source, at=at)

    monkeypatch.setattr(reading, "read", breaks)
    turn = reading.read_due(AT + 2 * HOUR)
    assert (turn.whats[What.NEW], turn.failed) == (1, 1)
    feed.refresh_from_db()
    other.refresh_from_db()
    assert "程序出错" in feed.failure
    assert "nobody" not in feed.failure
    assert other.said == "收录1条"


def test_a_source_that_takes_long_goes_on_next_time(
    feed: Source, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.has(entry(), entry(2, "另一份通知"))
    monkeypatch.setattr(reading, "_SOURCE_SECONDS", -1.0)
    assert not read(feed).whats
    assert "下次再读" in feed.failure
    monkeypatch.undo()
    monkeypatch.setattr("gongkai.outgoing.ask", site.ask)
    assert read(feed, 2).whats[What.NEW] == 2


@pytest.mark.parametrize("address", ["https://[x", "https://a]b/"])
def test_an_address_that_cannot_be_taken_apart_is_refused_in_words(
    head: Person, bureau: Agency, address: str
) -> None:
    with pytest.raises(Refused, match="订阅地址"):
        sources.add(head, bureau, kind="feed", name="网站", address=address, at=AT)
