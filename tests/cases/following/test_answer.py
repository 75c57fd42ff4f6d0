"""The outcome once it reached them, the remedies by name and day, and where to turn when nothing came."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.agencies import actions as agencies
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.cases import consenting, correcting, settings, withdrawing
from gongkai.cases.following import answer
from gongkai.cases.following.answer import Way
from gongkai.cases.following.standing import until
from gongkai.cases.words import Kind
from gongkai.statute.calendar import official
from tests.cases.conftest import AT
from tests.cases.histories import values_for
from tests.cases.walk import LINK, Office, at, opened, paper

from . import walks
from .conftest import Followed
from .walks import DAY, NEXT


def ways(one: Followed) -> list[Way]:
    return list(answer.answers(one.now())[0].ways)


def silent(one: Followed, on: date) -> list[Way]:
    case = one.now()
    return list(answer.unanswered(case, until(case, on=on), on=on))


def test_nothing_is_told_of_an_answer_before_it_left(office: Office, mine: Followed) -> None:
    office.draft(mine.now(), DAY)
    office.approved(mine.now(), DAY)
    assert answer.answers(mine.now()) == ()
    assert answer.sent(mine.now()) is None


def test_on_its_way_it_tells_how_it_went_and_not_what_it_says(office: Office, mine: Followed) -> None:
    office.answer(mine.now(), DAY)
    assert answer.answers(mine.now()) == ()
    service = answer.sent(mine.now())
    assert service is not None
    assert (service.dispatched_on, service.route) == (DAY, "post")


def test_served_it_tells_all(office: Office, mine: Followed) -> None:
    walks.answered(office, mine)
    found = answer.answers(mine.now())[0]
    assert (found.title, found.sent_on, found.received_on) == ("予以公开", DAY, NEXT)
    assert "第三十六条" in found.articles
    assert found.route == "邮政寄送"
    assert answer.sent(mine.now()) is None


def test_review_or_lawsuit_with_their_days(office: Office, mine: Followed) -> None:
    walks.answered(office, mine)
    review, suit = ways(mine)
    assert (review.what, review.body, review.link) == ("申请行政复议", "示范区人民政府", LINK)
    # 60 days from 5 March are over on a holiday, six months on a Saturday: both roll.
    assert review.until == date(2026, 5, 6)
    assert (suit.what, suit.body, suit.until) == ("提起行政诉讼", "示范区人民法院", date(2026, 9, 7))


def test_withheld_goes_to_review_first(office: Office, mine: Followed) -> None:
    walks.answered(office, mine, reply="process", **dict[str, Any](values_for("process", DAY)))
    review, suit = ways(mine)
    assert review.until == date(2026, 5, 6)
    assert suit.until is None
    assert suit.after == "先申请行政复议；对复议决定不服的，收到决定书之日起15日内"


def test_partly_withheld_tells_both(office: Office, mine: Followed) -> None:
    walks.answered(office, mine, reply="partial", **dict[str, Any](values_for("partial", DAY)))
    _, withheld, rest = ways(mine)
    assert (withheld.what, withheld.until) == ("对不予公开的部分提起行政诉讼", None)
    assert (rest.what, rest.until) == ("对其他内容提起行政诉讼", date(2026, 9, 7))


def test_what_went_electronically_counts_from_its_arrival(office: Office, mine: Followed) -> None:
    consenting.consent(office.clerk, mine.now(), on=DAY, paper=paper(), at=at(DAY, 9))
    walks.delivered(office, mine)
    found = answer.answers(mine.now())[0]
    assert (found.received_on, found.route) == (DAY, "电子送达")


def test_a_withdrawal_is_no_answer(office: Office, mine: Followed) -> None:
    withdrawing.withdraw(office.clerk, mine.now(), on=DAY, paper=paper(), at=at(DAY))
    assert answer.answers(mine.now()) == ()


def test_without_names_there_are_no_remedies_to_tell(office: Office, mine: Followed) -> None:
    walks.answered(office, mine)
    settings.put(OPERATOR, office.agency, court="", review_body="", at=AT)
    assert answer.answers(mine.now())[0].ways == ()


def test_a_correction_has_its_own_names(office: Office) -> None:
    case = opened(office.agency, date(2026, 3, 2), kind=Kind.CORRECTION)
    said = {"found": "登记有误", "reasons": "核对无误", "corrected_to": "出生日期改为1990年1月1日"}
    correcting.draft(office.clerk, case, result="corrected", values=said, at=at(DAY))
    decision = office.approved(case, DAY)
    assert decision.letter is not None
    office.served(office.post(case, decision.letter, DAY), NEXT)
    found = answer.answers(case)[0]
    assert found.title == "予以更正"
    assert "第四十一条" in found.articles


def test_before_the_day_nothing_alarming(mine: Followed) -> None:
    assert silent(mine, date(2026, 3, 30)) == []


def test_after_the_day_three_ways_by_name(mine: Followed) -> None:
    supervisor, review, suit = silent(mine, date(2026, 3, 31))
    assert supervisor.article == "《条例》第五十一条"
    assert (review.body, review.link) == ("示范区人民政府", LINK)
    assert review.until == date(2026, 5, 29)
    assert (suit.until, suit.article[:7]) == (None, "《行政复议法》")
    assert "先申请行政复议" in suit.after
    assert "15日内" in suit.after


def test_before_2024_silence_went_to_either(mine: Followed) -> None:
    due_on = date(2023, 3, 30)
    suit = list(answer._when_silent(mine.case.agency, due_on, official(), date(2026, 3, 31)))[-1]
    assert (suit.body, suit.until, suit.after) == ("示范区人民法院", date(2023, 10, 7), "")


def test_the_supervisor_by_name(mine: Followed, finance: Agency) -> None:
    agencies.set_supervisor(mine.case.agency, finance, by=OPERATOR, at=AT)
    assert silent(mine, date(2026, 3, 31))[0].body == "示范区财政局"


@pytest.mark.parametrize("walk", [walks.noticed, walks.charged])
def test_nothing_is_late_while_the_applicant_is_waited_for(office: Office, mine: Followed, walk: Any) -> None:
    walk(office, mine)
    assert silent(mine, date(2026, 6, 1)) == []


def test_answered_late_is_no_silence(office: Office, mine: Followed) -> None:
    office.answer(mine.now(), date(2026, 4, 2), provided_on="2026-04-10")
    assert silent(mine, date(2026, 4, 3)) == []
