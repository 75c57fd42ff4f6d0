"""Rule 50: times of publication are the server's, nobody sets an earlier one (国办秘函〔2019〕19号: a veto)."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.errors import Refused
from gongkai.publication import columns, guide, handing_over, releasing
from gongkai.publication.models import Guide, Item, Version

from .conftest import AT, HOUR, TODAY, nothing_after
from .test_guide import CONTACT, TEXTS


def test_a_release_asks_for_no_day(clerk: Person, approved: Version) -> None:
    assert {"user", "version", "revision", "at"} >= set(inspect.signature(releasing.release).parameters)
    item = releasing.release(clerk, approved, at=AT + HOUR).item
    assert (item.released_at, item.first_public_on) == (AT + HOUR, TODAY)


def test_a_release_cannot_be_set_to_an_earlier_time(clerk: Person, approved: Version) -> None:
    before = Entry.objects.count()
    for earlier in (AT - HOUR, AT):
        with pytest.raises(Refused, match="倒签"):
            releasing.schedule(clerk, approved, release_at=earlier, at=AT)
    assert nothing_after(before)


def test_an_original_day_without_its_proof_is_refused_by_the_database(public: Item) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=public.pk).update(original_proof="见公报", came_in_on=None)


def test_the_guide_and_the_list_begin_today(clerk: Person, head: Person, bureau: Agency) -> None:
    agencies.set_contact(bureau, CONTACT, by=OPERATOR, at=AT)
    made = guide.publish(head, guide.edit(clerk, bureau, at=AT, **TEXTS), at=AT + HOUR)
    assert Guide.objects.get().published_at == made.published_at == AT + HOUR
    line = columns.add(head, bureau, title="社会救助", at=AT)
    assert line.from_on == TODAY
    with pytest.raises(TypeError):
        columns.edit(head, line, from_on=TODAY - timedelta(days=30), at=AT)


def test_a_list_is_handed_over_on_the_day_it_is_made(clerk: Person, bureau: Agency, public: Item) -> None:
    made = handing_over.hand_over(clerk, bureau, kind="archive", receiver="示范区档案馆", until_on=TODAY, at=AT)
    assert made.handed_on == TODAY
