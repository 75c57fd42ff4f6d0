"""Electronic service by our own portal: with consent, on the day of arrival; opening proves it, paper follows."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.cases import assigning, consenting, delivering, dispatching, filing, redating, reminders, steps
from gongkai.cases.models import Case, CaseFile, ElectronicDelivery, Service
from gongkai.cases.states import State
from gongkai.cases.words import Route
from gongkai.documents import queries as documents
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.letters.models import Letter
from gongkai.notices.models import Notice

from .conftest import entries
from .walk import LINK, Office, at, line, now, opened, paper, unchanged

pytestmark = pytest.mark.django_db
RECEIVED, DAY, NEXT = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 5)
EMAIL = "zhang@example.cn"


def case_of(office: Office, *, electronic: bool = True, email: str = EMAIL, phone: str = "0533-1234567") -> Case:
    case = opened(office.agency, RECEIVED, electronic=electronic)
    case.applicant.email, case.applicant.phone = email, phone
    case.applicant.save()
    return case


def sealed(office: Office, case: Case) -> Letter:
    office.draft(case, DAY)
    letter = office.approved(case, DAY).letter
    assert letter is not None
    return office.sealed(case, letter, DAY)


def delivered(office: Office, case: Case | None = None) -> ElectronicDelivery:
    case = case or case_of(office)
    return delivering.deliver(office.clerk, case, sealed(office, case), review_link=LINK, at=at(DAY, 17))


def mail() -> Notice:
    return Notice.objects.get(means="mail", subject="政府信息公开：有文书送达")


def token() -> str:
    found = re.search(r"/letters/([\w-]+)/", mail().body)
    assert found is not None
    return found[1]


def test_the_day_of_arrival_is_the_day_of_service(office: Office) -> None:
    made = delivered(office)
    service, case = made.service, now(made.service.case)
    assert (service.route, service.result, service.result_on) == (Route.ELECTRONIC, "served", DAY)
    assert (case.state, case.answered_on) == (State.ANSWERED, DAY)
    decision = case.decision()
    assert decision is not None
    assert (decision.dispatched_on, decision.served_on) == (DAY, DAY)
    assert line(case, "answer-received").on == DAY
    assert (made.opened_at, made.paper_due_on) == (None, date(2026, 3, 9))
    assert made.link_ends_at == at(DAY, 17) + timedelta(days=30)
    assert [e.object for e in entries("cases.dispatch") + entries("cases.serve")] == [case.key, case.key]


def test_the_delivery_itself_is_the_record_and_names_nobody(office: Office) -> None:
    service = delivered(office).service
    assert service.dispatch_proof is not None
    assert service.dispatch_proof == service.proof
    text = documents.content(service.dispatch_proof).decode()
    said = json.loads(text)
    assert said["文书SHA-256"] == service.letter.sealed_sha256
    assert said["到达时间"] == "2026-03-04T17:00:00+08:00"
    assert said["网上申请行政复议"] == LINK
    assert said["同意电子送达"] == "申请人书面同意"
    assert "张三丰" not in text
    assert EMAIL not in text


def test_the_applicant_is_told_with_a_link_of_which_only_the_hash_is_kept(office: Office) -> None:
    made = delivered(office)
    notice = mail()
    assert notice.address == EMAIL
    assert notice.secret
    assert made.service.case.number in notice.body
    assert "张三丰" not in notice.subject + notice.body
    assert token() not in made.link_sha256
    assert delivering.by_link(token(), at=at(NEXT)) == made


def test_no_consent_no_delivery(office: Office) -> None:
    case = case_of(office, electronic=False)
    letter = sealed(office, case)
    before = unchanged(case)
    with pytest.raises(Refused, match="同意电子送达"):
        delivering.deliver(office.clerk, case, letter, review_link=LINK, at=at(DAY, 17))
    assert unchanged(case) == before
    assert not ElectronicDelivery.objects.exists()


def test_a_mark_in_the_register_alone_is_no_consent(office: Office) -> None:
    case = case_of(office)
    case.files.all().delete()
    letter = sealed(office, case)
    assert consenting.given(case) == ""
    with pytest.raises(Refused, match="书面意见"):
        delivering.deliver(office.clerk, case, letter, review_link=LINK, at=at(DAY, 17))


def test_a_consent_that_comes_later(office: Office) -> None:
    case = case_of(office, electronic=False)
    with pytest.raises(Refused, match="还没有到"):
        consenting.consent(office.clerk, case, on=NEXT, at=at(DAY, 9))
    consenting.consent(office.clerk, case, on=DAY, paper=paper("同意书.png"), at=at(DAY, 9))
    assert consenting.given(now(case)) == "paper"
    with pytest.raises(WrongState):
        consenting.consent(office.clerk, now(case), on=DAY, at=at(DAY, 9))
    made = delivering.deliver(office.clerk, now(case), sealed(office, now(case)), review_link=LINK, at=at(DAY, 17))
    assert made.service.result == "served"


def test_no_link_to_online_review_no_delivery(office: Office) -> None:
    case = case_of(office)
    letter = sealed(office, case)
    with pytest.raises(Refused, match="第二十二条第二款"):
        delivering.deliver(office.clerk, case, letter, review_link="", at=at(DAY, 17))
    assert not Notice.objects.filter(subject="政府信息公开：有文书送达").exists()


def test_nobody_could_open_it(office: Office) -> None:
    """Neither code nor mail nor, without a gateway, a telephone."""
    case = case_of(office, email="", phone="13805331234")
    letter = sealed(office, case)
    with pytest.raises(Refused, match="打不开"):
        delivering.deliver(office.clerk, case, letter, review_link=LINK, at=at(DAY, 17))


def test_a_telephone_is_enough_with_a_gateway(office: Office, settings: Settings) -> None:
    settings.GONGKAI_TEXT_URL = "files"
    case = case_of(office, email="", phone="13805331234")
    delivered(office, case)
    text = Notice.objects.get(means="text", subject="政府信息公开：有文书送达")
    assert text.address == "13805331234"
    assert "/letters/" in text.body


@pytest.mark.parametrize("who", ["reviewer", "outsider"])
def test_only_who_works_on_it(who: str, office: Office, request: pytest.FixtureRequest) -> None:
    person: Person = request.getfixturevalue(who)
    case = case_of(office)
    letter = sealed(office, case)
    before = unchanged(case)
    with pytest.raises(NotAllowed):
        delivering.deliver(person, case, letter, review_link=LINK, at=at(DAY, 17))
    assert unchanged(case) == before


def test_an_older_page_and_a_second_time(office: Office) -> None:
    case = case_of(office)
    letter = sealed(office, case)
    with pytest.raises(Stale):
        delivering.deliver(office.clerk, case, letter, review_link=LINK, revision=0, at=at(DAY, 17))
    delivering.deliver(office.clerk, case, letter, review_link=LINK, at=at(DAY, 17))
    with pytest.raises(WrongState):
        delivering.deliver(office.clerk, case, letter, review_link=LINK, at=at(NEXT, 9))


def test_a_link_ends(office: Office) -> None:
    made = delivered(office)
    last = at(DAY, 17) + timedelta(days=30)
    assert delivering.by_link(token(), at=last - timedelta(seconds=1)) == made
    assert delivering.by_link(token(), at=last) is None
    assert delivering.by_link("x" * 43, at=at(NEXT)) is None


def test_opening_is_further_proof(office: Office) -> None:
    made = delivered(office)
    delivering.open_(made, at=at(NEXT, 9))
    delivering.open_(made, at=at(NEXT, 11))
    made.refresh_from_db()
    assert made.opened_at == at(NEXT, 9)
    assert line(made.service.case, "letter-opened").on == NEXT
    first, again = entries("delivery.open")
    assert (first.actor, json.loads(first.data)["first"], json.loads(again.data)["first"]) == (
        "applicant", True, False,
    )  # fmt: skip


def test_the_day_that_the_system_recorded_is_not_put_right_by_hand(office: Office) -> None:
    made = delivered(office)
    case = made.service.case
    for kind in ("posted", "answer-received"):
        with pytest.raises(Refused, match="由系统记录"):
            redating.redate(office.clerk, line(case, kind), on=RECEIVED, reason="记错了", at=at(NEXT))
    offered = [
        o.about.label
        for o in steps.offers(office.clerk, now(case), on=NEXT)
        if o.step.code == "redate" and o.about
    ]
    assert [one.split()[1] for one in offered] == ["收到申请"]


def test_what_nobody_opened_waits_for_paper(office: Office) -> None:
    made = delivered(office)
    assert not delivering.unopened(date(2026, 3, 8)).exists()
    assert list(delivering.unopened(date(2026, 3, 9))) == [made]
    delivering.open_(made, at=at(date(2026, 3, 10)))
    assert not delivering.unopened(date(2026, 3, 10)).exists()


def test_whoever_handles_it_is_reminded_once(office: Office) -> None:
    case = assigning.claim(office.clerk, case_of(office), at=at(RECEIVED))
    delivered(office, case)
    told = Notice.objects.filter(recipient=office.clerk.key, subject__contains="没有人打开")
    reminders.remind(at(date(2026, 3, 6)))
    assert not told.exists()
    for day in (9, 9, 10, 12):
        reminders.remind(at(date(2026, 3, day)))
    assert {one.means for one in told} == {"desk", "mail"}
    assert told.count() == 2
    assert "邮寄一份纸质文书" in told[0].body


def follow(office: Office, made: ElectronicDelivery, on: date = date(2026, 3, 10), **more: object) -> Service:
    way = {"carrier": "中国邮政", "postal_number": "XA99999999937", **more}
    return delivering.send_paper(office.clerk, made.service.case, made.service, on=on, at=at(on), **way)  # type: ignore[arg-type]  # by their names


def test_paper_follows_and_moves_nothing(office: Office) -> None:
    made = delivered(office)
    case = made.service.case
    before = (now(case).state, now(case).answered_on, now(case).due_on)
    copy = follow(office, made)
    assert (copy.follows, copy.route, copy.letter) == (made.service, Route.POST, made.service.letter)
    assert line(case, "paper-followed").on == date(2026, 3, 10)
    assert not delivering.unopened(date(2026, 3, 20)).exists()
    office.served(copy, date(2026, 3, 13))
    assert (now(case).state, now(case).answered_on, now(case).due_on) == before
    decision = now(case).decision()
    assert decision is not None
    assert decision.served_on == DAY
    (entry,) = entries("cases.send_paper")
    assert entry.object == case.key


def test_paper_that_came_back_follows_again(office: Office) -> None:
    made = delivered(office)
    copy = follow(office, made)
    with pytest.raises(WrongState, match="已经寄出"):
        follow(office, made, postal_number="XA99999999938")
    dispatching.serve(office.clerk, copy, result="returned", on=date(2026, 3, 12), at=at(date(2026, 3, 12)))
    assert list(delivering.unopened(date(2026, 3, 12))) == [made]
    follow(office, made, on=date(2026, 3, 13), postal_number="XA99999999939")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"carrier": "顺丰速运"}, "邮政"),
        ({"postal_number": " "}, "邮件号"),
        ({"on": date(2026, 3, 3)}, "早于"),
    ],
)
def test_paper_goes_by_post(more: dict[str, object], said: str, office: Office) -> None:
    made = delivered(office)
    before = unchanged(made.service.case)
    with pytest.raises(Refused, match=said):
        follow(office, made, **more)  # type: ignore[arg-type]  # by their names
    assert unchanged(made.service.case) == before


def test_only_an_electronic_service_is_followed(office: Office, outsider: Person) -> None:
    case = case_of(office)
    posted = office.post(case, sealed(office, case), DAY)
    with pytest.raises(WrongState, match="没有纸质文书要补送"):
        delivering.send_paper(
            office.clerk, case, posted, on=NEXT, carrier="中国邮政", postal_number="XA1", at=at(NEXT)
        )
    made = delivered(office)
    with pytest.raises(NotAllowed):
        delivering.send_paper(
            outsider, made.service.case, made.service, on=NEXT, carrier="中国邮政", postal_number="X", at=at(NEXT)
        )


def test_a_page_offers_it_where_it_is_possible(office: Office) -> None:
    case = case_of(office)
    sealed(office, case)
    (offer,) = [o for o in steps.offers(office.clerk, now(case), on=DAY) if o.step.code == "deliver"]
    assert (offer.obstacle, [need.initial for need in offer.needs]) == ("", [LINK])
    assert offer.about is not None
    steps.perform(
        office.clerk, now(case), "deliver", about=offer.about.key, values={"review_link": LINK}, at=at(DAY, 17)
    )
    (paper_,) = [o for o in steps.offers(office.clerk, now(case), on=NEXT) if o.step.code == "send-paper"]
    assert "没有打开" in paper_.title
    steps.perform(
        office.clerk, now(case), "send-paper", about=paper_.about.key if paper_.about else "",
        values={"on": NEXT, "carrier": "中国邮政", "postal_number": "XA1"}, at=at(NEXT),
    )  # fmt: skip
    found = [o.step.code for o in steps.offers(office.clerk, now(case), on=NEXT)]
    assert "send-paper" not in found
    assert "serve" in found


def test_a_page_does_not_offer_it_without_consent(office: Office) -> None:
    case = case_of(office, electronic=False)
    sealed(office, case)
    assert not [o for o in steps.offers(office.clerk, now(case), on=DAY) if o.step.code == "deliver"]


def test_what_was_split_off_rests_on_the_consent_of_its_form(office: Office) -> None:
    case = case_of(office)
    part = case_of(office, electronic=False)
    Case.objects.filter(pk=part.pk).update(split_from=case, electronic_service=True)
    assert consenting.given(now(part)) == "paper"
    case.files.all().delete()
    assert consenting.given(now(part)) == ""


def test_the_file_of_the_case_shows_what_was_consented_to(office: Office) -> None:
    case = case_of(office)
    filing.add(office.clerk, case, paper(), what=CaseFile.What.OTHER, at=at(DAY, 9))
    assert consenting.given(case) == "paper"
