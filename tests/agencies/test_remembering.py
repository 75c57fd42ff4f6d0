"""Looking at a page asks once who somebody is; a step asks anew."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR, may, memberships, remembered, remembering
from gongkai.agencies.roles import Role

from .conftest import AT

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def questions(person: Person, times: int) -> int:
    with CaptureQueriesContext(connection) as asked:
        for _ in range(times):
            assert len(memberships(person, on=TODAY)) == 1
    return len(asked)


def test_once_while_a_page_is_looked_at(clerk: Person) -> None:
    assert questions(clerk, 5) == 5
    with remembering():
        assert questions(clerk, 5) == 1
        assert questions(clerk, 5) == 0
    assert questions(clerk, 5) == 5


def test_each_page_for_itself(clerk: Person) -> None:
    for _ in range(2):
        with remembering():
            assert questions(clerk, 1) == 1


def test_each_person_and_day_for_themselves(clerk: Person, administrator: Person, bureau: Agency) -> None:
    with remembering():
        assert memberships(clerk, on=TODAY) != memberships(administrator, on=TODAY)
        assert memberships(clerk, on=TODAY.replace(year=2014)) == []
        assert may(clerk, "cases.work", bureau, on=TODAY)
        assert not may(administrator, "cases.work", bureau, on=TODAY)


def test_outside_of_it_a_change_is_seen_at_once(clerk: Person, bureau: Agency) -> None:
    with remembering():
        memberships(clerk, on=TODAY)
    people.appoint(clerk, agency=bureau, role=Role.HEAD, from_on=TODAY, by=OPERATOR, at=AT)
    assert len(memberships(clerk, on=TODAY)) == 2


def test_it_ends_with_an_error_too() -> None:
    with pytest.raises(ZeroDivisionError), remembering():
        _ = 1 / 0
    answers = iter([1, 2])
    assert [remembered("x", lambda: next(answers)) for _ in range(2)] == [1, 2]


def test_none_is_an_answer() -> None:
    answers = iter([None, 1])
    with remembering():
        assert [remembered("x", lambda: next(answers)) for _ in range(2)] == [None, None]
