from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases.flags import flags
from gongkai.cases.models import Case
from gongkai.cases.registering import Asked, Party, confirm
from gongkai.cases.states import State
from gongkai.cases.supplementing import notice_by
from gongkai.cases.words import ApplicantClass, Channel, IdentityDocument, PartyRole

from .asking import CREDIT_CODE, LI, SCAN, WANTED, ZHANG, asked, both, came, registered
from .conftest import AT, TODAY

DAY = timedelta(days=1)
WHOLE = Asked(WANTED, form="paper", route="post")


def codes(case: Case, on: date = TODAY) -> list[str]:
    return [flag.code for flag in flags(case, on=on)]


def test_a_whole_request_has_none(clerk: Person, bureau: Agency) -> None:
    case = registered(clerk, came(clerk, bureau), asked=WHOLE)
    assert codes(case) == []


def test_no_proof_of_identity_is_a_flag_and_no_refusal(clerk: Person, bureau: Agency) -> None:
    case = registered(clerk, came(clerk, bureau), LI, asked=WHOLE)
    (flag,) = flags(case, on=TODAY)
    assert (flag.code, flag.supplement, case.state) == ("no-identity", True, State.OPEN)
    assert "第二十九条" in flag.article


def test_a_paper_of_identity_is_proof_enough(clerk: Person, bureau: Agency) -> None:
    paper = came(clerk, bureau, papers=[SCAN, replace(SCAN, name="证.jpg", data=b"\xff\xd8\xff")])
    card = paper.files.last()
    assert card is not None
    assert codes(registered(clerk, paper, LI, asked=WHOLE, identity=[card])) == []


def test_joint_applicants_and_agents(clerk: Person, bureau: Agency) -> None:
    parties = [Party(PartyRole.JOINT, LI), Party(PartyRole.AGENT, replace(LI, name="王律师"))]
    case = registered(clerk, came(clerk, bureau), asked=WHOLE, parties=parties)
    assert codes(case) == ["no-identity", "no-authority"]


def test_what_else_may_be_missing(clerk: Person, bureau: Agency) -> None:
    company = replace(
        ZHANG, kind=ApplicantClass.BUSINESS, name="示范公司", phone="", address="",
        document=IdentityDocument.CREDIT_CODE, document_number=CREDIT_CODE,
    )  # fmt: skip
    assert codes(asked(clerk, bureau, applicant=company)) == ["no-contact", "no-representative", "no-form"]


def test_an_ordinary_letter_confirmed_late(clerk: Person, bureau: Agency) -> None:
    paper = came(clerk, bureau, Channel.ORDINARY_POST, on=TODAY - 3 * DAY)
    case = registered(clerk, paper, asked=WHOLE, confirmation=both(TODAY))
    (flag,) = flags(case, on=TODAY)
    assert flag.code == "late-confirmation"
    assert "晚于收信当日" in flag.text
    same_day = came(clerk, bureau, Channel.ORDINARY_POST)
    assert codes(registered(clerk, same_day, asked=WHOLE, confirmation=both(TODAY))) == []


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.FAX, Channel.WEB, Channel.ORDINARY_POST])
def test_an_unconfirmed_one_raises_its_hand(channel: Channel, clerk: Person, bureau: Agency, opened: None) -> None:
    case = registered(clerk, came(clerk, bureau, channel), asked=WHOLE)
    (flag,) = flags(case, on=TODAY + 2 * DAY)
    assert flag.code == "unconfirmed"
    assert "已过2个工作日" in flag.text
    assert notice_by(case) is None
    assert codes(confirm(clerk, case, office_on=TODAY, applicant_on=TODAY, at=AT)) == []


def test_what_is_over_is_not_asked_for(clerk: Person, bureau: Agency) -> None:
    case = asked(clerk, bureau, applicant=LI)
    case.state = State.ANSWERED
    assert codes(case) == []
    case.state, case.imported = State.OPEN, True
    assert codes(case) == []
