from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import identity, masking
from gongkai.cases.words import ApplicantClass
from gongkai.errors import NotAllowed, Refused

from .asking import NUMBER, SCAN, asked, came, registered
from .conftest import AT, entries


def test_each_look_at_a_number_is_in_the_chain(clerk: Person, bureau: Agency) -> None:
    who = asked(clerk, bureau).applicant
    assert identity.reveal(clerk, who, "document_number", at=AT) == NUMBER
    assert identity.reveal(clerk, who, "phone", at=AT) == "13812345678"
    first, second = entries("cases.identity")
    assert (first.actor, first.object, first.data) == (clerk.key, who.key, '{"what":"document_number"}')
    assert second.data == '{"what":"phone"}'


@pytest.mark.parametrize("who", ["outsider", "reviewer", "auditor", "supervisor"])
def test_nobody_else_looks(who: str, request: pytest.FixtureRequest, clerk: Person, bureau: Agency) -> None:
    applicant = asked(clerk, bureau).applicant
    with pytest.raises(NotAllowed):
        identity.reveal(request.getfixturevalue(who), applicant, "document_number", at=AT)
    assert not entries("cases.identity")


def test_nothing_but_the_listed_fields(clerk: Person, bureau: Agency) -> None:
    with pytest.raises(Refused):
        identity.reveal(clerk, asked(clerk, bureau).applicant, "document_hash", at=AT)


def test_a_paper_of_identity_is_opened_before_witnesses(clerk: Person, bureau: Agency, reviewer: Person) -> None:
    paper = came(clerk, bureau, papers=[SCAN, replace(SCAN, name="证.jpg", data=b"\xff\xd8\xff")])
    card = paper.files.last()
    assert card is not None
    case = registered(clerk, paper, identity=[card])
    file = case.files.get(what="identity")
    assert identity.open_paper(clerk, file, at=AT) == b"\xff\xd8\xff"
    with pytest.raises(NotAllowed):
        identity.open_paper(reviewer, file, at=AT)
    (entry,) = entries("cases.identity")
    assert entry.object == case.key


def test_whatever_the_applicant_sent_is_looked_at_before_witnesses(
    clerk: Person, bureau: Agency, reviewer: Person, outsider: Person
) -> None:
    """Names and numbers stand on the form as well, and before it is registered nobody knows what is what."""
    paper = came(clerk, bureau, papers=[SCAN])
    (scan,) = paper.files.all()
    assert identity.look_at_incoming(clerk, scan, at=AT) == SCAN.data
    case = registered(clerk, paper)
    (form,) = case.files.all()
    assert identity.look(reviewer, form, at=AT) == SCAN.data
    assert [(e.actor, e.object) for e in entries("incoming.look")] == [(clerk.key, paper.key)]
    assert [(e.actor, e.object) for e in entries("cases.identity")] == [(reviewer.key, case.key)]
    with pytest.raises(NotAllowed):
        identity.look_at_incoming(outsider, scan, at=AT)
    with pytest.raises(NotAllowed):
        identity.look_at_incoming(reviewer, scan, at=AT)
    case.files.update(what="identity")
    with pytest.raises(NotAllowed):
        identity.look(clerk, case.files.get(), at=AT)


@pytest.mark.parametrize("who", ["outsider", "auditor", "supervisor"])
def test_papers_are_opened_by_who_works_on_cases_only(
    who: str, request: pytest.FixtureRequest, clerk: Person, bureau: Agency
) -> None:
    case = registered(clerk, came(clerk, bureau, papers=[SCAN]))
    with pytest.raises(NotAllowed):
        identity.look(request.getfixturevalue(who), case.files.get(), at=AT)
    assert not entries("cases.identity")


def test_names_of_papers_lie_encrypted(clerk: Person, bureau: Agency) -> None:
    case = registered(clerk, came(clerk, bureau, papers=[replace(SCAN, name="张三丰的身份证.pdf")]))
    with connection.cursor() as cursor:
        for table in ("cases_casefile", "cases_incomingfile", "documents_storedfile"):
            cursor.execute(f"SELECT name FROM {table}")
            assert not [name for (name,) in cursor.fetchall() if "张三丰" in name]
    assert case.files.get().name == "张三丰的身份证.pdf"


@pytest.mark.parametrize(
    ("masked", "shown"),
    [
        (masking.name("张三丰"), "张**"),
        (masking.name("李"), "李*"),
        (masking.name(""), ""),
        (masking.name("示范商贸有限公司", ApplicantClass.BUSINESS), "示范****公司"),
        (masking.name("甲社", ApplicantClass.OTHER), "甲社"),
    ],
)
def test_a_mask_tells_apart_and_tells_nothing(masked: str, shown: str) -> None:
    assert masked == shown
