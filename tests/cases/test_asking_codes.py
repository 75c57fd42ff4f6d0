"""The query code: read as people write it, found with the right number only, replaced after proof."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from gongkai import query_code
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import registering
from gongkai.cases.asking import codes
from gongkai.cases.models import AccessCode, Case, Incoming
from gongkai.errors import NotAllowed, Refused

from .asking import ZHANG, came, registered
from .conftest import AT, entries
from .web import submitted

_PROOF = "出示居民身份证原件"


@pytest.fixture
def paper(clerk: Person, bureau: Agency) -> Incoming:
    return came(clerk, bureau)


def test_sixteen_characters_that_nobody_takes_for_one_another() -> None:
    code = query_code.written(bytes(range(10)))
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]
    assert not set("01OI") & set(query_code.ALPHABET)
    assert len(set(query_code.ALPHABET)) == 32


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_each_of_the_eighty_bits_counts(one: bytes, other: bytes) -> None:
    assert (query_code.written(one) == query_code.written(other)) == (one == other)


def test_of_one_key_it_is_always_the_same_and_of_another_another() -> None:
    assert codes.of_key("a") == codes.of_key("a") != codes.of_key("b")


@pytest.mark.django_db
def test_found_however_it_is_written(paper: Incoming) -> None:
    code = codes.issue(paper, at=AT)
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in code)
    for written in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} ", wide):
        found = codes.find(paper.number, written)
        assert found is not None, written
        assert found.incoming == paper
    assert codes.find(f" {paper.number.lower()} ", code) is not None


@pytest.mark.django_db
def test_a_one_is_taken_for_the_letter_that_it_looks_like(paper: Incoming) -> None:
    codes.issue(paper, at=AT, code="LLLL-2222-3333-4444")
    assert codes.find(paper.number, "1Il1-2222-3333-4444") is not None


@pytest.mark.django_db
def test_not_found(paper: Incoming, clerk: Person, bureau: Agency) -> None:
    code = codes.issue(paper, at=AT)
    other = came(clerk, bureau)
    for number, written in (
        (other.number, code), (paper.number, codes.issue(other, at=AT)), ("", code), (paper.number, ""),
        ("LJ2026-9999", code), (paper.number, code[:-1]), ("\0", "\0"), ("x" * 10_000, "y" * 10_000), ("-", ""),
    ):  # fmt: skip
        assert codes.find(number, written) is None, (number, written)


@pytest.mark.django_db
def test_a_wrong_code_asks_the_database_just_as_a_right_one(paper: Incoming) -> None:
    code = codes.issue(paper, at=AT)
    asked = []
    for number, written in ((paper.number, code), (paper.number, "2222-2222-2222-2222"), ("nothing", "at all")):
        with CaptureQueriesContext(connection) as queries:
            codes.find(number, written)
        asked.append(len(queries))
    assert asked == [1, 1, 1]


@pytest.mark.django_db
def test_found_by_the_number_of_the_case_and_of_its_parts(clerk: Person, paper: Incoming) -> None:
    code = codes.issue(paper, at=AT)
    case = registered(clerk, paper, ZHANG)
    assert codes.find(case.number, code) is not None
    part = Case.objects.get(pk=case.pk)
    part.pk, part.number, part.split_from = None, "YSQ2026-0099", case
    part.save(force_insert=True)
    assert codes.find("ysq2026-0099", code) is not None


@pytest.mark.django_db
def test_a_new_one_ends_the_old_ones(paper: Incoming) -> None:
    first, second = codes.issue(paper, at=AT), codes.issue(paper, at=AT)
    assert codes.find(paper.number, first) is None
    assert codes.find(paper.number, second) is not None
    assert list(AccessCode.objects.values_list("ended_at", flat=True)) == [AT, None]


@pytest.mark.django_db
def test_a_clerk_replaces_it_after_proof(clerk: Person, paper: Incoming) -> None:
    first = codes.replace(clerk, paper, proof=_PROOF, at=AT)
    second = codes.replace(clerk, paper, proof=_PROOF, at=AT)
    assert codes.find(paper.number, first) is None
    found = codes.find(paper.number, second)
    assert found is not None
    assert found.proof == _PROOF
    told = entries("access.replace")
    assert [(one.actor, one.object) for one in told] == [(clerk.key, paper.key)] * 2
    assert [one.data for one in told] == ['{"first":true}', '{"first":false}']


@pytest.mark.django_db
def test_not_without_proof(clerk: Person, paper: Incoming) -> None:
    code = codes.issue(paper, at=AT)
    with pytest.raises(Refused, match="核对身份"):
        codes.replace(clerk, paper, proof="  ", at=AT)
    assert codes.find(paper.number, code) is not None
    assert not entries("access.replace")


@pytest.mark.django_db
def test_not_by_somebody_else(outsider: Person, auditor: Person, reviewer: Person, paper: Incoming) -> None:
    code = codes.issue(paper, at=AT)
    for person in (outsider, auditor, reviewer):
        with pytest.raises(NotAllowed):
            codes.replace(person, paper, proof=_PROOF, at=AT)
    assert codes.find(paper.number, code) is not None
    assert not entries("access.replace")


@pytest.mark.django_db
@pytest.mark.usefixtures("opened")
def test_the_clock_begins_when_the_office_has_confirmed(clerk: Person, bureau: Agency) -> None:
    """Rule 9: submitted on a Saturday, confirmed on the Tuesday after."""
    from datetime import date, datetime

    from .conftest import SHANGHAI

    on = datetime(2026, 2, 21, 10, tzinfo=SHANGHAI)
    made = submitted(bureau, at=on)
    told = registering.Confirmation(date(2026, 2, 24), date(2026, 2, 21), registering.Means.ONLINE)
    case = registered(clerk, made.incoming, confirmation=told, at=datetime(2026, 2, 24, 9, tzinfo=SHANGHAI))
    assert (case.received_on, case.due_on) == (date(2026, 2, 24), date(2026, 3, 23))
    assert codes.find(case.number, made.code) is not None
