"""Rule 40: what two applicants asked for is suggested once, and agreed to it must be public in time."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import converting
from gongkai.publication.models import Conversion, Obligation

from .conftest import AT, TODAY, nothing_after
from .law import told

CASES = ["示民申〔2026〕3号", "示民申〔2026〕8号"]


def suggested(
    user: Person, agency: Agency, cases: list[str] | None = None, applicants: int = 2
) -> Conversion | None:
    return converting.suggest(
        user, agency, title="2025年低保资金发放名册", cases=cases or CASES, applicants=applicants, at=AT
    )


@pytest.fixture
def made(clerk: Person, bureau: Agency) -> Conversion:
    found = suggested(clerk, bureau)
    assert found is not None
    return found


def test_rule_40_the_second_applicant_makes_a_suggestion(made: Conversion) -> None:
    assert (made.cases, made.applicants, made.state) == (CASES, 2, "open")
    assert told("conversions.suggest") == {"cases": 2, "applicants": 2}


@pytest.mark.parametrize(("cases", "applicants"), [(CASES, 1), (CASES[:1], 2)])
def test_one_applicant_is_not_enough(clerk: Person, bureau: Agency, cases: list[str], applicants: int) -> None:
    with pytest.raises(Refused, match="第四十四条"):
        suggested(clerk, bureau, cases, applicants)
    assert not Conversion.objects.exists()


def test_the_same_requests_are_suggested_once_and_a_third_joins(
    clerk: Person, bureau: Agency, made: Conversion
) -> None:
    before = Entry.objects.count()
    assert suggested(clerk, bureau) == made
    assert nothing_after(before)
    joined = suggested(clerk, bureau, [CASES[1], "示民申〔2026〕9号"])
    assert joined == made
    assert joined is not None
    assert joined.cases == [*CASES, "示民申〔2026〕9号"]
    assert Conversion.objects.count() == 1


def test_agreed_it_must_be_public_in_twenty_working_days(head: Person, made: Conversion) -> None:
    made = converting.agree(head, made, reason="内容已可公开", at=AT)
    assert made.obligation is not None
    assert (made.obligation.formed_on, made.obligation.due_on) == (TODAY, date(2026, 4, 14))
    assert told("conversions.agree") == {"due_on": "2026-04-14"}
    with pytest.raises(WrongState, match="已经决定"):
        converting.decline(head, made, reason="x", at=AT)


def test_declined_it_does_not_come_again(head: Person, clerk: Person, bureau: Agency, made: Conversion) -> None:
    with pytest.raises(Refused, match="理由"):
        converting.decline(head, made, reason=" ", at=AT)
    converting.decline(head, made, reason="涉及个人隐私", at=AT)
    assert told("conversions.decline") == {}
    assert suggested(clerk, bureau) is None
    assert not Obligation.objects.exists()


def test_who_may_not(clerk: Person, reviewer: Person, stranger: Person, bureau: Agency, made: Conversion) -> None:
    before = Entry.objects.count()
    for person in (reviewer, stranger):
        with pytest.raises(NotAllowed):
            suggested(person, bureau)
    for person in (clerk, stranger):
        with pytest.raises(NotAllowed):
            converting.agree(person, made, at=AT)
        with pytest.raises(NotAllowed):
            converting.decline(person, made, reason="x", at=AT)
    assert nothing_after(before)
    assert not converting.visible(stranger, on=TODAY).exists()
    assert list(converting.visible(clerk, on=TODAY)) == [made]
