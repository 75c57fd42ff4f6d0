"""Table 4: one proceeding in one cell of a year, by the days; both readings of what was pending last year."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gongkai.accounts.models import Person
from gongkai.agencies import actions
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.review import queries
from gongkai.review.models import Proceeding
from gongkai.review.states import State
from gongkai.review.words import OUTCOMES, Kind
from gongkai.statute import proceedings
from gongkai.statute.form import edition
from tests.district import SHANGHAI, found

from .conftest import AT
from .rows import Round, proceeding

IN_2023, IN_2024, IN_2025 = date(2023, 11, 20), date(2024, 5, 6), date(2025, 3, 3)
LAST = date(2024, 12, 31)


def filled(agency: Agency, year: int, carried: queries.Carried = "again") -> dict[str, int]:
    """The cells that are not zero."""
    return {cell: n for cell, n in queries.table4(agency, year, carried=carried).items() if n}


def test_the_cells_are_the_forms_own_and_an_empty_year_is_all_zero(bureau: Agency) -> None:
    names = [cell.name for cell in edition("2021").table(4)[0].cells]
    assert list(queries.table4(bureau, 2024)) == names
    assert len(names) == 15
    assert filled(bureau, 2024) == {}


@pytest.mark.parametrize(
    ("outcome", "cell"),
    [
        *((code, "结果维持") for code in ("upheld", "claim-rejected", "as-upheld")),
        *((code, "结果纠正") for code in ("revoked", "revoked-in-part", "changed", "ordered", "unlawful", "void")),
        *((code, "其他结果") for code in ("not-accepted", "dismissed", "withdrawn", "mediated", "terminated")),
        ("as-corrected", "结果纠正"), ("as-other", "其他结果"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", Kind.values)
def test_every_result_has_its_cell_and_opens_onto_it(bureau: Agency, kind: str, outcome: str, cell: str) -> None:
    one = proceeding(bureau, kind, (IN_2024, date(2024, 7, 1), outcome))
    row = Kind(kind).label
    assert filled(bureau, 2024) == {f"{row}/{cell}": 1, f"{row}/总计": 1}
    assert list(queries.behind(bureau, 2024, f"{row}/{cell}")) == [one]
    assert list(queries.behind(bureau, 2024, f"{row}/总计")) == [one]


def test_pending_on_the_last_day_by_the_days_and_not_by_what_it_is_now(bureau: Agency) -> None:
    proceeding(bureau, Kind.RECONSIDERATION, (IN_2024, date(2025, 1, 1), "revoked"), state=State.CLOSED)
    proceeding(bureau, Kind.DIRECT_LAWSUIT, (IN_2024, LAST, "claim-rejected"))
    assert filled(bureau, 2024) == {
        "行政复议/尚未审结": 1, "行政复议/总计": 1, "未经复议直接起诉/结果维持": 1, "未经复议直接起诉/总计": 1,
    }  # fmt: skip


def test_last_years_pending_are_counted_again_or_once(bureau: Agency) -> None:
    old = proceeding(bureau, Kind.RECONSIDERATION, (IN_2023, IN_2024, "revoked"))
    still = proceeding(bureau, Kind.RECONSIDERATION, (IN_2023, None, ""))
    new = proceeding(bureau, Kind.RECONSIDERATION, (IN_2024, None, ""))
    assert filled(bureau, 2024) == {"行政复议/结果纠正": 1, "行政复议/尚未审结": 2, "行政复议/总计": 3}
    assert filled(bureau, 2024, "once") == {"行政复议/尚未审结": 1, "行政复议/总计": 1}
    assert filled(bureau, 2023) == filled(bureau, 2023, "once") == {"行政复议/尚未审结": 2, "行政复议/总计": 2}
    assert list(queries.behind(bureau, 2024, "行政复议/总计")) == [old, still, new]
    assert list(queries.behind(bureau, 2024, "行政复议/总计", carried="once")) == [new]


def test_with_an_appeal_pending_it_is_not_decided(bureau: Agency) -> None:
    """Decided in June, appealed in July, decided in the next year: pending on 31 December."""
    rounds: tuple[Round, ...] = (
        (IN_2024, date(2024, 6, 3), "claim-rejected"), (date(2024, 7, 1), IN_2025, "revoked"),
    )  # fmt: skip
    proceeding(bureau, Kind.LAWSUIT_AFTER_REVIEW, *rounds)
    assert filled(bureau, 2024) == {"复议后起诉/尚未审结": 1, "复议后起诉/总计": 1}
    assert filled(bureau, 2025) == {"复议后起诉/结果纠正": 1, "复议后起诉/总计": 1}


def test_decided_before_the_end_of_the_year_and_appealed_after_it(bureau: Agency) -> None:
    rounds: tuple[Round, ...] = ((IN_2024, date(2024, 12, 20), "claim-rejected"), (date(2025, 1, 3), None, ""))
    proceeding(bureau, Kind.DIRECT_LAWSUIT, *rounds)
    assert filled(bureau, 2024) == {"未经复议直接起诉/结果维持": 1, "未经复议直接起诉/总计": 1}
    assert filled(bureau, 2025) == {"未经复议直接起诉/尚未审结": 1, "未经复议直接起诉/总计": 1}
    assert filled(bureau, 2025, "once") == {}


def test_what_was_entered_by_mistake_and_what_is_anothers_do_not_count(bureau: Agency, finance: Agency) -> None:
    proceeding(bureau, Kind.RECONSIDERATION, (IN_2024, None, ""), state=State.VOID)
    proceeding(finance, Kind.RECONSIDERATION, (IN_2024, None, ""))
    assert filled(bureau, 2024) == {}


def test_those_of_an_agency_that_was_merged_into_it_are_its_own(bureau: Agency, district: Agency) -> None:
    ended = found("示范区社会组织局", district, 40)
    proceeding(ended, Kind.RECONSIDERATION, (IN_2024, None, ""))
    then = datetime(2024, 9, 1, tzinfo=SHANGHAI)
    actions.merge([ended], bureau, on=then.date(), reason="机构改革", by=OPERATOR, at=then)
    assert filled(bureau, 2024) == {"行政复议/尚未审结": 1, "行政复议/总计": 1}
    assert filled(bureau, 2023) == {}


def test_a_cell_that_the_form_has_not(bureau: Agency) -> None:
    with pytest.raises(KeyError):
        queries.behind(bureau, 2024, "行政诉讼/总计")


def test_only_whose_business_it_is_sees_one(
    bureau: Agency, clerk: Person, head: Person, supervisor: Person, stranger: Person
) -> None:
    one = proceeding(bureau, Kind.RECONSIDERATION, (IN_2024, None, ""))
    for who in (clerk, head):
        assert queries.visible_one(who, one.pk, on=AT.date()) == one
    for who in (supervisor, stranger):
        with pytest.raises(Proceeding.DoesNotExist):
            queries.visible_one(who, one.pk, on=AT.date())


def test_the_year_in_figures(bureau: Agency) -> None:
    one = proceeding(bureau, Kind.DIRECT_LAWSUIT, (IN_2024, date(2024, 8, 1), "ordered"))
    one.instances.update(answered_on=date(2024, 5, 22), answer_due_on=date(2024, 5, 21))
    proceeding(bureau, Kind.RECONSIDERATION, (IN_2023, None, ""))
    one.hearings.create(on=date(2024, 6, 20), held=True, head_appeared=True)
    one.duties.create(kind="costs", amount="50.00", received_on=date(2024, 8, 2))
    one.duties.create(kind="anew", received_on=date(2024, 8, 2))
    one.duties.create(kind="judicial_advice", received_on=date(2024, 8, 5), done_on=date(2024, 9, 2))
    year = queries.year_of(bureau, 2024)
    assert (year.received, year.carried_in, year.reconsiderations, year.lawsuits) == (1, 1, 0, 1)
    assert (year.answered_in_time, year.answered_late) == (0, 1)
    assert (year.heard_in_court, year.head_appeared) == (1, 1)
    assert (year.suggestions, year.suggestions_answered, year.ordered_anew, int(year.costs)) == (1, 1, 1, 50)
    assert year.cells == queries.table4(bureau, 2024)


# ------------------------------------------------------------------------------------- against a count by hand

DAYS = st.integers(0, 420)
ENDS = st.sampled_from([code for code, _ in OUTCOMES])


@st.composite
def histories(draw: st.DrawFn) -> list[Round]:
    began = date(2023, 6, 1) + timedelta(days=draw(DAYS))
    rounds: list[Round] = []
    for _ in range(draw(st.integers(1, 3))):
        ended = None if draw(st.booleans()) and draw(st.booleans()) else began + timedelta(days=draw(DAYS))
        rounds.append((began, ended, draw(ENDS) if ended else ""))
        if ended is None:
            break
        began = ended + timedelta(days=draw(st.integers(0, 60)))
    return rounds


def by_hand(rounds: list[Round], year: int) -> str | None:
    """The column of one proceeding in a year, None when it is not in it: the last day it was looked at."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    known = [one for one in rounds if one[0] <= last]
    if not any(ended is None or ended >= first for _, ended, _ in known):
        return None
    _, ended, outcome = known[-1]
    if ended is None or ended > last:
        return "尚未审结"
    return {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果"}[
        proceedings.column_at(outcome, ended).column
    ]


class AgainstACountByHand(TestCase):
    @settings(max_examples=15)
    @given(st.lists(st.tuples(st.sampled_from(Kind.values), histories()), max_size=6))
    def test_every_cell_of_three_years(self, made: list[tuple[str, list[Round]]]) -> None:
        bureau = found("示范区民政局")
        for kind, rounds in made:
            proceeding(bureau, kind, *rounds)
        for year in (2023, 2024, 2025):
            expected: Counter[str] = Counter()
            for kind, rounds in made:
                column = by_hand(rounds, year)
                if column:
                    expected[f"{Kind(kind).label}/{column}"] += 1
                    expected[f"{Kind(kind).label}/总计"] += 1
            table = queries.table4(bureau, year)
            assert {cell: n for cell, n in table.items() if n} == dict(expected)
            for cell, n in table.items():
                assert queries.behind(bureau, year, cell).count() == n
