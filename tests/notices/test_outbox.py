"""A message is written with the step, once, and holds nothing in the open that it should not."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.notices import outbox
from gongkai.notices.models import Notice
from tests.cases.conftest import AT

from .made import put

pytestmark = pytest.mark.django_db
State = Notice.State


def test_it_waits_to_be_sent(bureau: Agency) -> None:
    notice = put(bureau, address="zhang@example.cn", body="张三，您的申请……")
    assert (notice.state, notice.not_before, notice.attempts) == (State.WAITING, AT, 0)
    assert notice.message_id.startswith("<")
    found = Notice.objects.get()
    assert (found.address, found.body) == ("zhang@example.cn", "张三，您的申请……")


def test_address_and_words_are_encrypted(bureau: Agency) -> None:
    put(bureau, address="zhang@example.cn", body="张三")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, body FROM notices_notice")
        assert "zhang" not in (stored := "".join(cursor.fetchone()))
    assert "张三" not in stored


def test_the_same_occasion_gives_the_same_row(bureau: Agency) -> None:
    first = put(bureau, once="a", body="one")
    assert put(bureau, once="a", body="two") == first
    assert Notice.objects.get().body == "one"
    assert put(bureau, once="b") != first


def test_it_stands_with_the_step_or_not_at_all(bureau: Agency) -> None:
    with transaction.atomic():
        put(bureau)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_every_row_has_a_message_id_of_its_own(bureau: Agency, settings: Settings) -> None:
    settings.GONGKAI_ADDRESS = "https://gk.example.cn:8443"
    one, two = put(bureau, once="a"), put(bureau, once="b")
    assert one.message_id != two.message_id
    assert one.message_id.endswith("@gk.example.cn>")


def test_on_the_desk_it_is_there_at_once(bureau: Agency, clerk: Person) -> None:
    notice = put(bureau, means="desk", recipient=clerk.key, address="")
    assert (notice.state, notice.sent_at) == (State.SENT, AT)


def test_it_may_be_for_later(bureau: Agency) -> None:
    assert put(bureau, not_before=AT + timedelta(hours=3)).not_before == AT + timedelta(hours=3)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"means": "pigeon"}, "pigeon"),
        ({"address": "  "}, "地址"),
        ({"means": "desk", "address": ""}, "给谁"),
        ({"subject": "one\nBcc: all@example.cn"}, "一行"),
        ({"subject": ""}, "标题"),
        ({"subject": "长" * 121}, "120"),
    ],
)
def test_refused(bureau: Agency, fields: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        put(bureau, **fields)
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_row(bureau: Agency) -> None:
    barrier = Barrier(4)

    def work(_: int) -> int:
        barrier.wait(timeout=10)
        try:
            with transaction.atomic():
                return put(bureau, once="a").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(work, range(4)))) == 1
    assert Notice.objects.count() == 1


def test_the_loser_of_a_race_gets_the_winners_row(bureau: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both asked before either wrote: the unique constraint decides, and the step goes on."""
    winner = put(bureau, once="a")
    original: Callable[[Notice], Notice] = outbox._kept
    late = Notice(
        agency=bureau, means="mail", address="x@y.cn", subject="s", body="b", once="a", message_id="<2@x>",
        not_before=AT, created_at=AT,
    )  # fmt: skip
    with transaction.atomic():
        assert original(late) == winner
        assert Notice.objects.count() == 1


def test_what_was_not_sent_yet_may_be_reworded(bureau: Agency) -> None:
    rows = {
        state: put(bureau, body="甲乙", about="search:1", once=f"s{state}")
        for state in (State.WAITING, State.FAILED, State.UNKNOWN, State.SETTLED)
    }
    for state, row in rows.items():
        Notice.objects.filter(pk=row.pk).update(state=state)
    other = put(bureau, body="甲乙", about="case:1", once="other")
    assert outbox.reword("search:", lambda body: body.replace("乙", "")) == 3
    assert outbox.reword("search:", lambda body: body) == 0
    bodies = {row.state: row.body for row in Notice.objects.exclude(pk=other.pk)}
    assert bodies == {
        State.WAITING: "甲", State.FAILED: "甲", State.UNKNOWN: "甲", State.SETTLED: "甲乙",
    }  # fmt: skip
    other.refresh_from_db()
    assert other.body == "甲乙"
