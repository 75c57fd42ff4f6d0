"""What the database itself refuses: to change or lose what was issued, sealed, numbered or worded."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.letters import checks, drafting, numbering, sealing, sql, wording
from gongkai.letters.models import Letter, Series, Wording
from tests.letters.conftest import AT, ON, drafted, issued, scan
from tests.letters.test_wording import KIND, TEXT


def refused(change: Callable[[], object]) -> None:
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        change()


@pytest.mark.parametrize(
    "change",
    [
        {"number": "依申请公开〔2026〕9号"}, {"kind": "granted"}, {"subject": "case:6"},
        {"issued_on": "2026-03-01"}, {"digest": "0" * 64}, {"state": "draft"}, {"numbered": False},
        {"issued_by": None},
    ],
)  # fmt: skip
def test_an_issued_letter_does_not_change(letter: Letter, change: dict[str, object]) -> None:
    refused(lambda: Letter.objects.filter(pk=letter.pk).update(**change))


def test_nor_a_sealed_one(clerk: Person, letter: Letter) -> None:
    sealing.attach(clerk, letter, data=scan(), name="a.png", at=AT)
    for change in (
        {"sealed_sha256": "0" * 64},
        {"electronic_seal": True},
        {"state": "issued"},
        {"sealed_file": None},
    ):
        refused(lambda change=change: Letter.objects.filter(pk=letter.pk).update(**change))  # type: ignore[misc]


def test_nor_a_void_one(clerk: Person, draft: Letter) -> None:
    drafting.void(clerk, draft, reason="不再需要", at=AT)
    refused(lambda: Letter.objects.filter(pk=draft.pk).update(state="draft"))


def test_an_issued_letter_is_not_deleted_and_a_draft_may_be(clerk: Person, bureau: Agency, letter: Letter) -> None:
    refused(lambda: Letter.objects.filter(pk=letter.pk).delete())
    other = drafted(clerk, bureau)
    other.delete()
    assert list(Letter.objects.all()) == [letter]


def test_a_demonstration_may_be_taken_away(clerk: Person, bureau: Agency, letter: Letter) -> None:
    Agency.objects.filter(pk=bureau.pk).update(demonstration=True)
    Letter.objects.filter(pk=letter.pk).delete()
    Series.objects.all().delete()
    assert not Letter.objects.exists()


def test_new_keys_may_take_the_place_of_old_ones(letter: Letter) -> None:
    """The text under another key is another text to the database."""
    letter.save(update_fields=["content"])
    assert drafting.paper_of(Letter.objects.get()).number == letter.number


def test_numbers_only_rise(bureau: Agency) -> None:
    for _ in range(3):
        numbering.take(bureau, "case", 2026)
    refused(lambda: Series.objects.update(taken=1))
    refused(lambda: Series.objects.update(next=3))
    refused(lambda: Series.objects.update(year=2027))
    refused(lambda: Series.objects.all().delete())


def test_a_number_stands_once(clerk: Person, bureau: Agency, letter: Letter) -> None:
    other = issued(clerk, bureau)
    refused(lambda: Letter.objects.filter(pk=other.pk).update(number=letter.number))


def test_wording_is_never_rewritten(clerk: Person, bureau: Agency) -> None:
    made = wording.edit(clerk, bureau, kind=KIND, text=TEXT, from_on=ON, at=AT)
    refused(lambda: Wording.objects.filter(pk=made.pk).update(text="别的"))
    Wording.objects.filter(pk=made.pk).update(until_on=ON)


@pytest.mark.parametrize("wrong", [{"state": "issued"}, {"state": "sealed"}, {"state": "void"}, {"state": "lost"}])
def test_a_state_without_what_it_needs_is_refused(draft: Letter, wrong: dict[str, str]) -> None:
    refused(lambda: Letter.objects.filter(pk=draft.pk).update(**wrong))


def test_replacing_a_row_on_sqlite_is_refused(letter: Letter) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is SQLite's")
    columns = ", ".join(f.column for f in Letter._meta.concrete_fields)
    statement = f"REPLACE INTO letters_letter ({columns}) SELECT {columns} FROM letters_letter"

    def replace() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    refused(replace)


def test_a_trigger_that_is_gone_is_seen(db: None) -> None:
    assert checks.issued_letters_are_locked(["default"]) == []
    with connection.cursor() as cursor:
        on = f" ON {sql.LETTER}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER letters_letter_locked{on}")
    (fault,) = checks.issued_letters_are_locked(["default"])
    assert fault.id == "gongkai.E040"
    sql.install(connection)
    assert checks.issued_letters_are_locked(["default"]) == []
