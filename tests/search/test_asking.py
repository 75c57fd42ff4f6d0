from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.errors import CannotSearch
from gongkai.search import asking, documents, sql
from gongkai.search.asking import find, in_titles
from gongkai.search.documents import Entry, drop, put
from gongkai.search.models import Document, Rebuild
from gongkai.search.normalising import normal
from gongkai.search.pieces import SIZE, mark

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NEW_YEAR = date(2026, 1, 1)


def index(number: int, *texts: str, title: str = "无题", on: date = NEW_YEAR, marks: tuple[str, ...] = ()) -> None:
    put(Entry(number, on, [title], texts, marks))


def test_any_part_of_a_text_from_one_character_on() -> None:
    text = "关于印发《政府信息公开条例》实施办法（试行）的通知 Open Data 2024-05"
    index(1, text)
    normalised = normal(text)
    for length in (1, 2, 3, 5, 20):
        for start in range(len(normalised) - length + 1):
            word = normalised[start : start + length].strip()
            assert not word or find([word]) == [1], word


@pytest.mark.parametrize("word", ["政信", "府政", "例实施办法试", "data2024", "zz", "Ω"])
def test_what_stands_nowhere_is_not_found(word: str) -> None:
    index(1, "关于印发《政府信息公开条例》实施办法（试行）的通知 Open Data 2024-05", "政府信", "信息公开")
    assert find([word]) == []


def test_nothing_is_found_across_two_texts() -> None:
    index(1, "甲乙", "丙丁", title="戊己")
    assert find(["乙丙"]) == find(["己甲"]) == []
    assert find(["甲乙", "丙丁"]) == [1]


def test_over_the_edge_of_a_piece_and_repeated_a_thousand_times() -> None:
    text = "".join(chr(0x4E00 + number % 5_000) for number in range(3 * SIZE))
    index(1, text)
    index(2, "政府信息" * 1_000 + "公开条例" * 1_000)
    for start in range(SIZE - 200, SIZE + 10, 7):
        assert find([text[start : start + 20]]) == [1]
    assert find(["政府信息公开条例"]) == find(["息政府信息政府"]) == find(["例公开条例公"]) == [2]
    assert find(["政府信息条例"]) == []


def test_words_may_stand_in_different_pieces_and_all_must_stand() -> None:
    index(1, "乡村振兴" + "字" * 3 * SIZE + "专项资金")
    index(2, "乡村振兴")
    assert find(["乡村振兴", "专项资金"]) == [1]
    assert find(["乡村", "资金"]) == [1]
    assert find(["乡村振兴", "金"]) == [1]
    assert find(["乡村振兴专项资金"]) == []


def test_hits_in_titles_come_first_then_the_newest() -> None:
    index(1, "正文", title="预算公开", on=date(2020, 1, 1))
    index(2, "预算公开", on=date(2026, 1, 1))
    index(3, "正文", title="预算公开", on=date(2024, 1, 1))
    index(4, "预算公开", on=date(2025, 1, 1))
    index(5, "预算公开" + "字" * 5_000 + "预算公开", on=date(2026, 1, 1))
    assert find(["预算公开"]) == [3, 1, 5, 2, 4]
    assert find(["预算公开"], titles_first=False) == [5, 2, 4, 3, 1]
    assert find(["预算"]) == find(["预"]) == [3, 1, 5, 2, 4]
    assert in_titles(["预算"]) == [3, 1]
    assert in_titles(["算公开"], limit=1) == [3]


def test_no_more_than_was_asked_for() -> None:
    for number in range(1, 31):
        index(number, "同样的内容")
    assert find(["同样的"], limit=10) == list(range(30, 20, -1))
    assert find(["同样"], limit=10) == list(range(30, 20, -1))


def test_marks_narrow_and_only_what_may_be_shown_is_found() -> None:
    for number in range(1, 7):
        index(number, "同样的内容", marks=(mark("year", 2020 + number % 3), mark("agency", number % 2)))
    assert find(["同样的"], marks=[[mark("year", 2021)]]) == [4, 1]
    assert find(["同"], marks=[[mark("year", 2021), mark("year", 2022)], [mark("agency", 1)]]) == [5, 1]
    shown = Document.objects.filter(pk__in=[1, 2, 5])
    assert find(["同样的"], among=shown) == find(["同样"], among=shown) == [5, 2, 1]
    assert find(["同样的"], among=shown, marks=[[mark("agency", 1)]], limit=1) == [5]


