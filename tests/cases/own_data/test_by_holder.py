"""From the portal: number and code prove who it is, and whose it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.agencies.models import Agency
from gongkai.cases.asking import codes
from gongkai.cases.following.holder import Holder, holder
from gongkai.cases.models import AccessCode, DataRequest, Incoming
from gongkai.cases.own_data import answering, receiving
from gongkai.cases.registering import Party
from gongkai.cases.words import PartyRole
from gongkai.errors import Refused, WrongState
from gongkai.notices.models import Notice

from ..asking import LI, registered
from ..conftest import entries
from ..walk import Office, at
from ..web import submitted

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 5)


@pytest.fixture
def mine(office: Office, opened: None) -> Holder:
    made = submitted(office.agency)
    return holder(AccessCode.objects.get(incoming=made.incoming, ended_at=None))


def with_case(office: Office, mine: Holder, **more: Any) -> Holder:
    registered(office.clerk, mine.incoming, at=at(ON, 9), **more)
    return holder(AccessCode.objects.select_related("incoming__agency", "incoming__case").get(pk=mine.access.pk))


def asked(of: Holder, once: str = "one", what: str = "access") -> DataRequest:
    return receiving.by_holder(of, what=what, text="请提供", once=once, at=at(ON))


def test_of_a_registered_request_it_is_known_whose_it_is(office: Office, mine: Holder) -> None:
    of = with_case(office, mine)
    row = asked(of)
    assert of.case is not None
    assert (row.case, row.applicant, row.identity_proof) == (of.case, of.case.applicant, receiving.BY_CODE)
    assert answering.look(office.clerk, row, at=at(ON))
    assert Notice.objects.filter(about=row.key, recipient=office.clerk.key, means="desk").exists()
    (entry,) = entries("data.receive")
    assert entry.actor == "applicant"


def test_before_it_is_registered_somebody_has_to_say_whose_it_is(office: Office, mine: Holder) -> None:
    row = asked(mine)
    assert (row.case, row.applicant) == (None, None)
    with pytest.raises(WrongState):
        answering.look(office.clerk, row, at=at(ON))


def test_an_agents_code_proves_nothing_of_whom_they_act_for(office: Office, mine: Holder) -> None:
    of = with_case(office, mine, parties=[Party(PartyRole.AGENT, LI)])
    row = asked(of)
    assert (row.case, row.applicant) == (of.case, None)
    with pytest.raises(WrongState, match="核对"):
        answering.look(office.clerk, row, at=at(ON))


def test_the_same_form_twice_is_one(mine: Holder) -> None:
    assert asked(mine) == asked(mine)
    assert DataRequest.objects.count() == 1
    assert Incoming.objects.filter(settled_as="data").count() == 1


def test_so_many_wait_at_most(mine: Holder) -> None:
    for once in ("a", "b", "c"):
        asked(mine, once)
    with pytest.raises(Refused, match="还没有答复"):
        asked(mine, "d")


def test_a_code_that_ended_asks_nothing(office: Office, mine: Holder) -> None:
    codes.replace(office.clerk, mine.incoming, proof="当面出示证件", at=at(ON))
    with pytest.raises(WrongState, match="已经失效"):
        asked(mine)
    assert DataRequest.objects.count() == 0


def test_each_sees_their_own(office: Office, mine: Holder, bureau: Agency) -> None:
    made = submitted(bureau, name="李四", phone="13900000000", document_number="370305198502140029")
    other = holder(AccessCode.objects.get(incoming=made.incoming, ended_at=None))
    row = asked(mine)
    assert list(receiving.of_holder(mine)) == [row]
    assert not receiving.of_holder(other).exists()
