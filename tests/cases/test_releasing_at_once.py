"""Two at one file that is given: nothing is checked that is not what leaves, and nobody waits in a ring."""

from __future__ import annotations

import pytest

from gongkai.audit.verify import verify
from gongkai.cases import blackening, deciding, releasing
from gongkai.cases.models import Release
from gongkai.documents import burning
from gongkai.documents.models import Redaction
from gongkai.errors import Refused
from tests.district import together

from . import giving, walk
from .giving import DAY, Box, fresh
from .walk import Office, at

pytestmark = pytest.mark.django_db(transaction=True)
MORE = Box(0, 0.6, 0.6, 0.7, 0.7, "process")


def consistent(one: Release) -> None:
    one = fresh(one)
    drawn = Redaction.objects.get()
    if one.checked_by_id is not None:
        assert one.file_id is not None
        assert one.file_id == drawn.result_id
    if one.file_id is not None:
        assert one.file_id == drawn.result_id
    assert verify() == []


def test_checked_and_changed_at_once(office: Office) -> None:
    one = giving.redacted(office)
    together(
        lambda: releasing.check(office.reviewer, one.case, one, at=at(DAY, 13)),
        lambda: blackening.draw(office.clerk, one.case, one, [MORE], at=at(DAY, 13)),
    )
    consistent(one)
    assert fresh(one).file_id is None, "the change came before or after, and drops the copy either way"


def test_checked_and_refused_at_once_by_two(office: Office) -> None:
    one = giving.redacted(office)
    answers = together(
        lambda: releasing.check(office.reviewer, one.case, one, at=at(DAY, 13)),
        lambda: releasing.refuse(office.head, one.case, one, reason="漏了", at=at(DAY, 13)),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    consistent(one)


def test_burned_and_changed_at_once(office: Office) -> None:
    one = giving.drawn(office)
    blackening.burn(office.clerk, one.case, one, at=at(DAY, 11))
    together(
        lambda: burning.work(at(DAY, 11), burn=giving.fake_burn),
        lambda: blackening.draw(office.clerk, one.case, one, [MORE], at=at(DAY, 11)),
    )
    drawn = Redaction.objects.get()
    assert (drawn.result, drawn.asked_at) == (None, None), "what was burned was of other boxes"
    consistent(one)


def test_two_workers_burn_it_once(office: Office) -> None:
    one = giving.drawn(office)
    blackening.burn(office.clerk, one.case, one, at=at(DAY, 11))
    done = together(*[lambda: burning.work(at(DAY, 11), burn=giving.fake_burn)] * 2)
    assert sorted(str(number) for number in done) == ["0", "1"]
    assert Redaction.objects.get().attempts == 1


def test_approved_and_dropped_at_once(office: Office) -> None:
    """Submitted, a file cannot be changed; returned meanwhile, it can, and is not what was approved."""
    one = giving.checked(office)
    office.draft(one.case, DAY)
    office.review(one.case, DAY)
    deciding.submit(office.clerk, one.case, at=at(DAY, 12))
    together(
        lambda: deciding.approve(office.head, one.case, at=at(DAY, 13)),
        lambda: releasing.drop(office.clerk, one.case, one, at=at(DAY, 13)),
    )
    assert walk.now(one.case).state == "approved"
    assert fresh(one).checked_by == office.reviewer
