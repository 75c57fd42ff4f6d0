"""The demonstration's year under 监督 is made once, tells a whole year, and goes without a trace but the chain."""

from __future__ import annotations

from datetime import datetime

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.demo.district import BODIES
from gongkai.supervision import actions as works
from gongkai.supervision import demo
from gongkai.supervision.kinds import KINDS
from gongkai.supervision.models import Correction, Inspection, Shortcoming, Training
from gongkai.supervision.queries import year_of
from tests.district import FOUNDED, SHANGHAI

from .conftest import made

AT = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def street(db: None) -> Agency:
    body = next(one for one in BODIES if one.number == 11)
    return agencies.create(body.name, kind=Kind.STREET_OFFICE, parent=None, order=1, credit_code=body.credit_code,
                           valid_from=FOUNDED, demonstration=True, by=OPERATOR, at=AT)  # fmt: skip


def test_a_whole_year_is_there_and_made_once(street: Agency) -> None:
    number = demo.create(at=AT)
    found = year_of(street, demo.YEAR)
    assert len(found.articles) == 12
    assert [one.leader for one in found.trainings] == [True, False, False]
    assert [one.online for one in found.trainings] == [False, False, True]
    assert (found.proposals[0].count, found.appraisals[0].result) == (3, "良好")
    assert [one.quarter for one in found.inspections] == [1, 2, 3, 4]
    assert [one.findings == one.rectified for one in found.inspections] == [True, True, True, False]
    assert len(found.problems) == 2
    assert demo.create(at=AT) == 0
    assert number == sum(kind._default_manager.count() for kind in KINDS)


def test_it_goes_and_what_is_real_stays(street: Agency, bureau: Agency, clerk: Person) -> None:
    real = made(Training, bureau)
    works.correct(clerk, real, {"people": 3}, reason="核对", at=AT)
    demo.create(at=AT)
    first = Training.objects.filter(agency=street).first()
    assert first is not None
    works.correct(OPERATOR, first, {"people": 30}, reason="核对", at=AT)
    assert demo.remove(at=AT) > 20
    assert [row for kind in KINDS for row in kind._default_manager.all()] == [real]
    assert Correction.objects.count() == 1
    assert not Inspection.objects.exists()
    assert not Shortcoming.objects.exists()
    assert Entry.objects.latest("sequence").verb == "works.demo_remove"


def test_without_a_demonstration_nothing_is_made_or_told(bureau: Agency) -> None:
    told = Entry.objects.count()
    assert demo.create(at=AT) == 0
    assert demo.remove(at=AT) == 0
    assert Entry.objects.count() == told
