from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import repeats, splitting
from gongkai.cases.models import Decision
from gongkai.cases.registering import Party
from gongkai.cases.words import PartyRole

from .asking import LI, ZHANG, asked
from .conftest import AT, TODAY

DAY = timedelta(days=1)
SAME = "2025年低保钱都发给谁了、每户多少"


def test_the_same_matter_in_other_words_is_found_with_its_answer(clerk: Person, bureau: Agency) -> None:
    first = asked(clerk, bureau)
    asked(clerk, bureau, "2024年度低保资金发放明细")
    second = asked(clerk, bureau, SAME)
    found = repeats.earlier(clerk, bureau, second.applicant, SAME, before=second, on=TODAY)
    (hit,) = found.hits
    assert (hit.case, hit.answer, found.looked_at, found.whole, found.applicants) == (first, None, 2, True, 1)
    assert "年度：2025年" in hit.alike.common
    answer = Decision.objects.create(
        case=first, reply="granted", row="3.1", drafted_at=AT, decided_on=TODAY, frozen_at=AT, dispatched_on=TODAY,
        approved_by=clerk,
    )  # fmt: skip
    again = repeats.earlier(clerk, bureau, second.applicant, SAME, before=second, on=TODAY)
    assert again.hits[0].answer == answer


def test_another_applicant_is_no_repeat_but_shown_for_article_44(clerk: Person, bureau: Agency) -> None:
    mine, theirs = asked(clerk, bureau), asked(clerk, bureau, applicant=LI)
    assert not repeats.earlier(clerk, bureau, theirs.applicant, theirs.description, before=theirs, on=TODAY).hits
    found = repeats.by_others(clerk, bureau, theirs.applicant, theirs.description, before=theirs, on=TODAY)
    assert ([hit.case for hit in found.hits], found.applicants) == ([mine], 1)


def test_joint_applicants_asked_it_too(clerk: Person, bureau: Agency) -> None:
    first = asked(clerk, bureau, parties=[Party(PartyRole.JOINT, LI)])
    second = asked(clerk, bureau, applicant=LI)
    found = repeats.earlier(clerk, bureau, second.applicant, second.description, before=second, on=TODAY)
    assert [hit.case for hit in found.hits] == [first]


def test_a_later_one_is_no_earlier_one(clerk: Person, bureau: Agency) -> None:
    first = asked(clerk, bureau)
    asked(clerk, bureau)
    assert not repeats.earlier(clerk, bureau, first.applicant, first.description, before=first, on=TODAY).hits


def test_parts_of_one_form_do_not_repeat_one_another(clerk: Person, bureau: Agency) -> None:
    case = asked(clerk, bureau, "低保资金发放明细及低保资金发放名单")
    _, second = splitting.split(clerk, case, parts=["低保资金发放明细", "低保资金发放名单"], at=AT)
    assert not repeats.earlier(clerk, bureau, second.applicant, second.description, before=second, on=TODAY).hits


def test_before_it_is_registered(clerk: Person, bureau: Agency) -> None:
    first = asked(clerk, bureau)
    found = repeats.earlier(clerk, bureau, first.applicant, SAME, on=TODAY)
    assert [hit.case for hit in found.hits] == [first]
    assert repeats.by_others(clerk, bureau, None, SAME, on=TODAY).hits


def test_another_agency_sees_nothing(
    clerk: Person, bureau: Agency, outsider: Person, finance: Agency, supervisor: Person
) -> None:
    first = asked(clerk, bureau)
    for user in (outsider, supervisor):
        assert not repeats.earlier(user, bureau, first.applicant, SAME, on=TODAY).hits
        assert not repeats.by_others(user, bureau, None, SAME, on=TODAY).hits
    theirs = asked(outsider, finance)
    found = repeats.by_others(outsider, finance, theirs.applicant, SAME, on=TODAY)
    assert not found.hits


def test_looking_is_bounded_and_says_so(clerk: Person, bureau: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "AT_MOST", 2)
    for _ in range(3):
        asked(clerk, bureau)
    found = repeats.by_others(clerk, bureau, None, SAME, on=TODAY)
    assert (found.looked_at, found.whole, len(found.hits)) == (2, False, 2)


def test_a_constant_number_of_questions(clerk: Person, bureau: Agency) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked_now:
            repeats.by_others(clerk, bureau, None, SAME, on=TODAY)
        return len(asked_now)

    for _ in range(2):
        asked(clerk, bureau)
    few = questions()
    for _ in range(6):
        asked(clerk, bureau, applicant=ZHANG)
    assert questions() == few
