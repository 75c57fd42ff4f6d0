"""Who asks too often is asked a question; who goes far beyond is refused before the database is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from gongkai.ui import limits
from gongkai.ui.limits import Challenge, TooOften, questions
from gongkai.ui.limits.counts import PERIODS, SIZE, Counts

NOON = 1_780_000_000 - 1_780_000_000 % 3600
_DIGITS = "零一二三四五六七八九"


@pytest.fixture(autouse=True)
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    fresh = Counts(None, "secret")
    monkeypatch.setattr(limits, "_counts", lambda: fresh)
    return fresh


@pytest.fixture(autouse=True)
def _limits(settings: Settings) -> Iterator[None]:
    settings.GONGKAI_ASK_RATE = 2
    settings.GONGKAI_UPLOAD_RATE = 4
    settings.GONGKAI_LOOKUP_RATE = 5
    settings.GONGKAI_LOOKUP_FAILURES = 2
    with time_machine.travel(NOON, tick=False):
        yield


def asked(address: str = "203.0.113.7", **fields: str) -> HttpRequest:
    return RequestFactory().post("/ask/1/check/", fields, REMOTE_ADDR=address)


def answer_to(challenge: Challenge) -> str:
    """As somebody reads it."""
    words = re.fullmatch(r"请输入“(.+)加(.+)”的结果", challenge.question)
    assert words is not None
    return str(sum(n for word in words.groups() for n in range(100) if questions.in_words(n) == word))


def challenged(address: str = "203.0.113.7") -> Challenge:
    """The question somebody above the limit gets."""
    for _ in range(10):
        if found := limits.check(asked(address), "ask"):
            return found
    raise AssertionError("never asked")


def test_within_the_limit_nobody_is_asked() -> None:
    assert [limits.check(asked(), "ask") for _ in range(2)] == [None, None]


def test_above_it_there_is_a_question() -> None:
    for _ in range(2):
        limits.check(asked(), "ask")
    found = limits.check(asked(), "ask")
    assert found is not None
    assert not found.wrong


def test_others_are_not_concerned() -> None:
    challenged()
    assert limits.check(asked("203.0.113.8"), "ask") is None
    assert limits.check(asked(), "upload") is None


def test_in_the_next_window_it_is_over() -> None:
    challenged()
    with time_machine.travel(NOON + 3600, tick=False):
        assert limits.check(asked(), "ask") is None


@pytest.mark.django_db
def test_the_right_answer_goes_on_once() -> None:
    found = challenged()
    given = {"challenge": found.token, "answer": answer_to(found)}
    assert limits.check(asked(**given), "ask") is None
    again = limits.check(asked(**given), "ask")
    assert again is not None
    assert again.wrong
    assert again.token != found.token


@pytest.mark.parametrize("answer", ["", "0", "x", "１０００", "十十", "-1"])
def test_a_wrong_answer_gets_another_question(answer: str) -> None:
    found = challenged()
    again = limits.check(asked(challenge=found.token, answer=answer), "ask")
    assert again is not None
    assert again.wrong


@pytest.mark.django_db
def test_an_answer_comes_in_time_or_not_at_all() -> None:
    found = challenged()
    given = {"challenge": found.token, "answer": answer_to(found)}
    with time_machine.travel(NOON + questions.LASTS + 1, tick=False):
        assert limits.check(asked(**given), "ask") is not None


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "W10:1abc:xyz"])
def test_a_token_of_somebody_else_is_none(token: str) -> None:
    assert not questions.answered(token, "42")


def test_the_token_does_not_tell_the_answer() -> None:
    from django.core import signing

    found = questions.ask()
    assert answer_to(found) not in signing.loads(found.token, salt=questions._SALT)


@given(st.integers(1, 99))
def test_numbers_are_read_as_they_are_spoken(number: int) -> None:
    assert questions.as_number(questions.in_words(number)) == number
    assert questions.as_number(f" {number} ") == number


@pytest.mark.parametrize(
    ("text", "number"), [("四十二", 42), ("４２", 42), ("十", 10), ("二十", 20), ("四十二。", 42)]
)
def test_either_way_of_writing(text: str, number: int) -> None:
    assert questions.as_number(text) == number


def test_failures_count_sooner_than_look_ups() -> None:
    for _ in range(2):
        assert limits.check(asked(), "lookup") is None
        limits.failed(asked(), "lookup")
    assert limits.check(asked(), "lookup") is not None
    assert limits.check(asked("203.0.113.8"), "lookup") is None


def test_when_very_many_fail_everybody_is_asked() -> None:
    for n in range(limits.ALARM + 1):
        limits.failed(asked(f"198.51.{n % 250}.{n // 250}"), "lookup")
    assert limits.check(asked("203.0.113.9"), "lookup") is not None
    with time_machine.travel(NOON + 61, tick=False):
        assert limits.check(asked("203.0.113.9"), "lookup") is None


def test_far_above_no_answer_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "passed", lambda request: True)
    for _ in range(2 * limits.FAR):
        limits.check(asked(), "ask")
    with pytest.raises(TooOften, match="60分钟后再试"):
        limits.check(asked(), "ask")


def test_who_answers_nothing_is_refused_sooner(settings: Settings) -> None:
    settings.GONGKAI_ASK_RATE = 100
    settings.GONGKAI_LOOKUP_FAILURES = 1
    limits.failed(asked(), "lookup")
    questions_asked = [limits.check(asked(), "lookup") for _ in range(limits.UNANSWERED)]
    assert None not in questions_asked
    with pytest.raises(TooOften, match="10分钟后再试"):
        limits.check(asked(), "lookup")


def test_the_gate_refuses_before_anything_else(settings: Settings) -> None:
    settings.GONGKAI_ASK_RATE = 5
    reached: list[str] = []

    def inner(request: HttpRequest) -> HttpResponse:
        reached.append(request.path)
        return HttpResponse()

    gate = limits.gate(inner)
    for _ in range(5 + limits.UNANSWERED):
        limits.check(asked(), "ask")
    refused = gate(asked())
    assert (refused.status_code, refused["Retry-After"], reached) == (429, "600", [])
    assert "请10分钟后再试" in refused.content.decode()
    assert gate(asked("203.0.113.8")).status_code == 200
    elsewhere = RequestFactory().get("/reports/", REMOTE_ADDR="203.0.113.7")
    assert gate(elsewhere).status_code == 200


def test_what_the_gate_refuses_fills_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2 * limits.FAR):
        limits._add("ask", "127.0.0.1")
    assert client.get("/follow/").status_code == 429
    assert caplog.records == []


def test_no_limit_is_zero(settings: Settings) -> None:
    settings.GONGKAI_ASK_RATE = 0
    assert {limits.check(asked(), "ask") for _ in range(50)} == {None}


def test_of_ipv6_the_network_counts() -> None:
    challenged("2001:db8:1:2::1")
    assert limits.check(asked("2001:db8:1:2:ffff::9"), "ask") is not None
    assert limits.check(asked("2001:db8:1:3::1"), "ask") is None


def test_an_ipv4_address_in_ipv6_clothes_counts_as_itself() -> None:
    """Behind a socket that listens on both, one visitor would use up the limit of all."""
    assert limits.address_of(asked("::ffff:203.0.113.7")) == "203.0.113.7"


def test_without_an_address_there_is_one_limit_for_all() -> None:
    assert limits.address_of(asked("")) == ""


def test_the_field_says_what_to_do_and_what_was_wrong() -> None:
    page = render_to_string("ui/challenge.html", {"challenge": Challenge("请输入“一加一”的结果", "t")})
    assert '<label for="id_answer">请输入“一加一”的结果</label>' in page
    assert "img" not in page
    assert "script" not in page
    wrong = render_to_string("ui/challenge.html", {"challenge": Challenge("q", "t", wrong=True)})
    assert 'aria-invalid="true"' in wrong
    assert render_to_string("ui/challenge.html", {"challenge": None}).strip() == ""


# -- the table ---------------------------------------------------------------------------------------------
def test_processes_share_one_table(tmp_path: Path) -> None:
    one, other = (Counts(tmp_path / "counts", "secret") for _ in range(2))
    assert [one.add("a", 60, 0), other.add("a", 60, 59), one.add("a", 60, 30)] == [1, 2, 3]
    assert (other.count("a", 60, 59), other.count("a", 60, 60), other.count("b", 60, 59)) == (3, 0, 0)


def test_it_is_there_after_a_restart(tmp_path: Path) -> None:
    Counts(tmp_path / "counts", "secret").add("a", 600, 1)
    assert Counts(tmp_path / "counts", "secret").count("a", 600, 1) == 1
    assert (tmp_path / "counts").stat().st_size == SIZE


def test_a_table_of_another_size_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "counts").write_bytes(b"x")
    assert Counts(tmp_path / "counts", "secret").add("a", 60, 0) == 1


def test_without_a_place_for_it_each_process_counts(tmp_path: Path) -> None:
    table = Counts(tmp_path / "nowhere" / "counts", "secret")
    assert [table.add("a", 60, 0), table.add("a", 60, 0)] == [1, 2]


def test_no_name_is_written_down(tmp_path: Path) -> None:
    Counts(tmp_path / "counts", "secret").add("203.0.113.7", 60, 0)
    assert b"203.0.113.7" not in (tmp_path / "counts").read_bytes()


def test_many_names_count_neither_for_one_another_nor_away_from_one_another() -> None:
    table = Counts(None, "secret")
    table.add("me", 600, NOON)
    for n in range(5_000):
        table.add(f"198.51.{n // 256}.{n % 256}", 600, NOON)
        table.add(f"198.51.{n // 256}.{n % 256}", 3600, NOON)
    assert table.count("me", 600, NOON) == 1
    assert sum(table.count(f"198.51.{n // 256}.{n % 256}", 600, NOON) != 1 for n in range(5_000)) < 20


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(PERIODS)), max_size=40))
def test_each_is_counted_by_itself(added: list[tuple[str, int]]) -> None:
    table = Counts(None, "secret")
    for name, period in added:
        table.add(name, period, NOON)
    for one in {(name, period) for name in "abc" for period in PERIODS}:
        assert table.count(*one, NOON) == added.count(one)
