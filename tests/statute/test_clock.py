"""The clock against the tables of examples in ``rules/``, and against what must hold for any history."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.errors import Refused
from gongkai.statute import periods
from gongkai.statute.calendar import Calendar, official
from gongkai.statute.clock import (
    Channel,
    Due,
    Event,
    EventKind,
    due,
    fee_pay_by,
    joint_maker_until,
    overdue,
    parse_events,
    receipt_day,
    supplement_notice_by,
    third_party_until,
)

RULES = Path(__file__).parent / "rules"
LATER = date(2026, 11, 24)


def examples(name: str) -> list[Any]:
    """One parameter an example, named by its rule."""
    raw = tomllib.loads((RULES / name).read_text("utf-8"))["example"]
    return [pytest.param(one, id=one["rule"]) for one in raw]


def asked(*words: str, on: date = LATER, calendar: Calendar | None = None) -> Due:
    return due(parse_events(words), calendar=calendar or official(), on=on)


def codes(found: Due) -> list[str]:
    return [one.code for one in found.because]


@pytest.mark.parametrize("example", examples("reply.toml"))
def test_a_reply_is_due(example: dict[str, Any]) -> None:
    found = asked(*example["events"], on=example.get("on", LATER))
    assert found.on == example.get("due")
    assert found.waiting_for == example.get("waiting")
    assert found.provisional == example.get("provisional", False)
    assert set(example.get("mentions", [])) <= set(codes(found))
    assert found.stopped_on == example.get("stopped")
    if "late" in example:
        assert overdue(found, on=LATER) == example["late"]


@pytest.mark.parametrize("example", examples("reply.toml"))
def test_the_order_of_the_events_does_not_matter(example: dict[str, Any]) -> None:
    on = example.get("on", LATER)
    assert asked(*reversed(example["events"]), on=on) == asked(*example["events"], on=on)


@pytest.mark.parametrize("example", examples("receipt.toml"))
def test_a_request_is_received(example: dict[str, Any]) -> None:
    days = {name: example[name] for name in example if name.endswith("_on")}
    found = receipt_day(Channel(example["channel"]), **days)
    assert (found.on, found.waiting_for) == (example.get("received"), example.get("waiting"))
    assert found.late == example.get("late", False)
    assert "第三十一条" in found.article
    if "due" in example:
        assert found.on is not None
        assert asked(f"{found.on}=received").on == example["due"]


PERIODS: dict[str, Callable[..., periods.Dated]] = {
    "supplement_notice_by": supplement_notice_by,
    "third_party_until": third_party_until,
    "joint_maker_until": joint_maker_until,
    "fee_pay_by": fee_pay_by,
    "working": periods.working_days,
    "days": periods.calendar_days,
    "months": periods.months,
    "before": periods.last_working_before,
}


@pytest.mark.parametrize("example", examples("periods.toml"))
def test_a_period_ends(example: dict[str, Any]) -> None:
    number = [example["number"]] if "number" in example else []
    found = PERIODS[example["kind"]](example["after"], *number, official())
    assert found == (example["until"], False, ())


def test_the_working_names_article_day_and_count() -> None:
    found = asked("2026-03-02=received", "2026-03-09=third-party-asked:A", "2026-03-25=opinion-received:A")
    first, second, last = found.because
    assert (first.on, first.counted, first.until) == (date(2026, 3, 2), 20, date(2026, 3, 30))
    assert "第三十三条" in first.article
    assert first.text == "2026-03-02收到申请，当日不计；自次日起20个工作日，至2026-03-30。"
    assert (second.counted, second.until) == (-12, date(2026, 4, 16))
    assert "“A”" in second.text
    assert "第三十二条" in second.article
    assert last.text == "应于2026-04-16（星期四）前作出答复，含当日。"


def test_every_line_can_be_said() -> None:
    """Each code has its wording, and each wording is filled without a gap."""
    from gongkai.statute.clock.result import Reason
    from gongkai.statute.clock.rules import wording

    day = date(2026, 3, 2)
    for code in wording():
        one = Reason(code, day, 3, day, "甲", day)
        assert one.text.endswith("。")
        assert "None" not in one.text
        assert one.article


def test_a_silent_joint_maker_consents_and_a_silent_third_party_does_not() -> None:
    joint = asked("2026-03-02=received", "2026-03-09=joint-maker-asked", on=date(2026, 4, 30))
    third = asked("2026-03-02=received", "2026-03-09=third-party-asked", on=date(2026, 4, 30))
    assert joint.on == third.on
    assert not joint.provisional
    assert "，视为同意公开" in joint.because[1].text
    assert "不视为同意" in third.because[1].text


def test_other_agencies_count_up_to_the_day_one_looks() -> None:
    words = ("2026-03-02=received", "2026-03-09=agency-asked")
    early, late = asked(*words, on=date(2026, 3, 9)), asked(*words, on=date(2026, 3, 10))
    assert (early.on, late.on) == (date(2026, 3, 30), date(2026, 3, 31))
    assert early.provisional
    assert late.provisional
    assert asked(*words, on=date(2026, 3, 1)).on == date(2026, 3, 30), "asked later than one looks: nothing yet"


def test_a_reply_ends_what_is_still_open() -> None:
    found = asked(
        "2026-03-02=received", "2026-03-09=agency-asked", "2026-03-18=posted", "2026-06-01=agency-answered"
    )
    assert (found.on, found.provisional) == (date(2026, 4, 9), False)
    assert "agency-stopped" in codes(found)
    assert not overdue(found, on=LATER)


def test_what_comes_after_the_reply_changes_nothing() -> None:
    found = asked("2026-03-02=received", "2026-03-18=posted", "2026-03-20=extended", "2026-03-25=served")
    assert (found.on, found.stopped_on) == (date(2026, 3, 30), date(2026, 3, 18))


def test_answers_are_told_apart_by_their_mark() -> None:
    found = asked(
        "2026-03-02=received", "2026-03-09=agency-asked:A", "2026-03-11=agency-answered:B", on=date(2026, 3, 12)
    )
    assert found.provisional
    assert found.on == date(2026, 4, 2)
    assert "answer-without-asking" in codes(found)


def test_asked_twice_answered_twice() -> None:
    found = asked(
        "2026-03-02=received", "2026-03-04=agency-asked", "2026-03-06=agency-answered", "2026-03-10=agency-asked",
        "2026-03-11=agency-answered",
    )  # fmt: skip
    assert found.on == date(2026, 4, 2)
    assert not found.provisional


def test_waiting_is_never_late_whatever_the_day() -> None:
    found = asked("2026-03-02=received", "2026-03-09=supplement-noticed")
    assert found.on is None
    assert not overdue(found, on=date(2099, 1, 1))
    assert codes(found)[-1] == "waiting-supplement"


def test_closed_while_waiting_waits_no_more() -> None:
    found = asked("2026-03-02=received", "2026-03-09=supplement-noticed", "2026-04-10=closed")
    assert (found.on, found.waiting_for, found.stopped_on) == (None, None, date(2026, 4, 10))
    assert not overdue(found, on=LATER)


def test_waiting_for_two_things_ends_with_both() -> None:
    words = [
        "2026-03-02=received",
        "2026-03-09=supplement-noticed",
        "2026-03-10=fee-noticed",
        "2026-03-12=fee-paid",
    ]
    assert asked(*words).waiting_for == "supplement"
    assert asked(*words, "2026-03-16=supplement-received").on == date(2026, 4, 14)


def test_nothing_can_be_extended_while_waiting() -> None:
    found = asked("2026-03-02=received", "2026-03-09=supplement-noticed", "2026-03-10=extended")
    assert "extension-waiting" in codes(found)


def test_a_supplement_nobody_noted_as_asked_for_starts_anew_and_says_so() -> None:
    found = asked("2026-03-02=received", "2026-03-23=supplement-received")
    assert found.on == date(2026, 4, 21)
    assert "请核对" in found.because[1].text


@pytest.mark.parametrize(
    "words",
    [
        ["2026-03-12=supplement-noticed"],
        ["2026-03-05=supplement-noticed", "2026-03-06=supplement-received"],
    ],
)
def test_a_supplement_that_no_notice_waits_for_changes_nothing(words: list[str]) -> None:
    before = asked("2026-03-02=received", *words)
    after = asked("2026-03-02=received", *words, "2026-03-20=supplement-received")
    assert after.on == before.on
    assert "supplement-without-notice" in codes(after)


def test_a_late_supplement_cannot_heal_a_period_that_is_over() -> None:
    assert asked("2026-03-02=received", "2026-03-31=supplement-received").on == date(2026, 3, 30)


def test_a_delay_to_a_day_of_rest_means_the_working_day_before() -> None:
    assert asked("2026-03-02=received", "2026-03-20=delayed-to:2026-08-01").on == date(2026, 7, 31)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("2026-03-20=delayed-to:2026-03-25", "delayed-shorter"),
        ("2026-04-20=delayed-to:2026-07-31", "delayed-late"),
    ],
)
def test_a_delay_that_does_not_help_is_said(word: str, code: str) -> None:
    found = asked("2026-03-02=received", word)
    assert found.on == date(2026, 3, 30)
    assert code in codes(found)


def test_an_extension_beyond_the_most_is_cut() -> None:
    event = Event(EventKind.EXTENDED, date(2026, 5, 15), days=99)
    found = due([*parse_events(["2026-04-20=received"]), event], calendar=official(), on=LATER)
    assert found.on == date(2026, 6, 17)
    assert "extended-cut" in codes(found)


def test_the_earliest_receipt_counts() -> None:
    found = asked("2026-04-20=received", "2026-04-22=received")
    assert found.on == date(2026, 5, 20)
    assert "received-again" in codes(found)


def test_what_was_done_before_the_receipt_is_taken_after_it() -> None:
    found = asked("2026-03-01=agency-asked", "2026-03-02=received", "2026-03-04=agency-answered")
    assert found.on == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "没有收到申请"),
        (["2026-03-02=posted"], "没有收到申请"),
        (["1989-12-31=received"], "太远"),
        (["2100-12-20=received"], "太远"),
        (["2008-04-30=received"], "尚未施行"),
        (["2026-03-02=received", "2026-03-04=delayed-to:2199-01-01"], "太远"),
    ],
)
def test_what_cannot_be_computed_is_refused(words: list[str], message: str) -> None:
    with pytest.raises(Refused, match=message):
        asked(*words)


def test_a_day_of_looking_too_far_away_is_refused() -> None:
    with pytest.raises(Refused, match="太远"):
        asked("2026-03-02=received", on=date(1500, 1, 1))


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("2026-03-02", "看不懂"),
        ("2026-02-30=received", "不是日期"),
        ("20260302=received", "不是日期"),
        ("2026-03-02=recieved", "没有“recieved”"),
        ("2026-03-02=received:A", "不写“A”"),
        ("2026-03-02=opinion-received:", "是空的"),
        ("2026-03-02=extended:21", "1 至 20"),
        ("2026-03-02=extended:0", "1 至 20"),
        ("2026-03-02=extended:十", "1 至 20"),
        ("2026-03-02=delayed-to", "延迟到哪一天"),
        ("2026-03-02=delayed-to:soon", "不是日期"),
    ],
)
def test_a_word_that_cannot_be_is_refused(word: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        parse_events([word])


def test_words_become_events() -> None:
    day = date(2026, 3, 9)
    assert parse_events(["2026-03-09=third-party-asked:A", "2026-03-09=extended:5"]) == [
        Event(EventKind.THIRD_PARTY_ASKED, day, "A"),
        Event(EventKind.EXTENDED, day, days=5),
    ]


def test_an_extension_of_no_days_is_no_event() -> None:
    with pytest.raises(Refused, match="至少"):
        Event(EventKind.EXTENDED, LATER, days=0)


def test_the_readings_can_be_read_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the law is silent, the other choices that the parameters name work as well."""
    from gongkai.statute.clock import working

    rules = working.rules_at(date(2026, 3, 2).toordinal())
    other = rules._replace(reasons="waits", payment="resumes")
    monkeypatch.setattr(working, "rules_at", lambda ordinal: other)
    assert asked("2026-03-02=received", "2026-03-05=reasons-asked").waiting_for == "reasons"
    assert asked("2026-03-02=received", "2026-03-05=reasons-asked", "2026-03-10=reasons-received").on == date(
        2026, 4, 8
    )
    assert asked("2026-03-02=received", "2026-04-05=reasons-asked").on == date(2026, 3, 30)
    paid = asked("2026-03-02=received", "2026-03-09=fee-noticed", "2026-03-25=fee-paid")
    assert paid.on == date(2026, 4, 16), "as if a consultation had taken those days"


