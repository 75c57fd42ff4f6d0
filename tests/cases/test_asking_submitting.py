"""A draft is submitted once, however often it is sent, and nothing acknowledged is lost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.verify import verify
from gongkai.cases import channels
from gongkai.cases.asking import codes, drafts, submitting
from gongkai.cases.models import AccessCode, CaseFile, Draft, DraftFile, Incoming, OpenChannel, Submission
from gongkai.documents import queries as documents
from gongkai.errors import Refused, WrongState
from gongkai.notices.models import Notice

from ..district import together
from .asking import NUMBER
from .conftest import AT, TODAY, entries
from .web import CARD, POWER, filled, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opened")]


def test_it_stands_in_the_register(bureau: Agency) -> None:
    made = submitted(bureau)
    paper = Incoming.objects.get()
    assert made.incoming == paper
    assert not made.again
    assert (paper.channel, paper.arrived_on, paper.sender) == ("web", TODAY, "张三丰")
    assert (paper.entered_by, paper.opened_at, paper.settled_as) == (None, None, "")
    assert documents.content(paper.files.get().file) == CARD.data
    assert paper.files.get().what == CaseFile.What.IDENTITY


def test_the_draft_is_gone_and_what_was_submitted_stays(bureau: Agency) -> None:
    made = submitted(bureau)
    assert not Draft.objects.exists()
    assert not DraftFile.objects.exists()
    kept = Submission.objects.get()
    assert kept == made.submission
    assert kept.submitted_at == AT
    assert json.loads(kept.values)["document_number"] == NUMBER
    assert kept.privacy_notice == submitting.PRIVACY_NOTICE
    assert kept.electronic_consent == ""


def test_the_code_opens_it(bureau: Agency) -> None:
    made = submitted(bureau)
    found = codes.find(made.incoming.number, made.code)
    assert found is not None
    assert found.incoming == made.incoming
    assert made.code not in json.dumps(list(AccessCode.objects.values()), default=str)


def test_the_chain_tells_it_and_no_name(bureau: Agency) -> None:
    made = submitted(bureau)
    entry = entries("incoming.submit")[0]
    assert (entry.actor, entry.agency, entry.object) == ("applicant", bureau.key, made.incoming.key)
    assert "张三丰" not in entry.data
    assert NUMBER not in entry.data
    assert verify() == []


def test_sent_again_it_is_the_same_with_the_same_code(bureau: Agency) -> None:
    _, key = filled(bureau)
    first = submitting.submit(bureau, key, at=AT)
    second = submitting.submit(bureau, key, at=AT + timedelta(minutes=5))
    assert (second.incoming, second.code, second.again) == (first.incoming, first.code, True)
    assert Incoming.objects.count() == AccessCode.objects.count() == len(entries("incoming.submit")) == 1


def test_the_code_is_not_shown_for_ever(bureau: Agency) -> None:
    _, key = filled(bureau)
    submitting.submit(bureau, key, at=AT)
    later = submitting.submit(bureau, key, at=AT + submitting.SHOWN_AGAIN)
    assert later.again
    assert later.code == ""


def test_a_code_that_was_replaced_is_not_shown_again(bureau: Agency) -> None:
    _, key = filled(bureau)
    first = submitting.submit(bureau, key, at=AT)
    codes.replace(OPERATOR, first.incoming, proof="出示身份证原件", at=AT)
    assert submitting.submit(bureau, key, at=AT).code == ""


def test_another_agency_knows_nothing_of_the_key(bureau: Agency, finance: Agency) -> None:
    _, key = filled(bureau)
    submitting.submit(bureau, key, at=AT)
    assert submitting.submitted(finance, key, at=AT) is None


def test_two_at_once_make_one(transactional_db: None, bureau: Agency) -> None:
    _, key = filled(bureau)
    one, other = together(*[lambda: submitting.submit(bureau, key, at=AT)] * 2)
    assert isinstance(one, submitting.Submitted)
    assert isinstance(other, submitting.Submitted)
    assert one.incoming == other.incoming
    assert one.code == other.code
    assert sorted([one.again, other.again]) == [False, True]
    assert Incoming.objects.count() == 1


def test_many_at_once_get_numbers_without_gaps(transactional_db: None, bureau: Agency) -> None:
    keys = [filled(bureau)[1] for _ in range(6)]
    together(*[lambda key=key: submitting.submit(bureau, key, at=AT) for key in keys])
    numbers = sorted(Incoming.objects.values_list("number", flat=True))
    assert numbers == [f"LJ2026-{n:04d}" for n in range(1, 7)]


def test_nothing_while_something_is_wrong(bureau: Agency) -> None:
    draft, key = filled(bureau, description="")
    with pytest.raises(Refused, match="第二十九条"):
        submitting.submit(bureau, key, at=AT)
    assert not Incoming.objects.exists()
    assert Draft.objects.get() == draft
    assert not entries("incoming.submit")


def test_nothing_by_a_closed_channel(bureau: Agency) -> None:
    _, key = filled(bureau)
    row = OpenChannel.objects.get(channel="web")
    channels.close_channel(OPERATOR, row, last_day=TODAY - timedelta(days=1), reason="改版", at=AT)
    with pytest.raises(Refused, match="没有开通在线申请"):
        submitting.submit(bureau, key, at=AT)
    assert not Incoming.objects.exists()
    assert Draft.objects.exists()


def test_a_draft_that_ran_out_is_not_submitted(bureau: Agency) -> None:
    _, key = filled(bureau)
    with pytest.raises(WrongState, match="已过期"):
        submitting.submit(bureau, key, at=AT + drafts.KEPT)
    with pytest.raises(WrongState):
        submitting.submit(bureau, "no key of anybody", at=AT)
    assert not Incoming.objects.exists()


def test_without_any_proof_of_identity_it_comes_in_all_the_same(bureau: Agency) -> None:
    made = submitted(bureau, card=False, document="", document_number="", proof="")
    assert made.incoming.files.count() == 0


def test_the_receipt_goes_out_by_the_ways_that_were_chosen(bureau: Agency) -> None:
    made = submitted(bureau, email="zhang@example.cn", notify=["mail", "text"])
    mail, text = Notice.objects.order_by("means")
    assert (mail.address, text.address) == ("zhang@example.cn", "13812345678")
    for one in (mail, text):
        assert made.code in one.body
        assert made.incoming.number in one.body
        assert "张三丰" not in one.body + one.subject
        assert "低保" not in one.body + one.subject


def test_who_wants_no_notice_gets_none(bureau: Agency) -> None:
    submitted(bureau)
    assert not Notice.objects.exists()


def test_consent_to_electronic_service_is_kept_in_its_words(bureau: Agency) -> None:
    made = submitted(bureau, route="electronic", electronic_service="yes")
    assert "我同意以电子方式接收" in made.submission.electronic_consent


def test_registering_starts_from_it(bureau: Agency) -> None:
    draft, key = filled(bureau, party_role="agent", party_name="李四", party_phone="13900000000")
    drafts.attach(draft, CARD, CaseFile.What.IDENTITY, at=AT)
    drafts.attach(draft, POWER, CaseFile.What.AUTHORITY, at=AT)
    made = submitting.submit(bureau, key, at=AT)
    found = submitting.details_of(made.submission)
    assert found.wanted.applicant.document_number == NUMBER
    assert found.wanted.asked.route == "post"
    assert [one.name for one in found.identity] == [CARD.name]
    agent = found.wanted.parties[0]
    assert agent.details.name == "李四"
    assert agent.authority == found.authority is not None
    assert found.applicant_on == TODAY
