"""The look at a page after a release sees what a visitor sees, and what is wrong with it."""

from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.errors import Refused
from gongkai.portal import looked_at
from gongkai.publication import checking_pages
from gongkai.publication.models import Item
from tests.district import bureau, district, folder, invited
from tests.publication.conftest import AT, shown

__all__ = ["bureau", "district", "folder"]


@pytest.fixture
def people(bureau: Agency) -> list[Person]:
    return [invited(str(role), bureau, role) for role in (Role.CLERK, Role.REVIEWER, Role.HEAD)]


@pytest.fixture
def item(people: list[Person], bureau: Agency) -> Item:
    clerk, reviewer, head = people
    return shown(clerk, reviewer, head, bureau, "养老服务补贴标准")


def test_all_is_well_with_a_page_that_shows_its_item(item: Item) -> None:
    assert "养老服务补贴标准" in looked_at.page_of(item)
    assert [one.wrong for one in checking_pages.automatic(item)] == [""] * 6


def test_a_clean_page_is_checked_without_a_word(item: Item, people: list[Person]) -> None:
    step = checking_pages.check(people[0], item, checklist=dict.fromkeys(checking_pages.CHECKLIST, True), at=AT)
    assert step.checklist["wrong"] == []


def test_what_visitors_do_not_get_is_refused(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(state="withdrawn")
    with pytest.raises(Refused, match="4"):
        looked_at.page_of(item)