def test_what_is_dated_before_the_receipt_has_no_effect_and_is_said() -> None:
    for word in ("supplement-noticed", "supplement-received", "fee-noticed", "extended", "delayed-to:2026-06-01"):
        found = asked(f"2026-03-01={word}", "2026-03-02=received")
        assert (found.on, found.waiting_for) == (date(2026, 3, 30), None)
        assert [one.code for one in found.because] == ["received", "before-receipt", "due"]
        assert found.because[1].text.startswith("2026-03-01登记的“")


def test_it_says_until_when_a_third_party_and_a_joint_maker_may_answer() -> None:
    third = asked("2026-03-02=received", "2026-03-09=third-party-asked:甲", "2026-03-11=third-party-received:甲")
    said = [one for one in third.because if one.code == "third-reached"]
    assert [(one.ended, one.counted) for one in said] == [(date(2026, 4, 1), None)]
    assert (
        said[0].text
        == "2026-03-11第三方“甲”收到征求意见书，当日不计；自次日起15个工作日内提出意见，至2026-04-01。"
    )
    joint = asked("2026-09-14=received", "2026-09-16=joint-maker-asked", "2026-09-18=joint-maker-received")
    assert [one.ended for one in joint.because if one.code == "joint-reached"] == [date(2026, 10, 15)]


