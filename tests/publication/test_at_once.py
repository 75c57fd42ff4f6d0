"""Two who act at the same moment: one of them, or both with numbers of their own, never half of each."""

from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.publication import departing, releasing, reviewing
from gongkai.publication.models import Departure, Item, Step, Version
from gongkai.publication.states import ItemState, State
from gongkai.publication.words import StepKind
from tests.district import together

from .conftest import AT, drafted, passed

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_items_released_at_once_have_two_numbers(
    bureau: Agency, clerk: Person, reviewer: Person, head: Person
) -> None:
    one, two = (passed(drafted(clerk, bureau, title), clerk, reviewer, head) for title in ("一", "二"))
    together(lambda: releasing.release(clerk, one, at=AT), lambda: releasing.release(head, two, at=AT))
    numbers = Item.objects.filter(state=ItemState.PUBLIC).values_list("number", flat=True)
    assert sorted(str(number)[-5:] for number in numbers) == ["00001", "00002"]


def test_one_version_is_released_once(approved: Version, clerk: Person, head: Person) -> None:
    done = together(
        lambda: releasing.release(clerk, approved, at=AT), lambda: releasing.release(head, approved, at=AT)
    )
    assert sum(isinstance(one, Refused) for one in done) == 1
    assert Step.objects.filter(kind=StepKind.RELEASE).count() == 1


def test_approved_or_given_back(draft: Version, clerk: Person, reviewer: Person, head: Person) -> None:
    reviewing.submit(clerk, draft, at=AT)
    reviewing.unit_pass(reviewer, draft, at=AT)
    reviewing.disclosure_pass(reviewer, draft, checklist=reviewing.all_right(), at=AT)
    seen = Version.objects.get(pk=draft.pk).revision
    done = together(
        lambda: reviewing.approve(head, draft, revision=seen, at=AT),
        lambda: reviewing.give_back(head, draft, comment="再改。", revision=seen, at=AT),
    )
    assert sum(isinstance(one, Refused) for one in done) == 1
    assert Version.objects.get(pk=draft.pk).state in (State.APPROVED, State.DRAFT)


def test_withdrawn_once(public: Item, head: Person) -> None:
    done = together(*(lambda: departing.withdraw(head, public, reason="有误。", at=AT) for _ in range(2)))
    assert sum(isinstance(one, Refused) for one in done) == 1
    assert Departure.objects.count() == 1
