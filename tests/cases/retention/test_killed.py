"""Killed in the middle of destroying: whole cases are gone, the others whole, the rest goes with the next run."""

from __future__ import annotations

from hashlib import sha256

import pytest

from gongkai.audit.verify import verify
from gongkai.cases.models import Applicant, Destruction, DestructionLine
from gongkai.cases.retention import carrying
from gongkai.documents import files
from gongkai.documents.models import StoredFile
from tests import crash

from ..conftest import entries
from ..walk import Office, at
from . import laid
from .laid import IDENTITY_DUE

pytestmark = pytest.mark.django_db(transaction=True)
_CARRY = """
from datetime import date
from gongkai.accounts.models import Person
from gongkai.cases.models import Destruction
from gongkai.cases.retention import carrying
from tests.cases.walk import at
{where}
list_ = Destruction.objects.get(pk={list_})
carrying.carry_out(Person.objects.get(pk={person}), list_, at=at(date(2026, 12, 8), 11))
"""
# Dies when the second case is under way, at several places.
_SECOND = """
begun = []
original = carrying.{name}
def counted(*args, **kwargs):
    begun.append(1)
    if len(begun) == 2:
        die()
    return original(*args, **kwargs)
carrying.{name} = counted
"""


@pytest.mark.parametrize("where", ["_case", "_done", "record"])
def test_killed_and_gone_on(where: str, office: Office) -> None:
    cases = [laid.plain(office) for _ in range(3)]
    list_ = laid.approved(office, IDENTITY_DUE)
    crash.killed(_CARRY.format(where=_SECOND.format(name=where), person=office.clerk.pk, list_=list_.pk))
    found = Destruction.objects.get(pk=list_.pk)
    assert (found.state, found.done_by) == ("approved", office.clerk)
    done = DestructionLine.objects.exclude(done_at=None)
    assert [line.case for line in done] == cases[:1]
    assert [bool(laid.now(case).applicant.document_number) for case in cases] == [False, True, True]
    assert len(entries("retention.destroy")) == 1
    assert all(files.intact(one.on_disk) for one in StoredFile.objects.all())
    assert carrying.go_on(at(IDENTITY_DUE, 12)) == 1
    assert Destruction.objects.get(pk=list_.pk).state == "done"
    assert not Applicant.objects.exclude(document_hash="").exists()
    assert len(entries("retention.destroy")) == 3
    assert carrying.go_on(at(IDENTITY_DUE, 13)) == 0
    assert verify() == []


def test_what_was_never_begun_is_not_begun_by_the_job(office: Office) -> None:
    laid.plain(office)
    list_ = laid.approved(office, IDENTITY_DUE)
    assert carrying.go_on(at(IDENTITY_DUE, 12)) == 0
    assert Destruction.objects.get(pk=list_.pk).state == "approved"


def test_the_bytes_are_off_the_disk(office: Office) -> None:
    laid.rich(office)
    card = StoredFile.objects.get(sha256=sha256(laid.CARD.data).hexdigest()).on_disk
    assert files.intact(card)
    laid.destroyed(office, IDENTITY_DUE)
    assert not files.intact(card)