def test_a_receipt_or_a_second_answer_that_belongs_to_nothing_is_said() -> None:
    found = asked(
        "2026-03-02=received",
        "2026-03-03=third-party-received:乙",
        "2026-03-09=third-party-asked:甲",
        "2026-03-10=opinion-received:甲",
        "2026-03-12=opinion-received:甲",
    )
    codes = [one.code for one in found.because]
    assert codes == ["received", "receipt-without-asking", "third-party-answered", "answer-without-asking", "due"]
    assert found.on == date(2026, 3, 31)


def test_a_receipt_put_down_after_the_answer_is_the_receipt() -> None:
    words = ["2023-01-25=received", "2023-01-25=third-party-asked", "2023-02-20=opinion-received"]
    assert asked(*words).on == date(2023, 3, 15), "unknown: fifteen days from asking"
    assert asked(*words, "2023-02-21=third-party-received").on == date(2023, 3, 20)


def test_before_2019_a_supplement_is_noticed_within_the_period_of_the_reply() -> None:
    asking = ["2018-03-07=received", "2018-03-27=joint-maker-asked", "2018-03-31=supplement-noticed"]
    assert asked(*asking).waiting_for == "supplement"
    assert asked("2018-03-07=received", "2018-03-31=supplement-noticed").on == date(2018, 3, 28)


