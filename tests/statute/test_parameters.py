"""Dated values: which holds when, and that each says where it is from."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.statute.parameters import Parameter, at, number, parameters, read

BEFORE, SINCE = date(2019, 5, 14), date(2019, 5, 15)


@pytest.mark.parametrize("code", ["reply-days", "extension-days"])
def test_the_period_of_reply_changed_in_2019(code: str) -> None:
    assert (number(code, BEFORE), number(code, SINCE)) == (15, 20)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("supplement-notice-days", 7),
        ("third-party-days", 15),
        ("joint-maker-days", 15),
        ("fee-payment-days", 20),
        ("publication-days", 20),
        ("licence-and-penalty-publication-days", 7),
        ("penalty-withdrawal-days", 3),
        ("budget-publication-days", 20),
        ("review-days", 60),
        ("lawsuit-months", 6),
        ("lawsuit-after-review-days", 15),
        ("review-answer-days", 10),
        ("simplified-review-answer-days", 5),
    ],
)
def test_what_holds_today(code: str, value: int) -> None:
    assert number(code, date(2026, 11, 24)) == value


def test_before_its_first_version_a_parameter_has_no_value() -> None:
    assert at("supplement-notice-days", BEFORE) is None
    with pytest.raises(LookupError, match="supplement-notice-days"):
        number("supplement-notice-days", BEFORE)


def test_an_unknown_code_is_an_error_and_not_nothing() -> None:
    with pytest.raises(KeyError):
        at("reply-day", SINCE)


def test_a_reading_is_no_number() -> None:
    version = at("reading.payment", SINCE)
    assert version is not None
    assert version.value == "fresh"
    with pytest.raises(TypeError):
        number("reading.payment", SINCE)


@pytest.mark.parametrize("parameter", parameters().values(), ids=lambda one: one.code)
def test_every_version_says_where_it_is_from(parameter: Parameter) -> None:
    assert parameter.title
    assert parameter.versions
    assert [v.since for v in parameter.versions] == sorted({v.since for v in parameter.versions})
    for version in parameter.versions:
        assert version.reference.strip()
        assert version.checked_on >= version.since


@pytest.mark.parametrize("parameter", parameters().values(), ids=lambda one: one.code)
def test_a_reading_has_its_choices_in_words(parameter: Parameter) -> None:
    for version in parameter.versions:
        if isinstance(version.value, str) and parameter.choices:
            assert version.value in parameter.choices
            assert version.unverified, "the law is silent: whoever relies on it should know"


def test_versions_are_read_in_order_of_their_day() -> None:
    text = """
    [[parameter]]
    code = "x"
    title = "某期限"
    [[parameter.version]]
    since = 2020-01-01
    value = 2
    reference = "乙"
    checked_on = 2026-11-24
    [[parameter.version]]
    since = 2010-01-01
    value = 1
    reference = "甲"
    checked_on = 2026-11-24
    unverified = true
    """
    parameter = read(text)["x"]
    assert [v.value for v in parameter.versions] == [1, 2]
    held = parameter.at(date(2019, 12, 31))
    assert held is not None
    assert (held.reference, held.unverified) == ("甲", True)
    assert parameter.at(date(2009, 1, 1)) is None
