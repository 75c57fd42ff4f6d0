"""Documents in force: every difference to last year is explained by records."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.publication import counted, register
from gongkai.publication.models import Item, Version

from .conftest import AT, SHANGHAI, TODAY

OLD = datetime(2020, 1, 1, tzinfo=SHANGHAI)


def laid(agency: Agency, number: str, made_on: date, **more: Any) -> Item:
    """A document as a row, shown unless ``more`` says otherwise."""
    fields: dict[str, Any] = {
        "title": f"文件{number}", "summary": "x", "genre": "normative", "validity": "in_force", "state": "public",
        "released_at": AT, "changed_at": AT, "first_public_on": made_on, "created_at": OLD, **more,
    }  # fmt: skip
    item = Item.objects.create(agency=agency, made_on=made_on, number=None, **{**fields, "state": "preparing"})
    version = Version.objects.create(
        item=item, number=1, title=fields["title"], state="released", released_at=AT, created_at=AT
    )
    item.state, item.number, item.current = fields["state"], f"{agency.pk}/{number}", version
    item.save()
    return item


def test_a_year_explains_its_stock(bureau: Agency) -> None:
    laid(bureau, "1", date(2018, 5, 1))
    laid(bureau, "2", date(2019, 5, 1), validity="repealed", ended_on=date(2025, 12, 31))
    laid(bureau, "3", date(2019, 6, 1), validity="lapsed", ended_on=date(2025, 6, 1))
    laid(bureau, "4", date(2025, 3, 1), effective_on=date(2026, 1, 1))
    laid(bureau, "5", date(2025, 4, 1), validity="repealed", ended_on=date(2025, 9, 1))
    laid(bureau, "6", date(2025, 4, 1), state="withdrawn")
    laid(bureau, "7", date(2025, 4, 1), ended_on=date(2030, 1, 1))
    laid(bureau, "8", date(2026, 1, 1))
    laid(bureau, "9", date(2025, 4, 1), genre="notice")
    found = register.movement(bureau, 2025, "normative")
    assert found.figures == (3, 4, 2, 1, 4)
    assert found.explained
    assert [one.number for one in found.repealed] == [f"{bureau.pk}/5", f"{bureau.pk}/2"]


def test_what_was_taken_in_late_and_what_ended_on_no_known_day_are_named(bureau: Agency) -> None:
    late = laid(bureau, "1", date(2018, 5, 1), created_at=AT)
    undated = laid(bureau, "2", date(2026, 2, 1), validity="repealed")
    found = register.movement(bureau, 2026, "normative")
    assert list(found.entered_late) == [late]
    assert list(found.undated) == [undated]
    assert found.figures == (1, 1, 0, 0, 1)
    assert found.explained


def test_rules_are_apart_from_normative_documents(bureau: Agency) -> None:
    laid(bureau, "1", date(2025, 5, 1), genre="rule")
    assert register.movement(bureau, 2025, "rule").figures == (0, 1, 0, 0, 1)
    assert register.movement(bureau, 2025, "normative").figures == (0, 0, 0, 0, 0)


def test_the_public_sees_those_of_a_district_that_are_shown(
    district: Agency, bureau: Agency, finance: Agency
) -> None:
    one, two = laid(bureau, "1", date(2025, 5, 1)), laid(finance, "1", date(2025, 6, 1))
    laid(bureau, "2", date(2025, 5, 1), state="withdrawn")
    ended = laid(bureau, "3", date(2025, 5, 1), validity="repealed", ended_on=date(2026, 1, 1))
    assert set(register.in_force(district, TODAY)) == {one, two}
    assert list(register.in_force(bureau, TODAY)) == [one]
    assert set(register.gathered(district)) == {one, two, ended}


_DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))


_VALIDITY = st.sampled_from(["", "in_force", "amended", "repealed", "lapsed"])
_DOCUMENTS = st.tuples(_DAYS, st.none() | _DAYS, _VALIDITY)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(_DOCUMENTS, max_size=8))
def test_any_stock_is_explained(bureau: Agency, documents: list[tuple[date, date | None, str]]) -> None:
    Item.objects.update(current=None, state="preparing")
    Version.objects.all().delete()
    Item.objects.all().delete()
    for n, (made_on, ended_on, validity) in enumerate(documents):
        ended = max(made_on, ended_on) if ended_on else None
        laid(bureau, str(n), made_on, ended_on=ended, validity=validity)
    for year in (2024, 2025, 2026):
        assert register.movement(bureau, year, "normative").explained
        table = {cell: counted.behind(bureau, year, f"行政规范性文件/{cell}").items for cell in
                 ("本年制发件数", "本年废止件数", "现行有效件数")}  # fmt: skip
        movement = register.movement(bureau, year, "normative")
        assert register.numbers([bureau], year)["normative"] == tuple(movement.figures[at] for at in (1, 2, 4))
        assert [q.count() for q in table.values() if q is not None] == [
            movement.figures[1], movement.figures[2], movement.figures[4],
        ]  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_else(head: Person) -> None:
    """The district has persons, too."""


def test_the_numbers_of_a_year_are_those_of_its_lists(bureau: Agency, finance: Agency) -> None:
    laid(bureau, "1", date(2018, 5, 1))
    laid(bureau, "2", date(2019, 5, 1), validity="repealed", ended_on=date(2025, 12, 31))
    laid(bureau, "3", date(2025, 6, 1), validity="repealed")
    laid(bureau, "4", date(2025, 6, 1), genre="rule")
    laid(finance, "5", date(2025, 7, 1))
    laid(finance, "6", date(2025, 7, 1), state="removed")
    assert register.numbers([bureau], 2025) == {"rule": (1, 0, 1), "normative": (1, 1, 1)}
    assert register.numbers([bureau, finance], 2025) == {"rule": (1, 0, 1), "normative": (2, 1, 2)}
    assert register.numbers([], 2025) == {"rule": (0, 0, 0), "normative": (0, 0, 0)}
    for cell, number in counted.documents([bureau, finance], 2025).items():
        lists = [counted.behind(one, 2025, cell).items for one in (bureau, finance)]
        assert number == sum(one.count() for one in lists if one is not None)