def test_a_request_of_before_2019_cites_the_regulation_of_its_time() -> None:
    found = asked("2018-03-07=received", "2018-03-09=third-party-asked", "2018-03-28=extended")
    assert all(one.article.startswith("2007年《条例》") for one in found.because if one.code != "open")
    assert asked("2019-05-15=received").because[0].article == "《条例》第三十一条、第三十三条第二款"


def test_by_the_other_reading_of_payment_each_day_is_left_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.statute.clock import working

    other = working.rules_at(date(2026, 3, 2).toordinal())._replace(payment="resumes")
    monkeypatch.setattr(working, "rules_at", lambda ordinal: other)
    paid = ["2026-03-02=received", "2026-03-09=fee-noticed", "2026-03-25=fee-paid"]
    within = ["2026-03-11=third-party-asked", "2026-03-13=opinion-received"]
    assert asked(*paid, *within).on == asked(*paid).on == date(2026, 4, 16)


def test_a_day_of_rest_named_by_the_agency_is_said_to_be_one() -> None:
    found = asked("2026-03-02=received", "2026-03-12=delayed-to:2026-05-03")
    assert found.on == date(2026, 4, 30)
    assert (
        found.because[1].text
        == "2026-03-12告知延迟到2026-05-03答复，该日为休息日，以此前最后一个工作日2026-04-30为准。"
    )
    assert asked("2026-03-02=received", "2026-03-12=delayed-to:2026-04-30").because[1].code == "delayed-to"
