"""Glued figures come apart again only where the sums leave one way."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.readers.glue import as_printed, cuts, group_readings, row_readings, solve, with_zeros

LEAVES = [f"3.{group}" for group in (1, 2)]
for group, size in ((3, 8), (4, 3), (5, 5), (6, 3)):
    LEAVES += [f"3.{group}.{item}" for item in range(1, size + 1)]
ZERO = "0" * 7
PINGTAN_2021 = {
    "1": "640020470",
    "2": ZERO,
    **dict.fromkeys(LEAVES, ZERO),
    "3.1": "270020130",
    "3.2": "500000 5",
    "3.3.5": "1000001",
    "3.3.7": "6000006",
    "3.3.8": "1000001",
    "3.4.1": "2200003 25".replace(" ", ""),
    "3.6.3": "1000001",
    "3.7": "630020469",
    "4": "1000001",
}


def test_column_sums_decide_between_readings_that_a_row_allows() -> None:
    assert len(row_readings("270020130")) == 2
    assert len(row_readings("220000325")) == 2
    solution = solve(PINGTAN_2021, LEAVES)
    assert solution.sums == "all"
    assert not solution.open
    assert solution.figures["3.1"] == (27, 0, 0, 2, 0, 1, 30)
    assert solution.figures["3.4.1"] == (22, 0, 0, 0, 0, 3, 25)
    assert solution.figures["1"] == (64, 0, 0, 2, 0, 4, 70)


def test_a_report_whose_columns_do_not_add_up_is_cut_by_rows_and_carry_over() -> None:
    leaves = [code for code in LEAVES if not code.startswith("3.6")] + ["3.6"]
    runs = {
        "1": "200 000121",
        "2": ZERO,
        **dict.fromkeys(leaves, ZERO),
        "3.1": "6000017",
        "3.2": "6000006",
        "3.4.1": "4000004",
        "3.4.3": "3000003",
        "3.5.2": "3000003",
        "3.6": "4 0 0 0 0 0 4",
        "3.7": "20 0 00 0 121",
        "4": "0 0 00 00 0",
    }
    solution = solve(runs, leaves)
    assert solution.sums == "carry"
    assert solution.figures["1"] == solution.figures["3.7"] == (20, 0, 0, 0, 0, 1, 21)
    assert solution.figures["3.1"] == (6, 0, 0, 0, 0, 1, 7)


def test_two_ways_remain_open_and_none_is_chosen() -> None:
    runs = dict(PINGTAN_2021)
    del runs["3.7"], runs["4"]
    solution = solve(runs, LEAVES)
    assert solution.sums == "rows"
    assert set(solution.open["3.1"]) == {(27, 0, 0, 2, 0, 1, 30), (2, 7, 0, 0, 20, 1, 30)}
    assert "3.1" not in solution.figures


def test_digits_that_fit_no_reading_leave_the_row_open_without_candidates() -> None:
    solution = solve({"1": "12", "2": ZERO}, LEAVES)
    assert solution.open == {"1": ()}
    assert solution.figures == {"2": (0,) * 7}


def test_seven_digits_have_one_cut_and_are_taken_even_if_the_sum_is_wrong() -> None:
    assert row_readings("1000009") == ((1, 0, 0, 0, 0, 0, 9),)


def test_table_four_comes_apart_by_its_three_totals() -> None:
    assert group_readings("10203120001200000") == ((1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0),)


def test_table_four_with_several_ways_returns_them_all() -> None:
    found = group_readings("37697196121790" + "161122756" + "74130 51156")
    assert (376, 97, 196, 121, 790, 16, 1, 12, 27, 56, 74, 1, 30, 51, 156) in found
    assert len(found) == 3


def test_table_two_has_no_sums_so_every_cut_is_a_candidate() -> None:
    assert (69, 3, 665) in cuts("693665", 3)
    assert len(cuts("693665", 3)) == 10
    assert cuts("000", 3) == ((0, 0, 0),)


def test_a_limit_that_survived_is_kept() -> None:
    assert row_readings("500000 5") == ((5, 0, 0, 0, 0, 0, 5),)
    assert all(r[0] == 12 for r in row_readings("12 00000 12"))


def test_noise_of_many_digits_ends_quickly_and_decides_nothing() -> None:
    assert row_readings("9" * 200) == ()
    assert row_readings("abc") == ()
    assert group_readings("1" * 400) == ()


numbers = st.integers(0, 900)


@settings(max_examples=100, deadline=None)
@given(st.lists(numbers, min_size=6, max_size=6))
def test_the_true_row_is_always_among_the_readings(parts: list[int]) -> None:
    row = (*parts, sum(parts))
    run = "".join(map(str, row))
    assert row in row_readings(run)
    assert all("".join(map(str, r)) == run for r in row_readings(run))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 300), min_size=4, max_size=4), min_size=3, max_size=3))
def test_the_true_table_four_is_always_among_the_readings(groups: list[list[int]]) -> None:
    row = tuple(n for g in groups for n in (*g, sum(g)))
    assert row in group_readings("".join(map(str, row)))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 40), min_size=6, max_size=6), min_size=21, max_size=21),
    st.lists(st.integers(0, 5), min_size=6, max_size=6),
)
def test_a_table_that_adds_up_is_never_cut_wrongly(leaves: list[list[int]], out: list[int]) -> None:
    """What is decided is what was printed; what is open has the printed figures among its candidates."""
    total = [sum(column) for column in zip(*leaves, strict=True)]
    rows = dict(zip(LEAVES, leaves, strict=True))
    rows |= {"3.7": total, "4": out, "2": [0] * 6, "1": [a + b for a, b in zip(total, out, strict=True)]}
    true = {code: (*row, sum(row)) for code, row in rows.items()}
    solution = solve({code: "".join(map(str, row)) for code, row in true.items()}, LEAVES)
    for code, row in solution.figures.items():
        assert row == true[code]
    for code, candidates in solution.open.items():
        assert true[code] in candidates


def test_slashes_count_as_zero_and_stay_slashes() -> None:
    run = "27 / / 2 / / 29"
    reading = (27, 0, 0, 2, 0, 0, 29)
    assert row_readings(with_zeros(run)) == (reading,)
    assert as_printed(reading, run) == ["27", "/", "/", "2", "/", "/", "29"]
    assert as_printed((1, 0, 0, 1), "10 / 1") == ["1", "0", "/", "1"]
