"""Any ledger: taken in twice it is the same, and its table 4 is what one counts off the rows by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gongkai.agencies.permissions import OPERATOR
from gongkai.review import queries
from gongkai.review.importing import import_reviews
from gongkai.review.models import Instance, Proceeding
from gongkai.review.words import Column, Kind
from tests.district import found
from tests.publication.test_counts import workbook

from .conftest import AT, HOUR

HEAD: list[object] = ["类型", "收到日期", "关联申请编号", "结案日期", "结果"]
RESULTS = [str(one.label) for one in Column if one != Column.PENDING]
YEARS = (2023, 2024, 2025)


@st.composite
def rows(draw: st.DrawFn) -> list[object]:
    """Few days and numbers, so that many rows are alike."""
    came = date(2023, 11, 1) + timedelta(days=30 * draw(st.integers(0, 14)))
    kind, number = draw(st.sampled_from([str(one.label) for one in Kind])), draw(st.sampled_from(["", "甲1"]))
    if draw(st.booleans()):
        return [kind, came, number, "", ""]
    closed = came + timedelta(days=draw(st.integers(0, 400)))
    return [kind, came, number, min(closed, date(2026, 4, 30)), draw(st.sampled_from(RESULTS))]


def by_hand(ledger: list[list[object]], year: int, carried: queries.Carried) -> dict[str, int]:
    number: Counter[str] = Counter()
    for kind, came, _, closed, result in ledger:
        assert isinstance(came, date)
        over = closed if isinstance(closed, date) else None
        if (
            came.year > year
            or (over is not None and over.year < year)
            or (carried == "once" and came.year != year)
        ):
            continue
        pending = over is None or over.year > year
        number[f"{kind}/{'尚未审结' if pending else result}"] += 1
        number[f"{kind}/总计"] += 1
    return dict(number)


class AnyLedger(TestCase):
    @settings(max_examples=12)
    @given(st.lists(rows(), min_size=1, max_size=8), st.randoms(use_true_random=False))
    def test_twice_is_once_and_the_table_is_that_of_the_rows(
        self, ledger: list[list[object]], rng: object
    ) -> None:
        bureau = found("示范区民政局")
        first = import_reviews(OPERATOR, bureau, workbook(HEAD, *ledger), at=AT)
        assert {line.step for line in first.lines} == {"new"}
        before = [list(model.objects.order_by("pk").values()) for model in (Proceeding, Instance)]
        again = list(ledger)
        rng.shuffle(again)  # type: ignore[attr-defined]  # a random.Random
        second = import_reviews(OPERATOR, bureau, workbook(HEAD, *again), at=AT + HOUR)
        assert {line.step for line in second.lines} == {"same"}
        assert [list(model.objects.order_by("pk").values()) for model in (Proceeding, Instance)] == before
        for year in YEARS:
            for carried in ("again", "once"):
                table = queries.table4(bureau, year, carried=carried)
                assert {cell: n for cell, n in table.items() if n} == by_hand(ledger, year, carried)
