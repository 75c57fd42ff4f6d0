"""Index numbers: in the agency's pattern, one after another, never twice, not even of two agencies."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.errors import NotAllowed, Refused
from gongkai.letters.models import Series
from gongkai.publication import numbering
from gongkai.publication.models import Item

from .conftest import AT, TODAY, audited, drafted, nothing_after

CODED = Agency(pk=7, name="示范局", credit_code="11370322004222241N")
REAL = {
    "{code}/{year}-{n:05d}": "11370322004222241N/2026-00013",
    "{code}/{year}{month}-{n:05d}": "11370322004222241N/202603-00013",
    "{organ}/{year}-{n:05d}": "004222241/2026-00013",
    "01527918X-{year}-{n:06d}": "01527918X-2026-000013",
    "sggzyjyzx/{year}-{n:05d}": "sggzyjyzx/2026-00013",
}


@pytest.mark.parametrize(("pattern", "number"), REAL.items())
def test_the_formats_that_offices_use(pattern: str, number: str) -> None:
    assert numbering.checked(pattern) == pattern
    assert numbering.written(pattern, CODED, TODAY, 13) == number
    assert numbering.read(pattern, CODED, number) == (2026, 13)


@given(
    st.sampled_from(sorted(REAL)),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(1, 9_999_999),
)
def test_what_is_written_reads_back(pattern: str, on: date, number: int) -> None:
    assert numbering.read(pattern, CODED, numbering.written(pattern, CODED, on, number)) == (on.year, number)


@given(st.sampled_from(sorted(REAL)), st.text("0123456789/-NX", max_size=32))
def test_only_what_is_written_so_is_read(pattern: str, text: str) -> None:
    found = numbering.read(pattern, CODED, text)
    if found is not None:
        months = (numbering.written(pattern, CODED, date(found[0], month, 1), found[1]) for month in range(1, 13))
        assert text in months


@pytest.mark.parametrize(
    "pattern",
    ["{code}/{n:05d}", "{year}-{n}-{n}", "{year}{n}", "2{n}-{year}", "{word}/{year}-{n}", "{year}-{n", "x" * 61],
)
def test_a_pattern_by_which_numbers_would_meet_is_refused(pattern: str) -> None:
    with pytest.raises(Refused, match="索引号格式"):
        numbering.checked(pattern)


def test_one_after_another_and_anew_each_year(bureau: Agency, finance: Agency) -> None:
    assert numbering.take_many(bureau, TODAY, 2) == [f"G{bureau.pk:05d}/2026-{n:05d}" for n in (1, 2)]
    assert numbering.take(bureau, AT) == f"G{bureau.pk:05d}/2026-00003"
    assert numbering.take_many(bureau, date(2027, 1, 4), 1) == [f"G{bureau.pk:05d}/2027-00001"]
    assert numbering.take(finance, AT) == f"G{finance.pk:05d}/2026-00001"


def test_goes_on_from_a_given_number(bureau: Agency, head: Person) -> None:
    row = numbering.start(head, bureau, year=2026, next=136, pattern="szmz/{year}-{n:05d}", at=AT)
    assert audited("items.series").object == row.key
    assert numbering.sample(bureau, TODAY) == "szmz/2026-00136"
    assert numbering.take(bureau, AT) == "szmz/2026-00136"
    assert numbering.take_many(bureau, date(2027, 1, 4), 1) == ["szmz/2027-00001"]


def test_never_back_to_a_number_that_was_given(bureau: Agency, head: Person) -> None:
    numbering.take_many(bureau, TODAY, 9)
    with pytest.raises(Refused, match="已用到9号"):
        numbering.start(head, bureau, year=2026, next=9, pattern="{code}/{year}-{n}", at=AT)


def test_two_agencies_never_write_the_same(bureau: Agency, finance: Agency, head: Person) -> None:
    numbering.start(head, bureau, year=2026, next=1, pattern="gk/{year}-{n:05d}", at=AT)
    with pytest.raises(Refused, match="重号"):
        numbering.start(OPERATOR, finance, year=2026, next=1, pattern="gk/{year}-{n}", at=AT)


def test_only_who_may_set_it(bureau: Agency, clerk: Person) -> None:
    from gongkai.audit.models import Entry

    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        numbering.start(clerk, bureau, year=2026, next=5, pattern="{code}/{year}-{n}", at=AT)
    assert nothing_after(before)
    assert not Series.objects.exists()


def test_a_number_that_stock_brought_along_is_passed_over(bureau: Agency, clerk: Person) -> None:
    item = drafted(clerk, bureau).item
    Item.objects.filter(pk=item.pk).update(number=f"G{bureau.pk:05d}/2026-00002")
    assert numbering.take_many(bureau, TODAY, 3) == [f"G{bureau.pk:05d}/2026-{n:05d}" for n in (1, 3, 4)]


def test_many_numbers_of_many_years_at_once(bureau: Agency) -> None:
    numbering.go_on_behind(bureau, 2025, 40)
    taking = numbering.Taking(bureau)
    assert [taking.take(day)[-10:] for day in (date(2025, 3, 1), TODAY, date(2025, 4, 1))] == [
        "2025-00041", "2026-00001", "2025-00042",
    ]  # fmt: skip
    taking.save()
    assert numbering.take_many(bureau, date(2025, 12, 31), 1)[0].endswith("2025-00043")
