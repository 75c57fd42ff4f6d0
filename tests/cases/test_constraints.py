"""What the law refuses the database refuses as well, when somebody writes into it past the actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongkai.cases.models import Case, CaseEvent, Decision, Service

from . import deeds, walk
from .walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT


def again(row: Any, **changes: object) -> None:
    """The same row a second time."""
    row.pk, row._state.adding = None, True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def _approved_by_the_drafter(case: Case) -> None:
    decision = case.decisions.get()
    Decision.objects.filter(pk=decision.pk).update(approved_by=decision.drafted_by)


def _decided_by_nobody(case: Case) -> None:
    case.decisions.update(approved_by=None)


def _not_frozen(case: Case) -> None:
    case.decisions.update(frozen_at=None)


def _sent_twice(case: Case) -> None:
    again(case.services.get())


def _received_twice(case: Case) -> None:
    again(CaseEvent.objects.get(case=case, kind="received"), on=date(2026, 3, 3))


def _counted_before_receipt(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(counted_on=date(2026, 1, 5))


def _a_second_answer(case: Case) -> None:
    again(case.decisions.get())


def _by_post_without_number(case: Case) -> None:
    Service.objects.filter(case=case).update(postal_number="")


@pytest.mark.parametrize(
    "wrong",
    [
        _approved_by_the_drafter, _decided_by_nobody, _not_frozen, _sent_twice, _received_twice,
        _counted_before_receipt, _a_second_answer, _by_post_without_number,
    ],
)  # fmt: skip
def test_the_database_refuses_it(office: Office, wrong: Callable[[Case], None]) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    office.answer(case, DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong(walk.now(case))


def test_what_came_back_goes_out_again(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    first = office.answer(case, DAY)
    office.served(first, NEXT, "returned")
    again(first, result="", result_on=None, created_at=at(NEXT))
    assert case.services.count() == 2
