"""Number series: the next one, no gap and no double, whatever happens at the same time."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed, Refused
from gongkai.letters import issuing, numbering
from gongkai.letters.models import Letter, Series
from tests.district import found, invited
from tests.letters.conftest import AT, ON, drafted, entries


def test_numbers_follow_one_another_in_the_pattern(bureau: Agency) -> None:
    numbers = [numbering.take(bureau, "case", 2026) for _ in range(3)]
    assert numbers == ["2026-00001", "2026-00002", "2026-00003"]


def test_every_agency_series_and_year_counts_for_itself(bureau: Agency, finance: Agency) -> None:
    assert numbering.take(bureau, "case", 2026) == "2026-00001"
    assert numbering.take(finance, "case", 2026) == "2026-00001"
    assert numbering.take(bureau, "incoming", 2026) == "2026-00001"
    assert numbering.take(bureau, "case", 2027) == "2027-00001"
    assert numbering.take(bureau, "case", 2026) == "2026-00002"


def test_a_new_year_goes_on_in_the_pattern_of_the_last(head: Person, bureau: Agency) -> None:
    numbering.start(head, bureau, "letter", 2025, next=7, pattern="示民公开〔{year}〕{n}号", at=AT)
    assert numbering.take(bureau, "letter", 2025) == "示民公开〔2025〕7号"
    assert numbering.take(bureau, "letter", 2026) == "示民公开〔2026〕1号"


def test_a_series_goes_on_from_a_given_number(head: Person, bureau: Agency) -> None:
    row = numbering.start(head, bureau, "case", 2026, next=58, pattern="{year}{n:04d}", at=AT)
    assert numbering.take(bureau, "case", 2026) == "20260058"
    (entry,) = entries("letters.series")
    assert entry.object == row.key
    assert json.loads(entry.data) == {"series": "case", "year": 2026, "next": 58, "pattern": "{year}{n:04d}"}


def test_a_number_entered_too_high_may_be_lowered_while_it_is_unused(head: Person, bureau: Agency) -> None:
    numbering.start(head, bureau, "case", 2026, next=580, pattern="{year}-{n}", at=AT)
    numbering.start(head, bureau, "case", 2026, next=58, pattern="{year}-{n}", at=AT)
    assert numbering.take(bureau, "case", 2026) == "2026-58"


def test_never_below_a_number_that_was_used(head: Person, bureau: Agency) -> None:
    for _ in range(3):
        numbering.take(bureau, "case", 2026)
    with pytest.raises(Refused, match="已用到3号"):
        numbering.start(head, bureau, "case", 2026, next=3, pattern="{year}-{n}", at=AT)
    assert Series.objects.get().pattern == numbering.PATTERN


@pytest.mark.parametrize(
    "pattern",
    ["{year}号", "{n}号", "{year}{n}{n}", "{year}{n}{agency}", "{year}{n", "{year}{n:5}", "字" * 40 + "{year}{n}"],
)
def test_a_pattern_that_would_not_tell_numbers_apart_is_refused(
    head: Person, bureau: Agency, pattern: str
) -> None:
    with pytest.raises(Refused, match="编号格式"):
        numbering.start(head, bureau, "case", 2026, next=1, pattern=pattern, at=AT)
    assert not Series.objects.exists()


def test_two_series_never_share_a_pattern(head: Person, bureau: Agency) -> None:
    numbering.start(head, bureau, "letter", 2026, next=1, pattern="示民公开〔{year}〕{n}号", at=AT)
    with pytest.raises(Refused, match="重号"):
        numbering.start(head, bureau, "letter:granted", 2026, next=1, pattern="示民公开〔{year}〕{n}号", at=AT)


def test_a_clerk_and_another_agency_may_not_start_a_series(
    clerk: Person, outsider: Person, bureau: Agency
) -> None:
    for user in (clerk, outsider):
        with pytest.raises(NotAllowed):
            numbering.start(user, bureau, "case", 2026, next=5, pattern="{year}-{n}", at=AT)
    assert not Series.objects.exists()
    assert not entries("letters.series")


def test_a_kind_has_its_own_series_once_the_agency_begins_one(head: Person, clerk: Person, bureau: Agency) -> None:
    numbering.start(head, bureau, "letter:granted", 2026, next=1, pattern="示公答〔{year}〕{n}号", at=AT)
    own = issuing.issue(clerk, drafted(clerk, bureau, "granted"), on=ON, at=AT)
    other = issuing.issue(clerk, drafted(clerk, bureau), on=ON, at=AT)
    assert (own.number, other.number) == ("示公答〔2026〕1号", "依申请公开〔2026〕1号")


def test_a_transaction_that_is_rolled_back_gives_its_number_back(bureau: Agency) -> None:
    def fails() -> None:
        with transaction.atomic():
            numbering.take(bureau, "case", 2026)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert numbering.take(bureau, "case", 2026) == "2026-00001"


def _together(*works: Callable[[], object]) -> list[object]:
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        barrier.wait(timeout=20)
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_every_number_once() -> None:
    agency = found("示范区人民政府")

    def several(fails: bool) -> list[str]:
        got = []
        for _ in range(5):
            try:
                with transaction.atomic():
                    number = numbering.take(agency, "case", 2026)
                    if fails:
                        raise RuntimeError
                    got.append(number)
            except RuntimeError:
                continue
        return got

    answers = _together(*(lambda n=n: several(n == 3) for n in range(6)))  # type: ignore[misc]
    taken = sorted(number for answer in answers if isinstance(answer, list) for number in answer)
    assert taken == [f"2026-{n:05d}" for n in range(1, 26)]


@pytest.mark.django_db(transaction=True)
def test_letters_issued_at_once_have_numbers_that_follow() -> None:
    from gongkai.agencies.roles import Role

    agency = found("示范区民政局")
    clerk = invited("clerk", agency, Role.CLERK)
    drafts = [drafted(clerk, agency) for _ in range(6)]
    _together(*(lambda d=d: issuing.issue(clerk, d, on=ON, at=AT) for d in drafts))  # type: ignore[misc]
    numbers = sorted(Letter.objects.values_list("number", flat=True))
    assert numbers == [f"依申请公开〔2026〕{n}号" for n in range(1, 7)]
