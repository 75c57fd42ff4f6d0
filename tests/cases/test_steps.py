"""What a page offers: what the state, the role and the law allow together, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import PERMISSIONS
from gongkai.cases import steps
from gongkai.cases.models import Case
from gongkai.cases.states import MOVES, State
from gongkai.cases.steps import STEPS
from gongkai.errors import NotAllowed, Refused, Stale

from . import deeds, walk
from .walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT


def codes(user: Person, case: Case, on: date = DAY, *, open_only: bool = True) -> set[str]:
    return {one.step.code for one in steps.offers(user, walk.now(case), on=on) if not (open_only and one.obstacle)}


def test_the_table_names_verbs_and_permissions_that_exist() -> None:
    verbs = {verb for _, verb in MOVES}
    for step in STEPS:
        assert step.verb in verbs or step.code in ("dispatch", "deliver", "serve")
        assert step.permission in PERMISSIONS
        assert step.title
        assert not step.confirm or step.confirm.endswith(("？", "。"))
    assert len({step.code for step in STEPS}) == len(STEPS)


def test_a_clerk_with_an_open_case(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    assert codes(office.clerk, case) == {
        "claim", "assign", "supplement", "ask-reasons", "search", "ask-third-party",
        "ask-joint-maker", "ask-agency", "ask-extension", "fee", "split", "draft", "write", "file", "withdraw",
        "redate", "consent-electronic",
    }  # fmt: skip


def test_who_may_nothing_is_offered_nothing(office: Office, outsider: Person, auditor: Person) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    assert codes(outsider, case) == codes(auditor, case) == set()


def test_a_reviewer_is_offered_no_clerks_work(office: Office) -> None:
    case = deeds.drafted(office)
    assert codes(office.reviewer, case) == {"review"}


def test_the_supplement_is_no_longer_offered_after_its_seven_days(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    assert "supplement" in codes(office.clerk, case, date(2026, 3, 11))
    assert "supplement" not in codes(office.clerk, case, date(2026, 3, 12), open_only=False)


def test_nor_the_extension_after_the_period(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    assert "ask-extension" in codes(office.clerk, case, date(2026, 3, 30))
    assert "ask-extension" not in codes(office.clerk, case, date(2026, 3, 31))


def test_a_letter_is_offered_step_by_step(office: Office) -> None:
    case = deeds.submitted(office)
    assert "issue" not in codes(office.clerk, case)
    (blocked,) = [one for one in steps.offers(office.clerk, walk.now(case), on=DAY) if one.step.code == "issue"]
    assert "尚未批准" in blocked.obstacle
    from gongkai.cases import deciding, papers

    decision = deciding.approve(office.head, case, at=at(DAY, 13))
    assert "issue" in codes(office.clerk, case)
    assert decision.letter is not None
    papers.issue(office.clerk, case, decision.letter, at=at(DAY, 14))
    found = codes(office.clerk, case)
    assert "seal" in found
    assert "dispatch" not in found


def test_approval_says_what_is_lacking(office: Office) -> None:
    from gongkai.cases import deciding

    case = deeds.drafted(office)
    deciding.submit(office.clerk, case, at=at(DAY, 12))
    offer = next(one for one in steps.offers(office.head, walk.now(case), on=DAY) if one.step.code == "approve")
    assert "保密审查尚未进行" in offer.obstacle


def test_what_is_nearest_comes_first_and_what_is_blocked_last(office: Office) -> None:
    case = deeds.submitted(office)
    offers = steps.offers(office.head, walk.now(case), on=DAY)
    assert offers[0].step.code == "approve"
    blocked = [bool(one.obstacle) for one in offers]
    assert blocked == sorted(blocked)


def test_a_merged_case_offers_nothing_but_to_undo_that(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    other = walk.opened(office.agency, deeds.RECEIVED)
    Case.objects.filter(pk=case.pk).update(state=State.MERGED, merged_into=other)
    assert codes(office.clerk, case, open_only=False) == {"unmerge"}


@pytest.mark.parametrize("name", list(deeds.DEEDS))
def test_every_deed_is_offered_where_it_is_possible(office: Office, name: str) -> None:
    """What the actions let somebody do stands among the offers of that person that day."""
    ready = deeds.DEEDS[name](office)
    if name == "revise":
        return  # a draft is changed on its own page
    assert codes(ready.who, ready.case, ready.on) & EXPECTED.get(name, {name.split(":")[0].replace("_", "-")})


EXPECTED = {
    **{name: {"release"} for name in ("choose_file", "drop_file", "prepare_file")},
    **{name: {"check-release"} for name in ("check_file", "refuse_file")},
    "write:supplement": {"supplement"},
    "write:reasons": {"ask-reasons"},
    "write:delay": {"delay"},
    "no_good_reason": {"unsupplemented"},
    "draft:unpaid": {"unpaid"},
    "draft:correction": {"draft-correction"},
    "approve:paper": {"approve-on-paper"},
    "consult": {"ask-third-party"},
    "silence": {"silent"},
    "redate_event": {"redate"},
}


# Doing it.


def test_an_offer_is_done_with_what_its_needs_ask_for(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    wanted = [need.code for need in steps.needs_of("supplement", case, on=DAY)]
    assert wanted == ["items", "until"]
    values = {"items": "请明确。", "until": date(2026, 4, 1)}
    steps.perform(office.clerk, case, "supplement", values=values, at=at(DAY))
    assert case.events.filter(kind="letter-prepared").exists()


def test_the_letter_to_others_gets_what_is_not_the_consultations_own(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    wanted = {need.code for need in steps.needs_of("ask-agency", case, on=DAY)}
    assert wanted >= {"party", "extract", "question", "reply_by"}
    values = {
        "party": "示范区财政局", "contact": "", "extract": "预算表", "question": "能否公开？",
        "reply_by": "2026-03-20",
    }  # fmt: skip
    steps.perform(office.clerk, case, "ask-agency", values=values, at=at(DAY))
    assert case.consultations.get().whom == "agency"


def test_a_letter_goes_all_its_way_through_the_registry(office: Office) -> None:
    decision = deeds.approved(office)
    case = decision.case
    assert decision.letter is not None
    key = decision.letter.key
    steps.perform(office.clerk, case, "issue", about=key, values={}, at=at(DAY, 14))
    steps.perform(office.clerk, case, "seal", about=key, values={"paper": walk.paper()}, at=at(DAY, 15))
    way = {"route": "post", "on": DAY, "carrier": "EMS", "postal_number": "EA1"}
    steps.perform(office.clerk, case, "dispatch", about=key, values=way, at=at(DAY, 16))
    service = case.services.get()
    came = {"result": "served", "on": NEXT, "proof": walk.paper()}
    steps.perform(office.clerk, case, "serve", about=service.key, values=came, at=at(NEXT))
    assert walk.now(case).state == State.ANSWERED


def test_the_registry_opens_no_side_door(office: Office, outsider: Person) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    values = {"items": "请明确。", "until": date(2026, 4, 1)}
    with pytest.raises(NotAllowed):
        steps.perform(outsider, case, "supplement", values=values, at=at(DAY))
    with pytest.raises(Refused, match="没有这一步"):
        steps.perform(office.clerk, case, "delete", values={}, at=at(DAY))


def test_nor_to_something_of_another_case(office: Office) -> None:
    one, other = deeds.approved(office), walk.opened(office.agency, deeds.RECEIVED)
    assert one.letter is not None
    with pytest.raises(Refused, match="不属于这件申请"):
        steps.perform(office.clerk, other, "issue", about=one.letter.key, values={}, at=at(DAY, 14))


def test_an_older_page_is_told(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    seen = walk.now(case).revision
    steps.perform(office.clerk, case, "claim", values={}, revision=seen, at=at(DAY))
    with pytest.raises(Stale):
        steps.perform(office.clerk, case, "withdraw", values={"on": DAY, "paper": walk.paper()}, revision=seen,
                      at=at(DAY))  # fmt: skip


@pytest.mark.parametrize("reply", ["granted", "partial", "not-held", "corrected", "correction-transferred"])
def test_the_fields_of_a_reply(office: Office, reply: str) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    fields = {need.code for need in steps.of_reply(reply, case, DAY)}
    assert "reasons" in fields or "found" in fields
    assert not fields & {"correction", "handled"}
    assert not fields & {"number", "organ", "remedy"}


@pytest.mark.parametrize("name", list(deeds.DEEDS))
def test_offers_can_be_listed_in_every_state(office: Office, name: str) -> None:
    ready = deeds.DEEDS[name](office)
    ready.do(ready.who, at=at(ready.on, 18))
    for who in (office.clerk, office.reviewer, office.head):
        for offer in steps.offers(who, walk.now(ready.case), on=ready.on):
            assert offer.title
            assert all(need.label for need in offer.needs)


def test_an_agency_without_offices_is_told_who_sets_them_up(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    Agency.objects.below(office.agency).exclude(pk=office.agency.pk).delete()
    (blocked,) = [one for one in steps.offers(office.clerk, case, on=DAY) if one.step.code == "ask-office"]
    assert "请系统管理员" in blocked.obstacle
