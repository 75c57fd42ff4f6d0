"""Whoever stands above an agency counts its cases and reads none; who is gone reads none any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, Membership, StandIn
from gongkai.agencies.roles import Role
from gongkai.cases import incoming, queries
from tests.district import invited

from .conftest import AT, TODAY
from .rows import a_case


@pytest.mark.parametrize("role", [Role.HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.CLERK, Role.REVIEWER])
def test_the_government_above_reads_no_case_of_a_bureau(role: Role, district: Agency, bureau: Agency) -> None:
    a_case(bureau)
    above = invited("above", district, role)
    assert not queries.visible(above, on=TODAY).exists()
    assert not incoming.register_of(above, on=TODAY).exists()


def test_who_is_gone_reads_nothing(bureau: Agency, clerk: Person, district: Agency) -> None:
    a_case(bureau)
    assert queries.visible(clerk, on=TODAY).exists()
    Membership.objects.filter(person=clerk).update(until_on=TODAY - timedelta(days=1))
    assert not queries.visible(clerk, on=TODAY).exists()


def test_who_is_disabled_reads_nothing(bureau: Agency, clerk: Person) -> None:
    a_case(bureau)
    clerk.is_active, clerk.disabled_at = False, AT
    clerk.save()
    assert not queries.visible(clerk, on=TODAY).exists()


def test_a_stand_in_reads_as_long_as_it_lasts(bureau: Agency, clerk: Person, outsider: Person) -> None:
    a_case(bureau)
    membership = Membership.objects.get(person=clerk)
    StandIn.objects.create(
        membership=membership, person=outsider, from_on=TODAY, until_on=TODAY + timedelta(days=1)
    )
    for days, sees in ((-1, False), (0, True), (1, True), (2, False)):
        assert queries.visible(outsider, on=TODAY + timedelta(days=days)).exists() is sees
