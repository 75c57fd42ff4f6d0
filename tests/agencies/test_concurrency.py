"""Two at once: the database decides, whichever it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from gongkai.agencies import actions, people
from gongkai.agencies.models import Agency, Membership
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.errors import Refused
from tests.agencies.conftest import AT, found
from tests.district import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_administrator_and_auditor_at_the_same_moment() -> None:
    agency = found("示范区人民政府")
    person = people.invite("x", name="某", agency=agency, role=Role.CLERK, by=OPERATOR, at=AT).person

    def appoint(role: Role) -> Callable[[], object]:
        day = date(2025, 1, 1)
        return lambda: people.appoint(person, agency=agency, role=role, from_on=day, by=OPERATOR, at=AT)

    answers = together(appoint(Role.ADMINISTRATOR), appoint(Role.AUDITOR))
    assert sum(isinstance(answer, Membership) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert person.memberships.exclude(role=Role.CLERK).count() == 1


def test_two_moves_never_make_a_ring() -> None:
    root = found("示范区人民政府")
    one, two = found("甲", root), found("乙", root, 20)
    together(
        lambda: actions.move(one, parent=two, order=1, by=OPERATOR, at=AT),
        lambda: actions.move(two, parent=one, order=1, by=OPERATOR, at=AT),
    )
    paths = dict(Agency.objects.values_list("pk", "path"))
    for agency in Agency.objects.exclude(parent=None):
        assert agency.path == f"{paths[agency.parent_id or 0]}{agency.pk}/"
    one.refresh_from_db()
    two.refresh_from_db()
    assert root in (one.parent, two.parent)


def test_sisters_founded_at_once_both_stand() -> None:
    root = found("示范区人民政府")
    answers = together(*(lambda n=n: found(f"第{n}局", root, n) for n in range(4)))  # type: ignore[misc]
    assert all(isinstance(answer, Agency) for answer in answers)
    assert Agency.objects.below(root).count() == 5
