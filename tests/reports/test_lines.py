"""One figure across editions: the same place is one line, and what is missing is told from what is zero."""

from __future__ import annotations

import pytest

from gongkai.reports import lines
from gongkai.reports.lines import NOTHING, Found
from gongkai.reports.models import ReportVersion
from gongkai.statute.form import editions


def test_every_cell_of_every_edition_is_on_one_line() -> None:
    every = list(lines.lines().values())
    for edition in editions().values():
        names = [line.cells[edition.code].name for line in every if edition.code in line.cells]
        assert sorted(names) == sorted(c.name for c in edition.cells)


def test_a_reworded_cell_is_one_line() -> None:
    line = lines.lines()["2-normative_documents-made"]
    assert line.label == "行政规范性文件，本年制发件数"
    assert line.reworded("2019") == "规范性文件，本年新制作数量"
    assert line.reworded("2021") is None
    assert line.reworded("hybrid") is None


def test_a_row_that_one_edition_has_alone() -> None:
    assert set(lines.lines()["3-3.6-total"].cells) == {"2019"}
    assert set(lines.lines()["3-3.6.1-total"].cells) == {"2021"}


def test_explanations_and_the_heading_over_all_stay_out_of_labels() -> None:
    assert lines.lines()["3-3.2-total"].label == "（二）部分公开，总计"
    assert lines.lines()["3-3.3.1-natural"].label == "（三）不予公开 1.属于国家秘密，自然人"
    assert lines.lines()["4-direct_lawsuit-total"].label == "行政诉讼 未经复议直接起诉，总计"
    assert lines.lines()["2-charges-charged"].label == "行政事业性收费，本年收费金额（万元）"


def test_the_usual_ones_exist() -> None:
    assert len(lines.chosen(lines.USUAL)) == len(lines.USUAL)


def test_chosen_lines_are_in_the_order_of_the_form_and_once() -> None:
    found = lines.chosen(["3-1-total", "2-rules-made", "3-1-total", "nothing"])
    assert [line.code for line in found] == ["2-rules-made", "3-1-total"]


@pytest.mark.django_db
def test_figures_of_a_version(published: ReportVersion) -> None:
    wanted = lines.chosen(["2-licences-decisions", "2-rules-made", "2-licences-change"])
    found = lines.table([published], wanted)[published.pk]
    assert found["2-licences-decisions"] == Found(12, True)
    assert found["2-rules-made"] == Found(0, True)
    assert found.get("2-licences-change", NOTHING) == NOTHING
