from __future__ import annotations

import pytest

from gongkai.agencies.models import Agency
from gongkai.reports.matching import match, question
from gongkai.statute.form import AnnualReport

NAMES = ("示范区民政局", "示范区财政局", "示范区齐陵街道办事处", "示范区清水镇人民政府", "示范区人民政府")


@pytest.fixture
def known() -> list[Agency]:
    return [Agency(pk=at, name=name) for at, name in enumerate(NAMES, 1)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("示范区民政局", "示范区民政局"),
        ("示范区 民政局", "示范区民政局"),
        ("示范区齐陵街道", "示范区齐陵街道办事处"),
        ("示范区清水镇", "示范区清水镇人民政府"),
    ],
)
def test_the_very_name_is_certain(written: str, name: str, known: list[Agency]) -> None:
    found = match(AnnualReport(agency=written, year=2024), known)
    assert found.certain is not None
    assert found.certain.name == name
    assert question(AnnualReport(agency=written, year=2024), None, None, found) == ""


@pytest.mark.parametrize("written", ["民政局", "示范区民政局婚姻登记处", "齐陵街道办事处"])
def test_a_name_that_is_only_alike_is_proposed_and_asked(written: str, known: list[Agency]) -> None:
    report = AnnualReport(agency=written, year=2024)
    found = match(report, known)
    assert found.certain is None
    assert len(found.proposed) == 1
    assert written in question(report, None, None, found)


def test_two_of_one_name_are_never_chosen_between(known: list[Agency]) -> None:
    twin = Agency(pk=9, name="示范区民政局")
    report = AnnualReport(agency="示范区民政局", year=2024)
    found = match(report, [*known, twin])
    assert found.certain is None
    assert found.proposed == (known[0], twin)
    assert "多个机关" in question(report, None, None, found)


def test_a_stranger_is_proposed_nobody(known: list[Agency]) -> None:
    assert match(AnnualReport(agency="别市水务局"), known).proposed == ()
    assert match(AnnualReport(), known).proposed == ()


def test_the_title_helps_to_propose_but_never_to_decide(known: list[Agency]) -> None:
    found = match(AnnualReport(title="示范区财政局2024年政府信息公开工作年度报告"), known)
    assert found.certain is None
    assert known[1] in found.proposed


def test_what_was_said_and_what_is_written_must_agree(known: list[Agency]) -> None:
    report = AnnualReport(agency="示范区民政局", year=2024)
    found = match(report, known)
    assert question(report, known[0], 2024, found) == ""
    assert "请确认机关" in question(report, known[1], 2024, found)
    assert "请确认年度" in question(report, known[0], 2023, found)
    assert "请填写年度" in question(AnnualReport(agency="示范区民政局"), None, None, found)


def test_a_file_that_says_nothing_is_what_the_person_said(known: list[Agency]) -> None:
    report = AnnualReport()
    assert question(report, known[0], 2024, match(report, known)) == ""
