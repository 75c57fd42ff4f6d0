"""Whatever a converter leaves of the tables: the right figure, or none."""

from __future__ import annotations

import random

import pytest

from gongkai.readers import read
from gongkai.readers.document import Reading
from gongkai.statute.form import Value, check

from .printings import GLUED, LOSSY, WAYS, Style, figures, printed, read_as

SEEDS = range(6)


def drawn(seed: int, way: str) -> tuple[str, int, dict[str, Value], Style]:
    rng = random.Random(f"{seed} {way}")
    code, year = rng.choice([("2021", 2021), ("2021", 2024), ("2019", 2019), ("2019", 2020)])
    style = Style(
        zero="0" if way in GLUED else rng.choice(["0", "0", "blank", "slash", "dash", "long dash", "hard blank"]),
        dots=rng.choice([".", "．", "、", ". "]),
        half=rng.random() < 0.3,
        commas=rng.random() < 0.3,
        one_table=rng.random() < 0.3,
        note=rng.random() < 0.7,
        short=rng.random() < 0.3,
    )
    if way not in GLUED:
        style.thousands, style.wide = rng.random() < 0.2, rng.random() < 0.2
        if rng.random() < 0.2:
            rng.shuffle(style.orgs)
    return code, year, figures(rng, code), style


def wrong(reading: Reading, values: dict[str, Value], style: Style) -> dict[str, tuple[Value, Value]]:
    got = reading.report.figures
    found = {name: (read_as(v, style), got.get(name)) for name, v in values.items()}
    return {name: pair for name, pair in found.items() if pair[1] is not None and pair[0] != pair[1]}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_figure_is_ever_another(seed: int, way: str) -> None:
    code, year, values, style = drawn(seed, way)
    reading = read(printed(values, code, year, way, style).encode())
    assert wrong(reading, values, style) == {}
    assert set(reading.report.figures) <= set(values)
    assert reading.report.edition == code
    assert (reading.report.agency, reading.report.year) == ("青石县水利局", year)


@pytest.mark.parametrize("way", [w for w in WAYS if w not in LOSSY])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_keeps_its_cells_is_read_whole_and_in_silence(seed: int, way: str) -> None:
    code, year, values, style = drawn(seed, way)
    reading = read(printed(values, code, year, way, style).encode())
    assert all(reading.report.figures.get(name) == read_as(v, style) for name, v in values.items())
    assert reading.report.complete
    assert reading.findings == ()
    assert [f for f in check(reading.report) if f.severity != "hint"] == []


@pytest.mark.parametrize("way", sorted(LOSSY))
@pytest.mark.parametrize("seed", SEEDS)
def test_where_cells_are_lost_nothing_false_is_said(seed: int, way: str) -> None:
    """What could not be read is a warning of the reader; it is no violation of a sum and no missing section."""
    code, year, values, style = drawn(seed, way)
    reading = read(printed(values, code, year, way, style).encode())
    assert {f.relation for f in reading.findings} <= {"reading"}
    assert [f for f in check(reading.report) if f.severity != "hint"] == []


@pytest.mark.parametrize("way", sorted(GLUED))
@pytest.mark.parametrize("seed", SEEDS)
def test_glued_figures_are_marked_as_inferred(seed: int, way: str) -> None:
    code, year, values, style = drawn(seed, way)
    reading = read(printed(values, code, year, way, style).encode())
    read_rows = [n for n, v in reading.report.figures.items() if v is not None and n[0].isdigit()]
    assert read_rows
    assert all(reading.report.origins[n].inferred for n in read_rows)
    assert {f.severity for f in reading.findings if "推定" in f.message} == {"hint"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(3))
def test_a_text_cut_off_anywhere_is_read_as_far_as_it_goes(seed: int, way: str) -> None:
    code, year, values, style = drawn(seed, way)
    whole = printed(values, code, year, way, style)
    start = whole.index("收到和处理政府信息公开申请情况")
    end = whole.index("四、结转下年度继续办理")
    cut = whole[: random.Random(seed).randrange(start, end)]
    reading = read(cut.encode())
    assert wrong(reading, values, style) == {}
    assert not reading.report.complete
    assert [f for f in check(reading.report) if f.severity == "error"] == []


@pytest.mark.parametrize("way", ["framed", "page", "one cell a line", "bars, spans dropped", "tabs"])
@pytest.mark.parametrize("seed", range(4))
def test_a_report_that_does_not_add_up_is_read_as_printed(seed: int, way: str) -> None:
    code, year, values, style = drawn(seed, way)
    style.zero = "0"
    values["3.1/自然人"] = int(values["3.1/自然人"] or 0) + 7
    reading = read(printed(values, code, year, way, style).encode())
    assert reading.report.figures["3.1/自然人"] == values["3.1/自然人"]
    found = {f.relation for f in check(reading.report) if f.severity == "error"}
    assert found == {"A1", "A2"}


@pytest.mark.parametrize("way", [w for w in WAYS if w not in LOSSY])
def test_one_zero_over_a_whole_row_is_seven_zeros(way: str) -> None:
    _, _, values, _ = drawn(1, way)
    code = "2019" if "3.6/自然人" in values else "2021"
    style = Style(merged=True)
    reading = read(printed(values, code, 2021 if code == "2021" else 2020, way, style).encode())
    assert wrong(reading, values, style) == {}
    assert [n for n in values if reading.report.figures.get(n) is None] == []
