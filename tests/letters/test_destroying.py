"""A letter whose time is over: words and bytes go, and only so; number, days and hashes stay."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from gongkai.accounts.models import Person
from gongkai.errors import WrongState
from gongkai.letters import drafting, rendering, sealing
from gongkai.letters.destroying import destroy
from gongkai.letters.models import Letter
from tests.letters.conftest import AT, scan


def gone(clerk: Person, letter: Letter) -> tuple[Letter, list[int]]:
    sealed = sealing.attach(clerk, letter, data=scan(), name="a.png", at=AT)
    files = destroy([sealed], at=AT)
    return Letter.objects.get(pk=letter.pk), files


def test_words_and_bytes_go_and_the_rest_stays(clerk: Person, letter: Letter) -> None:
    before = Letter.objects.get(pk=letter.pk)
    after, files = gone(clerk, letter)
    assert (after.content, after.sealed_file) == ("", None)
    assert len(files) == 1
    assert (after.number, after.digest, after.issued_on) == (before.number, before.digest, before.issued_on)
    assert after.state == Letter.State.SEALED
    assert after.sealed_sha256


def test_nothing_is_printed_of_it(clerk: Person, letter: Letter) -> None:
    after, _ = gone(clerk, letter)
    for ask in (drafting.paper_of, rendering.pdf, rendering.sealed):
        with pytest.raises(WrongState, match="已经销毁"):
            ask(after)


def test_twice_is_once(clerk: Person, letter: Letter) -> None:
    after, _ = gone(clerk, letter)
    assert destroy([after], at=AT) == []


@pytest.mark.parametrize(
    "change", [{"destroyed_at": None}, {"sealed_sha256": "0" * 64}, {"number": "1"}, {"digest": ""}]
)
def test_what_is_destroyed_stays_so(clerk: Person, letter: Letter, change: dict[str, object]) -> None:
    after, _ = gone(clerk, letter)
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=after.pk).update(**change)


def test_the_bytes_of_one_that_is_not_destroyed_stay(clerk: Person, letter: Letter) -> None:
    sealing.attach(clerk, letter, data=scan(), name="a.png", at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(sealed_file=None)