def test_every_substring_of_made_up_texts_is_found_and_nothing_else() -> None:
    rng = random.Random(3)
    texts = {number: "".join(rng.choices("政府信息公开ab1 (", k=rng.randint(1, 60))) for number in range(1, 60)}
    texts = {number: normal(text) for number, text in texts.items()}
    for number, text in texts.items():
        index(number, text)
    for _ in range(400):
        source = rng.choice(list(texts.values())) or "政"
        start = rng.randrange(len(source))
        word = source[start : start + rng.randint(1, 6)].strip() or "政"
        assert find([word], titles_first=False) == sorted((n for n, t in texts.items() if word in t), reverse=True)


def test_what_was_changed_or_taken_out_is_not_found_any_more() -> None:
    index(1, "旧的内容" + "字" * 4_000, title="旧标题")
    assert find(["旧的内容"]) == find(["旧标题"]) == [1]
    index(1, "新的内容", title="新标题", on=date(2024, 1, 1))
    assert find(["旧的内容"]) == find(["旧标题"]) == find(["旧"]) == []
    assert find(["新的内容"]) == in_titles(["新"]) == [1]
    drop([1, 99])
    assert find(["新的内容"]) == []
    assert not Document.objects.exists()


def test_the_same_again_changes_nothing_but_the_stamp() -> None:
    assert put(Entry(1, NEW_YEAR, ["题"], ["文"], stamp="a"))
    assert not put(Entry(1, NEW_YEAR, ["题"], ["文"], stamp="b"))
    assert Document.objects.get().stamp == "b"


def test_characters_of_the_languages_of_the_databases_do_no_harm() -> None:
    hard = "a'b\"c\\d%e_f*g(h)i&j|k!l:m<n-o"
    index(1, hard)
    for length in (1, 2, 3, 9):
        for start in range(len(normal(hard)) - length + 1):
            assert find([normal(hard)[start : start + length]]) == [1]
    assert find(["%"]) == [1]
    assert find(["a%f"]) == find(["' or"]) == []


def test_while_the_index_is_made_anew_nobody_is_told_that_there_is_nothing() -> None:
    index(1, "内容")
    Rebuild.objects.create(started_at=AT, done=30, total=40)
    with pytest.raises(CannotSearch, match="正在重建（已完成75%）"):
        find(["内容"])


@pytest.fixture
def without_index() -> Iterator[None]:
    with transaction.atomic():
        sql.drop(connection)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE search_piece DROP COLUMN words")
        yield
        transaction.set_rollback(True)


def test_a_broken_index_is_a_failure_and_not_an_empty_answer(without_index: None) -> None:
    with pytest.raises(CannotSearch, match="暂时不能使用"):
        find(["内容"])
    assert Document.objects.count() == 0


def test_a_question_that_takes_too_long_is_given_up() -> None:
    for number in range(1, 300):
        index(number, "同样的内容")
    slow = "SELECT pg_sleep(5)" if connection.vendor == "postgresql" else (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    )  # fmt: skip

    def ask(*args: object) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(slow)
        return []

    quick = mock.patch.object(asking, "SECONDS", 0.2)
    with quick, mock.patch.object(sql, "documents", ask), pytest.raises(CannotSearch):
        find(["同样的"])
    assert find(["同样的"])[0] == 299


def test_what_was_set_for_a_question_does_not_outlast_it() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("settings of a session are PostgreSQL's")
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        before = cursor.fetchone()
        find(["甲"])
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == before


def test_the_newest_slots_are_asked_first_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SLOT", 2)
    for number in range(1, 31):
        on = NEW_YEAR + timedelta(days=number if number % 3 else -number)
        index(number, "同样的内容", "乙" if number % 7 == 0 else "", on=on)
    newest = [30 - i for i in range(30) if (30 - i) % 3] + [3 * i for i in range(1, 11)]
    monkeypatch.setattr(sql, "_WINDOWS", (1, 2))
    assert find(["同样的"]) == newest
    assert find(["同样的"], limit=7) == newest[:7]
    assert find(["乙"]) == [one for one in newest if one % 7 == 0]


def test_an_error_of_the_database_does_not_say_what_was_looked_for(caplog: pytest.LogCaptureFixture) -> None:
    with mock.patch.object(sql, "documents", side_effect=DatabaseError("张三")), pytest.raises(CannotSearch):
        find(["张三"])
    assert "张三" not in caplog.text
