"""Table 3 over histories that were really walked: every outcome, every class, years that end in the middle."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest

from gongkai.agencies.models import Agency
from gongkai.cases import closing, counting
from gongkai.cases.models import Case
from gongkai.cases.table3 import CLASSES, Table3, cell_cases, form, table3
from gongkai.cases.words import RESULT_ROWS
from gongkai.statute import outcomes
from gongkai.statute.calendar import official

from . import walk
from .histories import REPLIES, Histories, values_for
from .walk import Office

pytestmark = pytest.mark.django_db
NEW_YEARS_EVE = date(2025, 12, 31)
NEXT_YEAR = date(2026, 1, 5)
YEARS = range(2024, 2028)


class EachInTurn(Histories):
    """The six classes one after the other."""

    turn = 0

    def _opened(self, received_on: date) -> Case:
        self.turn += 1
        who = walk.applicant(self.office.agency, CLASSES[self.turn % len(CLASSES)])
        self.day = received_on
        return walk.opened(self.office.agency, received_on, who=who)


def sums_hold(agency: Agency) -> dict[int, Table3]:
    tables = {year: table3(agency, year) for year in YEARS}
    for year, table in tables.items():
        for row in form().rows:
            assert table[row.code, "total"] == sum(table.row(row.code).values()), ("A1", year, row.code)
        for one in (*CLASSES, "total"):
            assert table["3.7", one] == sum(table[row, one] for row in RESULT_ROWS), ("A2", year, one)
            assert table["1", one] + table["2", one] == table["3.7", one] + table["4", one], ("A3", year, one)
            if year - 1 in tables:
                assert table["2", one] == tables[year - 1]["4", one], ("A4", year, one)
    return tables


def test_every_outcome_and_every_class(office: Office) -> None:
    """From October on, so that some are answered in the year they came in and some in the next."""
    walked = EachInTurn(office, random.Random(3))
    day = date(2025, 10, 9)
    for reply in REPLIES:
        walked.case_of(reply, day)
        day = official().add(day, 3)
    tables = sums_hold(office.agency)
    together = Counter({row: sum(t[row, "total"] for t in tables.values()) for row in RESULT_ROWS})
    # A repeat needs an earlier request, which was granted.
    wanted = Counter(outcomes.row_at(reply, NEXT_YEAR) for reply in REPLIES) + Counter({"3.1": 1})
    assert together == wanted
    assert set(together) == set(RESULT_ROWS)
    assert all(sum(t["1", one] for t in tables.values()) for one in CLASSES)
    assert tables[2025]["4", "total"] > 0


@pytest.mark.parametrize("seed", range(3))
def test_random_histories(office: Office, seed: int) -> None:
    """With extensions, withdrawals, letters that are still on their way, and answers given anew."""
    choose = random.Random(seed)
    walked = EachInTurn(office, choose)
    for _ in range(14):
        walked.one(official().add(date(2025, 9, 1), choose.randint(0, 100)))
    tables = sums_hold(office.agency)
    assert sum(t["1", "total"] for t in tables.values()) == Case.objects.count()
    for year, table in tables.items():
        for row in ("1", "2", "3.7", "4"):
            shown = cell_cases(office.clerk, office.agency, year, row, "total", on=date(2026, 3, 2))
            assert shown.count() == table[row, "total"]


class TestTheLastDayOfTheYear:
    """Decided on 31 December, posted in January: the reading says which of the two days counts."""

    def _answered(self, office: Office) -> Case:
        case = walk.opened(office.agency, date(2025, 12, 10))
        office.draft(case, NEW_YEARS_EVE)
        decision = office.approved(case, NEW_YEARS_EVE)
        assert decision.letter is not None
        office.post(case, decision.letter, NEXT_YEAR)
        return walk.now(case)

    def test_by_the_day_of_the_decision(self, office: Office) -> None:
        assert counting.deciding_moment(NEW_YEARS_EVE) == "decision"
        assert self._answered(office).counted_on == NEW_YEARS_EVE
        tables = sums_hold(office.agency)
        assert (tables[2025]["3.1", "total"], tables[2025]["4", "total"]) == (1, 0)
        assert tables[2026]["3.7", "total"] == 0

    def test_by_the_day_it_left(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        read(monkeypatch, {"results.year": "dispatch"})
        assert self._answered(office).counted_on == NEXT_YEAR
        tables = sums_hold(office.agency)
        assert (tables[2025]["3.1", "total"], tables[2025]["4", "total"]) == (0, 1)
        assert (tables[2026]["2", "total"], tables[2026]["3.1", "total"]) == (1, 1)


class TestAnsweredAnew:
    """In December, and again in January after a judgment: never twice."""

    def _twice(self, office: Office) -> Case:
        walked = Histories(office, random.Random(1))
        case = walk.opened(office.agency, date(2025, 11, 3))
        service = office.answer(case, date(2025, 12, 1), "not-held", **searched(walked, case))
        office.served(service, date(2025, 12, 3))
        on = date(2026, 1, 12)
        closing.reopen(
            office.reviewer, case, ground="lawsuit", on=on, document_number="（2026）鲁0305行初1号", at=walk.at(on)
        )
        sums_hold(office.agency)
        office.answer(case, date(2026, 1, 20), "granted")
        return walk.now(case)

    def test_the_first_answer_counts(self, office: Office) -> None:
        assert self._twice(office).counted_row == "3.4.1"
        tables = sums_hold(office.agency)
        assert [tables[year]["3.7", "total"] for year in (2025, 2026)] == [1, 0]
        assert tables[2026]["1", "total"] == tables[2026]["2", "total"] == 0

    def test_or_the_last(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        read(monkeypatch, {"results.count": "last"})
        assert self._twice(office).counted_row == "3.1"
        tables = sums_hold(office.agency)
        assert [tables[year]["3.7", "total"] for year in (2025, 2026)] == [0, 1]
        assert [tables[2025]["4", "total"], tables[2026]["2", "total"]] == [1, 1]


def searched(walked: Histories, case: Case) -> dict[str, object]:
    """What the letter "not held" needs before it is written."""
    walked._searched(case, date(2025, 11, 24))
    return values_for("not-held", date(2025, 12, 1))


def read(monkeypatch: pytest.MonkeyPatch, readings: dict[str, str]) -> None:
    """As if the law were read so."""
    original = counting._reading
    monkeypatch.setattr(counting, "_reading", lambda code, on: readings.get(code) or original(code, on))
