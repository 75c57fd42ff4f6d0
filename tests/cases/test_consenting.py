"""A consent to electronic service is taken back as easily as it was given (PIPL 15); paper is what follows."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.cases import consenting, delivering, events, filing, letter_values, splitting, steps
from gongkai.cases.models import Case, CaseFile
from gongkai.cases.words import Channel, Route
from gongkai.errors import NotAllowed, Refused, Stale, WrongState

from .conftest import entries
from .test_delivering import DAY, NEXT, case_of, delivered, sealed
from .walk import LINK, Office, at, line, now, paper, unchanged

pytestmark = pytest.mark.django_db


def revoke(office: Office, case: Case, on: date = DAY, *, hour: int = 10) -> Case:
    return consenting.revoke(office.clerk, case, on=on, at=at(DAY, hour))


def codes(office: Office, case: Case) -> set[str]:
    return {one.step.code for one in steps.offers(office.clerk, now(case), on=DAY)}


def test_it_ends_stands_on_the_time_line_and_in_the_chain(office: Office) -> None:
    case = case_of(office)
    assert "revoke-electronic" in codes(office, case)
    found = consenting.revoke(office.clerk, case, on=DAY, paper=paper("撤回同意.png"), at=at(DAY, 10))
    assert (found.electronic_service, consenting.given(found)) == (False, "")
    assert line(case, consenting.REVOKED).on == DAY
    assert [one.name for one in case.files.filter(what=CaseFile.What.OTHER)] == ["撤回同意.png"]
    (entry,) = entries("cases.revoke_electronic")
    assert (entry.actor, entry.object) == (office.clerk.key, case.key)
    assert DAY.isoformat() in entry.data
    assert "revoke-electronic" not in codes(office, case)
    assert "consent-electronic" in codes(office, case)


def test_word_of_mouth_is_enough(office: Office) -> None:
    case = case_of(office)
    files = case.files.count()
    assert not revoke(office, case).electronic_service
    assert case.files.count() == files


def test_the_next_letter_goes_on_paper(office: Office) -> None:
    case = case_of(office)
    letter = sealed(office, case)
    assert "deliver" in codes(office, case)
    revoke(office, case, hour=16)
    assert "deliver" not in codes(office, case)
    assert "dispatch" in codes(office, case)
    with pytest.raises(Refused, match="同意电子送达"):
        delivering.deliver(office.clerk, now(case), letter, review_link=LINK, at=at(DAY, 17))
    assert office.post(now(case), letter, DAY).route == "post"


def test_who_has_the_page_of_before_serves_nothing_electronically(office: Office) -> None:
    case = case_of(office)
    letter = sealed(office, case)
    seen = now(case).revision
    revoke(office, case, hour=16)
    with pytest.raises(Stale):
        delivering.deliver(office.clerk, case, letter, review_link=LINK, revision=seen, at=at(DAY, 17))


def test_what_was_served_was_served(office: Office) -> None:
    made = delivered(office)
    case = now(made.service.case)
    consenting.revoke(office.clerk, case, on=DAY, at=at(DAY, 18))
    made.service.refresh_from_db()
    assert (made.service.result, made.service.result_on) == ("served", DAY)
    assert now(case).answered_on == DAY


def test_the_letter_says_how_it_comes(office: Office) -> None:
    case = case_of(office)
    Case.objects.filter(pk=case.pk).update(route=Route.ELECTRONIC)
    said = lambda: letter_values.filled(now(case), "granted", {}, on=DAY)["route"]  # noqa: E731
    assert said() == Route.ELECTRONIC
    assert letter_values.filled(now(case), "third-party-release", {}, on=DAY)["route"] == Route.POST
    revoke(office, now(case))
    assert said() == Route.POST
    Case.objects.filter(pk=case.pk).update(route=Route.DIRECT)
    assert said() == Route.DIRECT


def test_given_anew_it_rests_on_what_came_after(office: Office) -> None:
    case = case_of(office)
    revoke(office, case)
    Case.objects.filter(pk=case.pk).update(electronic_service=True)
    assert consenting.given(now(case)) == "", "the form of before is no consent any more"
    Case.objects.filter(pk=case.pk).update(electronic_service=False)
    consenting.consent(office.clerk, now(case), on=DAY, paper=paper("同意书.png"), at=at(DAY, 12))
    assert consenting.given(now(case)) == "paper"
    revoke(office, now(case), hour=13)
    assert consenting.given(now(case)) == ""


def test_it_ends_for_all_that_came_of_one_form(office: Office) -> None:
    case = case_of(office)
    _, part = splitting.split(office.clerk, case, parts=["预算", "决算"], at=at(DAY, 9))
    filing.put(office.clerk, part, paper(), what=CaseFile.What.REQUEST, at=at(DAY, 9))
    assert consenting.given(now(part))
    revoke(office, now(part))
    assert not any(now(one).electronic_service for one in (case, part))
    assert [line(one, consenting.REVOKED).on for one in (case, part)] == [DAY, DAY]
    assert {one.object for one in entries("cases.revoke_electronic")} == {case.key, part.key}


def test_without_a_consent_or_for_a_day_to_come_nothing_changes(office: Office) -> None:
    case = case_of(office, electronic=False)
    before = unchanged(case)
    with pytest.raises(WrongState, match="没有同意"):
        revoke(office, case)
    assert unchanged(case) == before
    case = case_of(office)
    before = unchanged(case)
    with pytest.raises(Refused, match="还没有到"):
        revoke(office, case, NEXT)
    assert (unchanged(case), now(case).electronic_service) == (before, True)


def test_nobody_else_may_and_nothing_changes(office: Office, outsider: Person) -> None:
    case = case_of(office)
    before = unchanged(case)
    for who in (office.reviewer, office.head, outsider):
        with pytest.raises(NotAllowed):
            consenting.revoke(who, case, on=DAY, at=at(DAY, 10))
    assert (unchanged(case), now(case).electronic_service) == (before, True)
    assert not entries("cases.revoke_electronic")


def test_the_line_is_not_struck_out(office: Office) -> None:
    case = case_of(office)
    revoke(office, case)
    with pytest.raises(Refused, match="不能划去"):
        events.strike(office.clerk, line(case, consenting.REVOKED), reason="误登", at=at(DAY, 12))


def test_a_form_of_the_portal_without_consent_rests_on_a_later_paper(office: Office) -> None:
    case = case_of(office, electronic=False)
    Case.objects.filter(pk=case.pk).update(channel=Channel.WEB)
    consenting.consent(office.clerk, now(case), on=DAY, paper=paper(), at=at(DAY, 9))
    assert consenting.given(now(case)) == "paper"
    assert consenting.given(revoke(office, now(case))) == ""
