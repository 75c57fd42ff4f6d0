"""Whose turn it is and until when, in every state that a request can be in."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases import consulting, splitting, withdrawing
from gongkai.cases import incoming as arriving
from gongkai.cases.asking import codes
from gongkai.cases.following.holder import holder
from gongkai.cases.following.standing import _STANDS, Standing, Turn, Until, standing, until
from gongkai.cases.states import State
from gongkai.cases.words import Channel
from tests.cases import asking
from tests.cases.conftest import AT, TODAY
from tests.cases.walk import Office, at, paper

from . import walks
from .conftest import Followed, followed
from .walks import DAY, NEXT


def stands(one: Followed, on: date = NEXT) -> Standing:
    return standing(one.holder, one.now(), on=on)


def day_of(one: Followed, on: date = NEXT) -> Until:
    found = until(one.now(), on=on)
    assert found is not None
    return found


@pytest.mark.usefixtures("opened")
def test_what_came_by_the_site_waits_for_both_sides(office: Office) -> None:
    came = asking.came(office.clerk, office.agency, Channel.FAX)
    codes.issue(came, at=AT)
    found = standing(holder(came.access_codes.get()), None, on=TODAY)
    assert found.turn is Turn.OURS
    assert found.heading == "已提交，等待本机关确认"
    assert "双方确认之日" in found.next[0]


def test_what_came_over_the_counter_is_received_that_day(office: Office) -> None:
    came = asking.came(office.clerk, office.agency)
    codes.issue(came, at=AT)
    assert standing(holder(came.access_codes.get()), None, on=TODAY).heading == "已收到，等待登记"


def test_what_is_no_request_says_why(office: Office) -> None:
    came = asking.came(office.clerk, office.agency)
    codes.issue(came, at=AT)
    arriving.not_a_request(office.clerk, came, reason="属于信访事项，已告知向信访局反映", at=AT)
    came.refresh_from_db()
    found = standing(holder(came.access_codes.get()), None, on=TODAY)
    assert found.turn is Turn.OVER
    assert found.next[0] == "属于信访事项，已告知向信访局反映"


def test_a_duplicate_and_a_filed_paper_lead_to_the_other(office: Office, mine: Followed) -> None:
    again, filed = (asking.came(office.clerk, office.agency) for _ in range(2))
    arriving.duplicate(office.clerk, again, of=mine.incoming, at=AT)
    arriving.paper(office.clerk, filed, case=mine.case, at=AT)
    for one, number in ((again, mine.incoming.number), (filed, mine.case.number)):
        one.refresh_from_db()
        codes.issue(one, at=AT)
        found = standing(holder(one.access_codes.get()), None, on=TODAY)
        assert found.turn is Turn.OVER
        assert number in found.next[0]


def test_in_hand_it_says_the_day_and_how_it_came_about(mine: Followed) -> None:
    assert stands(mine).heading == "正在办理"
    found = day_of(mine)
    assert (found.on, found.working_day, found.left) == (date(2026, 3, 30), 20, 17)
    assert (found.late, found.provisional, found.sent_on) == (False, False, None)
    assert found.why[0].text.startswith("2026年3月2日收到申请")
    assert "三十三条" in found.why[0].article


@pytest.mark.usefixtures("opened")
def test_unconfirmed_there_is_no_day(office: Office) -> None:
    came = asking.came(office.clerk, office.agency, Channel.FAX)
    codes.issue(came, at=AT)
    case = asking.registered(office.clerk, came)
    found = standing(holder(came.access_codes.get()), case, on=TODAY)
    assert found.heading == "已登记，等待双方确认"
    assert until(case, on=TODAY) is None


def test_a_supplement_is_waited_for_until_its_day(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    found = stands(mine)
    assert (found.turn, found.heading) == (Turn.YOURS, "等您补正")
    assert found.next[0] == "请在2026年4月1日以前补正。"
    assert until(mine.now(), on=NEXT) is None
    assert stands(mine, date(2026, 4, 2)).heading == "补正期限已过"


def test_reasons_are_waited_for(office: Office, mine: Followed) -> None:
    walks.reasoned(office, mine)
    found = stands(mine)
    assert (found.turn, found.heading) == (Turn.YOURS, "等您说明理由")
    assert "2026年4月1日" in found.next[0]


def test_a_fee_is_waited_for(office: Office, mine: Followed) -> None:
    fee = walks.charged(office, mine)
    found = stands(mine)
    assert (found.turn, found.heading) == (Turn.YOURS, "等您缴费")
    assert fee.pay_by == date(2026, 4, 1)
    assert "2026年4月1日" in found.next[0]
    assert stands(mine, date(2026, 4, 10)).heading == "缴费期限已过"


def test_an_extension_moves_the_day_and_says_so(office: Office, mine: Followed) -> None:
    walks.extended(office, mine)
    found = day_of(mine)
    assert (found.on, found.working_day) == (date(2026, 4, 14), 30)
    assert any("延期10个工作日" in one.text for one in found.why)


def test_a_consultation_makes_it_provisional_and_names_nobody(office: Office, mine: Followed) -> None:
    made = consulting.ask(
        office.clerk, mine.now(), whom="third-party", party="秘密公司", extract="摘录", values={}, at=at(DAY, 9)
    )
    assert made.letter is not None
    office.served(office.post(mine.now(), made.letter, DAY), DAY)
    found = day_of(mine)
    assert found.provisional
    assert "征求意见还没有结束" in found.notes[0]
    said = "".join(one.text for one in found.why)
    assert "征求第三方意见" in said
    assert made.tag not in said.replace("15个工作日", "")
    assert "秘密公司" not in said


def test_a_year_without_its_notice_makes_it_provisional(office: Office) -> None:
    late = at(date(2026, 12, 20))
    one = followed(office, at=late)
    found = until(one.now(), on=late.date())
    assert found is not None
    assert found.provisional
    assert "2027年的放假安排还没有公布" in found.notes[0]


def test_what_the_office_does_within_looks_the_same(office: Office, mine: Followed) -> None:
    office.draft(mine.now(), DAY)
    office.approved(mine.now(), DAY)
    assert mine.now().state == State.APPROVED
    assert stands(mine).heading == "正在办理"


def test_past_the_day_it_is_late(mine: Followed) -> None:
    found = day_of(mine, date(2026, 4, 1))
    assert found.late
    assert found.left == 0


def test_sent_it_is_on_its_way(office: Office, mine: Followed) -> None:
    office.answer(mine.now(), DAY)
    assert stands(mine).heading == "答复已经发出"
    found = day_of(mine)
    assert (found.sent_on, found.late) == (DAY, False)


def test_what_came_back_will_be_sent_again(office: Office, mine: Followed) -> None:
    office.served(office.answer(mine.now(), DAY), NEXT, "returned")
    assert stands(mine).heading == "答复没有送到"
    assert stands(mine).turn is Turn.OURS


def test_answered_and_closed_look_the_same(office: Office, mine: Followed) -> None:
    walks.answered(office, mine)
    assert stands(mine) == Standing(Turn.OVER, "已答复", ())
    office.closed(mine.now(), NEXT)
    assert stands(mine) == Standing(Turn.OVER, "已答复", ())


def test_withdrawn_it_says_so(office: Office, mine: Followed) -> None:
    withdrawing.withdraw(office.clerk, mine.now(), on=DAY, paper=paper(), at=at(DAY))
    assert stands(mine).heading == "已撤回"


def test_merged_it_leads_to_the_other(office: Office, mine: Followed) -> None:
    other = asking.asked(office.clerk, office.agency, "另一件", same_person=True)
    splitting.merge(office.clerk, mine.case, into=other, at=AT)
    found = stands(mine)
    assert found.heading == "已并案"
    assert other.number in found.next[0]
    assert until(mine.now(), on=NEXT) is None


def test_answered_late_stays_late(office: Office, mine: Followed) -> None:
    office.answer(mine.now(), date(2026, 4, 2), provided_on="2026-04-10")
    assert day_of(mine, date(2026, 4, 3)).late


def test_every_state_has_its_words() -> None:
    assert set(_STANDS) == set(State)
