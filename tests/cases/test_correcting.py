"""Requests to correct a record: a case of their own, never in table 3, and the only ones that may be passed on
(Art. 41; rule 48)."""

from __future__ import annotations

import pytest

from gongkai.cases import correcting, deciding, papers
from gongkai.cases.correcting import Result
from gongkai.cases.models import Case
from gongkai.cases.states import State
from gongkai.cases.words import Kind
from gongkai.errors import Refused

from . import deeds, walk
from .walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT
SAID: dict[str, dict[str, object]] = {
    Result.CORRECTED: {"found": "登记有误", "reasons": "有户口簿为证", "corrected_to": "出生年份改为1990年"},
    Result.REFUSED: {"found": "登记无误", "reasons": "与档案一致"},
    Result.TRANSFERRED: {
        "found": "由公安机关登记", "reasons": "本机关无权更正", "right_agency": "示范区公安局",
        "transferred_on": "2026-03-04",
    },
    Result.TOLD: {"found": "由公安机关登记", "reasons": "本机关无权更正", "right_agency": "示范区公安局"},
}  # fmt: skip


def correction(office: Office) -> Case:
    return walk.opened(office.agency, deeds.RECEIVED, kind=Kind.CORRECTION, description="本人出生年份登记有误")


@pytest.mark.parametrize("result", list(Result))
def test_rule_48_the_whole_way_and_in_no_table(office: Office, result: str) -> None:
    case = correction(office)
    correcting.draft(office.clerk, case, result=result, values=SAID[result], at=at(DAY, 9))
    decision = office.approved(case, DAY)
    assert decision.letter is not None
    office.served(office.post(case, decision.letter, DAY), NEXT)
    office.closed(case, NEXT)
    held = walk.now(case)
    assert (held.state, held.counted_row, held.counted_on) == (State.CLOSED, "", None)


@pytest.mark.parametrize(
    ("result", "kind"),
    [(Result.CORRECTED, "correction-notice"), (Result.TRANSFERRED, "transfer-notice")],
)
def test_each_has_its_letter(office: Office, result: str, kind: str) -> None:
    case = correction(office)
    decision = correcting.draft(office.clerk, case, result=result, values=SAID[result], at=at(DAY))
    assert decision.letter is not None
    assert decision.letter.kind == kind
    assert papers.values_of(decision.letter)["case_number"] == case.number


def test_a_request_for_information_is_never_passed_on(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    for result in Result:
        with pytest.raises(Refused, match="不能转送"):
            correcting.draft(office.clerk, case, result=result, values=SAID[result], at=at(DAY))
    with pytest.raises(Refused, match="各有答复种类"):
        deciding.draft(office.clerk, case, reply=Result.TRANSFERRED, values={}, at=at(DAY))


def test_and_a_correction_is_not_answered_like_a_request(office: Office) -> None:
    with pytest.raises(Refused, match="各有答复种类"):
        office.draft(correction(office), DAY)


def test_what_is_passed_on_says_to_whom(office: Office) -> None:
    case = correction(office)
    correcting.draft(office.clerk, case, result=Result.TRANSFERRED, values={"found": "无权更正"}, at=at(DAY, 9))
    with pytest.raises(Refused, match="有权更正的行政机关"):
        deciding.submit(office.clerk, case, at=at(DAY))


def test_a_result_that_is_none(office: Office) -> None:
    with pytest.raises(Refused, match="处理结果"):
        correcting.draft(office.clerk, correction(office), result="granted", values={}, at=at(DAY))


def test_it_is_reviewed_as_well(office: Office) -> None:
    case = correction(office)
    correcting.draft(office.clerk, case, result=Result.REFUSED, values=SAID[Result.REFUSED], at=at(DAY, 9))
    deciding.submit(office.clerk, case, at=at(DAY))
    with pytest.raises(Refused, match="尚未进行"):
        deciding.approve(office.head, case, at=at(DAY, 12))
