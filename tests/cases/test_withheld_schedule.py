"""The schedule of what was withheld: page by page, made from the boxes and the decisions, and nothing else."""

from __future__ import annotations

import pytest

from gongkai.cases import blackening, deciding, fit, releases, releasing, withheld_schedule
from gongkai.cases.models import CaseFile
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.papers.redaction import Box, Page
from gongkai.writers.letter import Table

from . import deeds, giving, walk
from .conftest import entries
from .giving import DAY, box, fresh
from .walk import Office, at


def test_each_ground_on_each_page_with_its_articles(office: Office) -> None:
    one = giving.drawn(office)
    more = [Box(0, 0.5, 0.5, 0.6, 0.6, "third-party"), Box(0, 0.7, 0.7, 0.8, 0.8, "process")]
    blackening.draw(office.clerk, one.case, one, more, at=at(DAY, 10))
    found = withheld_schedule.schedule(one.case, on=DAY)
    assert [(line.page, line.boxes, line.ground, line.what) for line in found.lines] == [
        (1, 1, "process", "遮盖1处"), (1, 2, "third-party", "遮盖2处"), (2, 0, "process", "整页不予公开"),
    ]  # fmt: skip
    assert (found.boxes, found.pages) == (3, 1)
    assert found.lines[1].articles == "《条例》第三十六条第（三）项、第十五条、第三十二条"
    assert "第三方" in found.lines[1].words


def test_a_page_that_was_not_asked_for_is_left_out_and_not_withheld(office: Office) -> None:
    one = giving.drawn(office)
    blackening.decide(office.clerk, one.case, one, {1: (Page.NOT_ASKED, "")}, at=at(DAY, 10))
    found = withheld_schedule.schedule(one.case, on=DAY)
    assert (found.lines[-1].what, found.lines[-1].ground) == ("整页不属申请范围", "")
    assert [part["ground"] for part in withheld_schedule.parts(one.case, on=DAY)] == ["third-party"]


def test_boxes_on_a_page_that_is_left_out_count_for_nothing(office: Office) -> None:
    one = giving.drawn(office)
    blackening.draw(office.clerk, one.case, one, [box(1)], at=at(DAY, 10))
    assert withheld_schedule.schedule(one.case, on=DAY).boxes == 1


def test_a_file_that_leaves_as_it_is_withholds_nothing(office: Office) -> None:
    one = giving.drawn(office)
    releasing.as_it_is(office.clerk, one.case, one, reason="可以全部提供", at=at(DAY, 11))
    assert withheld_schedule.schedule(one.case, on=DAY).lines == ()
    with pytest.raises(Refused, match="不需要一览"):
        withheld_schedule.pdf(one.case, on=DAY)


def test_the_parts_of_a_partial_disclosure_are_made_from_it(office: Office) -> None:
    one = giving.drawn(office)
    parts = withheld_schedule.parts(one.case, on=DAY)
    assert [(part["part"], part["ground"]) for part in parts] == [
        ("“方案.pdf”第1页中遮盖的1处", "third-party"), ("“方案.pdf”第2页全页", "process"),
    ]  # fmt: skip
    assert all("《条例》" in part["reason"] for part in parts)
    decision = deciding.draft(office.clerk, one.case, reply="partial", values={"withheld": parts}, at=at(DAY, 12))
    assert decision.withheld.count() == 2


def test_it_is_printed(office: Office) -> None:
    one = giving.drawn(office)
    data = withheld_schedule.pdf(one.case, on=DAY)
    assert data.startswith(b"%PDF")
    table = withheld_schedule.sheet(one.case, on=DAY).paragraphs[1]
    assert isinstance(table, Table)
    assert "遮盖1处" in [cell.text for row in table.rows for cell in row.cells]


def test_it_goes_into_the_file_and_can_be_given(office: Office) -> None:
    one = giving.drawn(office)
    kept = withheld_schedule.attach(office.clerk, one.case, at=at(DAY, 12))
    assert (kept.name, kept.what) == ("不予公开内容一览.pdf", CaseFile.What.INFORMATION)
    assert kept in releases.unchosen(walk.now(one.case))
    assert len(entries("cases.attach_schedule")) == 1


def test_one_that_says_something_else_than_the_boxes_keeps_the_answer(office: Office) -> None:
    one = giving.redacted(office)
    old = withheld_schedule.attach(office.clerk, one.case, at=at(DAY, 12))
    sheet = releasing.choose(office.clerk, one.case, source=old, at=at(DAY, 12))
    releasing.as_it_is(office.clerk, one.case, sheet, reason="一览", at=at(DAY, 12))
    assert fit.lacking(one.case, checked=False) == [], "attaching it changes nothing that it says"
    blackening.draw(office.clerk, one.case, one, [Box(0, 0.5, 0.5, 0.6, 0.6, "process")], at=at(DAY, 13))
    giving.burned(office, fresh(one))
    releasing.redacted(office.clerk, one.case, fresh(one), at=at(DAY, 13))
    assert withheld_schedule.outdated(one.case) == ["不予公开内容一览.pdf"]
    for each in (one, sheet):
        releasing.check(office.reviewer, one.case, fresh(each), at=at(DAY, 14))
    office.draft(one.case, DAY)
    office.review(one.case, DAY)
    with pytest.raises(Refused, match="与现在的遮盖不一致，请在提供清单中去掉这一份"):
        deciding.submit(office.clerk, one.case, at=at(DAY, 15))
    releasing.drop(office.clerk, one.case, sheet, at=at(DAY, 15))
    again = releasing.choose(
        office.clerk,
        one.case,
        source=withheld_schedule.attach(office.clerk, one.case, at=at(DAY, 15)),
        at=at(DAY, 15),
    )
    again = releasing.as_it_is(office.clerk, one.case, again, reason="一览", at=at(DAY, 15))
    releasing.check(office.reviewer, one.case, again, at=at(DAY, 15))
    deciding.submit(office.clerk, one.case, at=at(DAY, 15))
    assert deciding.approve(office.head, one.case, at=at(DAY, 16)).decided_on == DAY


def test_a_sheet_of_before_a_page_was_decided_or_a_file_renamed_is_outdated(office: Office) -> None:
    one = giving.drawn(office)
    releasing.choose(
        office.clerk,
        one.case,
        source=withheld_schedule.attach(office.clerk, one.case, at=at(DAY, 12)),
        at=at(DAY, 12),
    )
    assert not withheld_schedule.outdated(one.case)
    releasing.rename(office.clerk, one.case, one, title="别的名称.pdf", at=at(DAY, 12))
    assert withheld_schedule.outdated(one.case)
    releasing.rename(office.clerk, one.case, one, title="方案.pdf", at=at(DAY, 12))
    assert not withheld_schedule.outdated(one.case)
    blackening.decide(office.clerk, one.case, one, {1: (Page.NOT_ASKED, "")}, at=at(DAY, 12))
    assert withheld_schedule.outdated(one.case)


def test_who_may_not_attaches_nothing(office: Office) -> None:
    one = giving.redacted(office)
    with pytest.raises(NotAllowed):
        withheld_schedule.attach(office.reviewer, one.case, at=at(DAY, 12))
    releasing.check(office.reviewer, one.case, one, at=at(DAY, 13))
    case = giving.decided(office, one.case)
    with pytest.raises(WrongState):
        withheld_schedule.attach(office.clerk, case, at=at(DAY, 16))
    assert fresh(one).case.files.count() == 1


def test_a_case_of_which_nothing_is_drawn_has_none(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    assert withheld_schedule.schedule(case, on=DAY).lines == ()
    assert withheld_schedule.parts(case, on=DAY) == []
