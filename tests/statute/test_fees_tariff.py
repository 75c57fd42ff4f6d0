"""The information-processing fee: both tariffs, the month, never both."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import Refused
from gongkai.statute import fees
from gongkai.statute.fees import Fee, by_item, by_volume, in_month, one_method

from .examples import Example, each

ON = date(2026, 3, 2)
COUNTS = st.integers(0, 400)


def charged(example: Example) -> Fee:
    """What an example comes to, with its method checked and its earlier requests counted."""
    one_method(example["method"], example.get("chosen"))
    day = example.get("day", ON)
    if example["method"] == "by-volume":
        return by_volume(example["number"], on=day)
    earlier = [
        date.fromisoformat(on)
        for number, _, on in (text.partition(" x ") for text in example.get("earlier", ()))
        for _ in range(int(number))
    ]
    already = example.get("already", in_month(earlier, day))
    return by_item(example["number"], already, on=day)


@each("fees")
def test_rules_19_to_22(example: Example) -> None:
    if example.get("refused"):
        with pytest.raises(Refused):
            charged(example)
    else:
        assert charged(example).amount == example["yuan"]


def plain_by_item(total: int) -> int:
    """The same tariff counted one request at a time."""
    return sum(0 if n <= 10 else 100 if n <= 30 else 100 * ((n - 31) // 10 + 2) for n in range(1, total + 1))


def plain_by_volume(pages: int) -> int:
    return sum(0 if n <= 30 else 10 if n <= 100 else 20 if n <= 200 else 40 for n in range(1, pages + 1))


@given(COUNTS)
def test_by_item_is_what_counting_one_by_one_gives(count: int) -> None:
    assert by_item(count, on=ON).amount == plain_by_item(count)


@given(st.integers(0, 2000))
def test_by_volume_is_what_counting_one_by_one_gives(pages: int) -> None:
    assert by_volume(pages, on=ON).amount == plain_by_volume(pages)


@given(COUNTS, COUNTS)
def test_earlier_and_later_together_cost_what_all_at_once_costs(earlier: int, later: int) -> None:
    """Progressive on the excess: splitting a month over several notices changes nothing."""
    apart = by_item(earlier, on=ON).amount + by_item(later, earlier, on=ON).amount
    assert apart == by_item(earlier + later, on=ON).amount


@given(COUNTS, COUNTS)
def test_one_more_never_costs_less(count: int, already: int) -> None:
    assert by_item(count + 1, already, on=ON).amount >= by_item(count, already, on=ON).amount
    assert by_item(count, already + 1, on=ON).amount >= by_item(count, already, on=ON).amount
    assert by_volume(count + 1, on=ON).amount >= by_volume(count, on=ON).amount


@given(st.sampled_from(["by-item", "by-volume"]), COUNTS, COUNTS)
def test_the_working_accounts_for_each_and_adds_up(method: str, count: int, already: int) -> None:
    fee = by_item(count, already, on=ON) if method == "by-item" else by_volume(count, on=ON)
    begin = already if method == "by-item" else 0
    covered = [n for line in fee.working for n in range(line.first, line.last + 1)]
    assert covered == list(range(begin + 1, begin + count + 1))
    assert sum(line.amount for line in fee.working) == fee.amount
    assert all(line.amount == line.rate * (line.last - line.first + 1) for line in fee.working)
    assert [line.rate for line in fee.working] == sorted(line.rate for line in fee.working)


def test_the_working_in_words_can_stand_in_the_notice() -> None:
    assert by_item(5, 28, on=ON).steps == (
        "第29至30件，每件100元，共200元",
        "第31至33件，每件200元，共600元",
    )
    assert by_volume(31, on=ON).steps == ("第1至30页，每页0元，共0元", "第31页，每页10元，共10元")


def test_a_reading_no_example_confirms_is_marked() -> None:
    assert not by_item(30, on=ON).unverified
    assert by_item(31, on=ON).unverified
    assert by_item(1, 30, on=ON).unverified
    assert not by_volume(500, on=ON).unverified


def test_each_fee_names_its_article() -> None:
    assert by_item(11, on=ON).reference == "国办函〔2020〕109号第四条"
    assert by_volume(31, on=ON).reference == "国办函〔2020〕109号第五条"


def test_nothing_asked_costs_nothing_and_has_no_working() -> None:
    assert by_item(0, 50, on=ON).amount == 0
    assert by_item(0, 50, on=ON).working == ()
    assert by_volume(0, on=ON).working == ()


@pytest.mark.parametrize(("count", "already"), [(-1, 0), (1, -1)])
def test_a_number_below_zero_is_a_mistake_of_the_caller(count: int, already: int) -> None:
    with pytest.raises(ValueError, match="below zero"):
        by_item(count, already, on=ON)


def test_a_fee_before_2021_is_refused_with_the_day() -> None:
    with pytest.raises(Refused, match="2021年1月1日"):
        by_volume(31, on=date(2020, 12, 31))
    assert by_volume(31, on=date(2021, 1, 1)).amount == 10


@given(st.lists(st.dates(date(2024, 1, 1), date(2026, 12, 31))), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_a_month_counts_its_own_days_only(days: list[date], day: date) -> None:
    assert in_month(days, day) == len([d for d in days if d.strftime("%Y-%m") == day.strftime("%Y-%m")])


def test_the_refusal_of_a_second_method_names_both_and_the_article() -> None:
    with pytest.raises(Refused, match="已选择按件计收，不能同时按量计收（国办函〔2020〕109号第三条）"):
        one_method("by-volume", "by-item")
    assert one_method("by-volume", None) == "by-volume"


def test_every_rule_beside_the_tariffs_has_a_reference() -> None:
    found = {rule.code: rule for rule in fees.rules()}
    assert all(rule.says and rule.reference for rule in found.values())
    assert found["recount"].unverified
    assert found["page"].unverified
    assert not found["one-method"].unverified
