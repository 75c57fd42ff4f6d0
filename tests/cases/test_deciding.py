"""The answer: evidence, reviews by others than who drafted it, the head's approval, the evidence closed (rules 38,
39, 41, 42 and what each reply must say)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.roles import Role
from gongkai.cases import deciding, filing, papers, relating, reviewing, searching
from gongkai.cases.models import Case, Decision, Withheld
from gongkai.cases.states import State
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.letters.models import Letter
from tests.district import invited

from . import deeds, walk
from .conftest import entries
from .histories import values_for
from .walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT


def opened(office: Office, **more: object) -> Case:
    return walk.opened(office.agency, deeds.RECEIVED, **more)  # type: ignore[arg-type]  # as walk.opened has them


def search(office: Office, case: Case, *, found: bool = False, sign: bool = True, on: date = DAY) -> object:
    return searching.record_search(
        office.clerk, case, systems="档案系统", keywords="低保", on=on, result="见记录", found=found,
        searched_by="库管", sign=sign, at=at(on),
    )  # fmt: skip


# Evidence.


def test_no_letter_says_that_it_does_not_exist_without_a_signed_search(office: Office) -> None:
    case = opened(office)
    office.draft(case, DAY, "not-held", **values_for("not-held", DAY))
    with pytest.raises(Refused, match="检索记录"):
        deciding.submit(office.clerk, case, at=at(DAY))
    search(office, case, sign=False)
    with pytest.raises(Refused, match="检索记录"):
        deciding.submit(office.clerk, case, at=at(DAY))
    searching.sign(office.clerk, case.searches.get(), at=at(DAY))
    deciding.submit(office.clerk, case, at=at(DAY))


def test_nor_when_the_last_search_found_it(office: Office) -> None:
    case = opened(office)
    search(office, case)
    search(office, case, found=True, on=NEXT)
    office.draft(case, NEXT, "not-held", **values_for("not-held", NEXT))
    with pytest.raises(Refused, match="检索记录"):
        deciding.submit(office.clerk, case, at=at(NEXT))
    assert not searching.looked(case)


def test_a_search_says_how(office: Office) -> None:
    case = opened(office)
    with pytest.raises(Refused, match="检索词"):
        searching.record_search(
            office.clerk, case, systems="档案系统", keywords="", on=DAY, result="无", found=False,
            searched_by="甲", at=at(DAY),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("reply", "code"),
    [("already-public", "published-proof"), ("state-secret", "secrecy-marking"),
     ("three-securities", "harm-assessment")],
)  # fmt: skip
def test_what_a_paper_must_prove(office: Office, reply: str, code: str) -> None:
    case = opened(office)
    office.draft(case, DAY, reply, **values_for(reply, DAY))
    with pytest.raises(Refused, match="缺少"):
        deciding.submit(office.clerk, case, at=at(DAY))
    filing.add(office.clerk, case, walk.paper(), what="proof", evidence=code, at=at(DAY))
    deciding.submit(office.clerk, case, at=at(DAY))


def test_rule_41_a_repeat_names_an_earlier_request_that_was_answered(office: Office) -> None:
    who = walk.applicant(office.agency)
    earlier = opened(office, who=who)
    case = opened(office, who=who)
    relating.link(office.clerk, case, earlier, at=at(DAY, 8))
    office.draft(case, DAY, "repeat", **values_for("repeat", DAY))
    with pytest.raises(Refused, match="此前"):
        deciding.submit(office.clerk, case, at=at(DAY))
    office.served(office.answer(earlier, DAY), DAY)
    decision = office.draft(case, NEXT, "repeat", **values_for("repeat", NEXT))
    assert decision.letter is not None
    values = papers.values_of(decision.letter)
    answer = earlier.decisions.get().letter
    assert answer is not None
    assert (values["earlier_number"], values["earlier_on"]) == (answer.number, DAY.isoformat())
    deciding.submit(office.clerk, case, at=at(NEXT))


def test_rule_41_only_of_the_same_applicant_and_agency_and_not_a_later_one(office: Office) -> None:
    case, stranger = opened(office), opened(office)
    with pytest.raises(Refused, match="同一申请人"):
        relating.link(office.clerk, case, stranger, at=at(DAY))
    later = walk.opened(office.agency, DAY, who=case.applicant)
    with pytest.raises(Refused, match="晚于"):
        relating.link(office.clerk, case, later, at=at(DAY))
    with pytest.raises(Refused):
        relating.link(office.clerk, case, case, at=at(DAY))


def test_rule_42_the_right_agency_is_named_with_its_contact(office: Office) -> None:
    case = opened(office)
    values = {**values_for("not-ours", DAY), "right_agency": "示范区财政局", "right_contact": ""}
    office.draft(case, DAY, "not-ours", **values)
    with pytest.raises(Refused, match="联系方式"):
        deciding.submit(office.clerk, case, at=at(DAY))
    office.draft(case, DAY, "not-ours", **{**values, "right_contact": "0533-1234567"})
    deciding.submit(office.clerk, case, at=at(DAY))
    assert Case.objects.count() == 1, "the request itself is never passed on"


def test_what_the_letter_must_say(office: Office) -> None:
    case = opened(office)
    office.draft(case, DAY, "granted", where="")
    before = walk.unchanged(case)
    with pytest.raises(Refused, match="获取的方式"):
        deciding.submit(office.clerk, case, at=at(DAY))
    assert walk.unchanged(case) == before


def test_an_outcome_the_law_does_not_know(office: Office) -> None:
    case = opened(office)
    with pytest.raises(Refused):
        office.draft(case, DAY, "because-i-say-so")
    assert not case.decisions.exists()


# Partial disclosure.


def test_rule_38_a_partial_disclosure_is_one_row_and_a_reason_for_each_part(office: Office) -> None:
    case = opened(office)
    values = values_for("partial", DAY, ("internal-affairs", "process"))
    office.served(office.answer(case, DAY, "partial", **values), NEXT)
    assert walk.now(case).counted_row == "3.2"
    assert sorted(one.ground for one in Withheld.objects.all()) == ["internal-affairs", "process"]


@pytest.mark.parametrize("missing", ["reason", "ground", "part"])
def test_every_part_has_its_ground_and_reason(office: Office, missing: str) -> None:
    case = opened(office)
    values = values_for("partial", DAY)
    values["withheld"] = [{"part": "第3页", "ground": "process", "reason": "讨论记录", missing: ""}]
    if missing == "ground":
        with pytest.raises(Refused):
            office.draft(case, DAY, "partial", **values)
        return
    office.draft(case, DAY, "partial", **values)
    with pytest.raises(Refused):
        deciding.submit(office.clerk, case, at=at(DAY))


def test_a_look_up_is_no_ground_to_hold_back_a_part(office: Office) -> None:
    case = opened(office)
    values = {
        **values_for("partial", DAY),
        "withheld": [{"part": "一", "ground": "registry-look-up", "reason": "无"}],
    }
    with pytest.raises(Refused, match="第三十七条"):
        office.draft(case, DAY, "partial", **values)


def test_rule_27_the_remedy_follows_the_ground(office: Office) -> None:
    def remedy(reply: str) -> str:
        decision = office.draft(opened(office), DAY, reply, **values_for(reply, DAY))
        assert decision.letter is not None
        return str(papers.values_of(decision.letter)["remedy"])

    first = remedy("process")
    assert "示范区人民政府" in first
    assert remedy("registry-look-up") != first
    assert "示范区人民法院" in remedy("not-ours")


@pytest.mark.parametrize("reply", ["process", "partial"])
def test_rule_39_what_is_withheld_is_looked_at_again(office: Office, reply: str) -> None:
    case = walk.opened(office.agency, date(2026, 5, 11))
    on = date(2026, 5, 20)
    office.answer(case, on, reply, **values_for(reply, on))
    assert [one.reassess_on for one in Withheld.objects.all()] == [date(2027, 5, 20)]


def test_what_is_no_government_information_is_not(office: Office) -> None:
    case = opened(office)
    values = values_for("partial", DAY, ("not-information",))
    office.answer(case, DAY, "partial", **values)
    assert Withheld.objects.get().reassess_on is None


# Reviews.


def test_nobody_reviews_what_they_drafted(office: Office, bureau: object) -> None:
    case = deeds.drafted(office)
    both = invited("both", office.agency, Role.REVIEWER)
    _also_clerk(both, office)
    deciding.draft(both, case, reply="granted", values=walk.GRANTED, at=at(DAY, 11))
    before = walk.unchanged(case)
    with pytest.raises(NotAllowed, match="拟写过"):
        reviewing.review(both, case, what="secrecy", passed=True, at=at(DAY, 12))
    assert walk.unchanged(case) == before


def test_not_even_an_earlier_draft(office: Office) -> None:
    both = invited("both", office.agency, Role.REVIEWER)
    _also_clerk(both, office)
    case = opened(office)
    deciding.draft(both, case, reply="granted", values=walk.GRANTED, at=at(DAY, 9))
    office.draft(case, DAY)
    with pytest.raises(NotAllowed):
        reviewing.review(both, case, what="disclosure", passed=True, at=at(DAY, 12))


@pytest.mark.parametrize("only", ["disclosure", "secrecy"])
def test_neither_review_is_left_out(office: Office, only: str) -> None:
    case = deeds.drafted(office)
    reviewing.review(office.reviewer, case, what=only, passed=True, at=at(DAY, 11))
    deciding.submit(office.clerk, case, at=at(DAY, 12))
    before = walk.unchanged(case)
    with pytest.raises(Refused, match="尚未进行"):
        deciding.approve(office.head, case, at=at(DAY, 13))
    assert walk.unchanged(case) == before


def test_a_draft_that_changed_needs_new_reviews(office: Office) -> None:
    case = deeds.drafted(office)
    office.review(case, DAY)
    office.draft(case, DAY, "granted", where="现场领取")
    deciding.submit(office.clerk, case, at=at(DAY, 12))
    with pytest.raises(Refused, match="尚未进行"):
        deciding.approve(office.head, case, at=at(DAY, 13))
    office.review(case, DAY)
    deciding.approve(office.head, case, at=at(DAY, 14))


def test_a_review_that_did_not_pass_says_why_and_holds_the_approval(office: Office) -> None:
    case = deeds.drafted(office)
    with pytest.raises(Refused, match="写明意见"):
        reviewing.review(office.reviewer, case, what="secrecy", passed=False, at=at(DAY, 11))
    office.review(case, DAY)
    reviewing.review(office.reviewer, case, what="secrecy", passed=False, opinion="有密级", at=at(DAY, 12))
    deciding.submit(office.clerk, case, at=at(DAY, 12))
    with pytest.raises(Refused, match="未通过"):
        deciding.approve(office.head, case, at=at(DAY, 13))


def _also_clerk(who: Person, office: Office) -> None:
    from gongkai.agencies import people
    from gongkai.agencies.permissions import OPERATOR

    people.appoint(who, agency=office.agency, role=Role.CLERK, from_on=date(2016, 1, 1), by=OPERATOR,
                   at=at(date(2016, 1, 1)))  # fmt: skip


# Approval.


def test_the_head_does_not_approve_what_the_head_drafted(office: Office) -> None:
    _also_clerk(office.head, office)
    case = opened(office)
    deciding.draft(office.head, case, reply="granted", values=walk.GRANTED, at=at(DAY))
    office.review(case, DAY)
    deciding.submit(office.clerk, case, at=at(DAY, 12))
    with pytest.raises(NotAllowed, match="拟写过"):
        deciding.approve(office.head, case, at=at(DAY, 13))


def test_approval_closes_the_evidence(office: Office) -> None:
    decision = deeds.approved(office)
    assert (decision.decided_on, decision.frozen_at) == (DAY, at(DAY, 13))
    late = filing.add(office.clerk, decision.case, walk.paper(), what="proof", at=at(NEXT))
    assert late.after_decision
    (entry,) = entries("cases.file")
    assert '"late":true' in entry.data.replace(" ", "")


def test_on_paper_the_scan_is_the_approval(office: Office) -> None:
    case = deeds.submitted(office)
    decision = deciding.approve_on_paper(
        office.clerk, case, scan=walk.paper("审批单.png"), approved_by="负责人", on=DAY, at=at(NEXT)
    )
    assert decision.approval_scan is not None
    assert (decision.decided_on, decision.approval_scan.what) == (DAY, "approval")
    assert not decision.approval_scan.after_decision
    assert "负责人" not in entries("cases.approve")[0].data


def test_on_paper_whoever_drafted_it_does_not_sign_either(office: Office) -> None:
    case = deeds.submitted(office)
    before = walk.unchanged(case)
    for name in (office.clerk.name, f" {' '.join(office.clerk.name)} "):
        with pytest.raises(NotAllowed, match="拟写过"):
            deciding.approve_on_paper(office.clerk, case, scan=walk.paper(), approved_by=name, on=DAY, at=at(NEXT))
    assert walk.unchanged(case) == before


def test_on_paper_the_reviews_are_needed_too(office: Office) -> None:
    case = deeds.drafted(office)
    deciding.submit(office.clerk, case, at=at(DAY, 12))
    with pytest.raises(Refused, match="尚未进行"):
        deciding.approve_on_paper(
            office.clerk, case, scan=walk.paper(), approved_by="负责人", on=DAY, at=at(DAY, 13)
        )


def test_on_paper_the_reviews_come_first(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    office.draft(case, DAY)
    office.review(case, NEXT)
    deciding.submit(office.clerk, case, at=at(NEXT, 12))
    with pytest.raises(Refused, match="先审查"):
        deciding.approve_on_paper(
            office.clerk, case, scan=walk.paper(), approved_by="负责人", on=DAY, at=at(NEXT, 13)
        )


def test_it_is_numbered_only_once_approved(office: Office) -> None:
    case = deeds.submitted(office)
    letter = case.decisions.get().letter
    assert letter is not None
    with pytest.raises(WrongState, match="尚未批准"):
        papers.issue(office.clerk, case, letter, at=at(DAY, 14))


def test_while_it_lies_with_the_head_it_is_not_changed(office: Office) -> None:
    case = deeds.submitted(office)
    with pytest.raises(WrongState):
        office.draft(case, DAY, "granted", where="别处")


def test_the_letter_of_a_decision_is_changed_with_the_decision(office: Office) -> None:
    case = deeds.drafted(office)
    letter = case.decisions.get().letter
    assert letter is not None
    with pytest.raises(WrongState, match="随处理决定修改"):
        papers.revise(office.clerk, case, letter, values={}, at=at(DAY, 12))


def test_returned_it_is_open_again_with_the_comments(office: Office) -> None:
    case = deeds.submitted(office)
    decision = deciding.return_(office.head, case, comments="理由不清", at=at(DAY, 13))
    assert (walk.now(case).state, decision.returned_comments) == (State.OPEN, "理由不清")
    office.review(case, DAY)
    deciding.submit(office.clerk, case, at=at(DAY, 14))
    with pytest.raises(Refused, match="退回的意见"):
        deciding.return_(office.head, case, comments=" ", at=at(DAY, 15))


def test_an_approval_that_did_not_leave_is_taken_back_with_all_that_followed(office: Office) -> None:
    decision = deeds.approved(office)
    case = decision.case
    assert walk.now(case).counted_row == "3.1"
    letter = papers.issue(office.clerk, case, Letter.objects.get(pk=decision.letter_id), at=at(DAY, 14))
    late = filing.add(office.clerk, case, walk.paper(), what="proof", at=at(DAY, 15))
    deciding.return_(office.head, case, comments="再核", at=at(DAY, 16))
    held, found = walk.now(case), Decision.objects.get(pk=decision.pk)
    assert (held.state, held.counted_row, held.counted_on) == (State.OPEN, "", None)
    assert (found.decided_on, found.frozen_at, found.approved_by) == (None, None, None)
    letter.refresh_from_db()
    assert letter.state == Letter.State.VOID
    late.refresh_from_db()
    assert not late.after_decision
    again = office.draft(case, NEXT)
    assert again.letter_id != letter.pk
    office.approved(case, NEXT)


def test_what_has_left_is_not_taken_back(office: Office) -> None:
    case, letter = deeds.sealed(office)
    office.post(case, letter, DAY)
    with pytest.raises(WrongState):
        deciding.return_(office.head, case, comments="再核", at=at(DAY, 18))


def test_another_outcome_takes_another_letter(office: Office) -> None:
    case = deeds.drafted(office)
    first = case.decisions.get().letter
    decision = office.draft(case, DAY, "process", **values_for("process", DAY))
    assert first is not None
    first.refresh_from_db()
    assert first.state == Letter.State.VOID
    assert decision.letter is not None
    assert (decision.letter.kind, decision.revision) == ("process", 2)


def test_the_path_through_the_questions_is_kept(office: Office) -> None:
    case = opened(office)
    path = [["supplement", "no"], ["information", "yes"]]
    decision = deciding.draft(office.clerk, case, reply="granted", values=walk.GRANTED, path=path, at=at(DAY))
    assert decision.path == path


def test_answering_publishes_nothing(office: Office) -> None:
    from gongkai.documents.models import StoredFile

    deeds.answered(office)
    assert all(file.encrypted for file in StoredFile.objects.all())
