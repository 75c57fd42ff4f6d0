"""What is printed, in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongkai.errors import WriteError
from gongkai.statute.form import AnnualReport, Contact, Section
from gongkai.writers import write
from gongkai.writers.layout import Grid
from gongkai.writers.opening import opening
from gongkai.writers.outline import Heading, Text, Title, parts, printable, title

from . import made_up


def shape(report: AnnualReport) -> list[str]:
    return [f"table {p.table}" if isinstance(p, Grid) else p.text for p in parts(report)]


def test_tables_come_at_the_end_of_their_sections() -> None:
    out = shape(made_up.report())
    assert out[out.index("三、收到和处理政府信息公开申请情况") + 1] == "table 3"
    assert out.index("table 2") < out.index("table 3") < out.index("table 4") < out.index("问题仍有。")


def test_a_table_whose_section_is_missing_comes_under_the_heading_of_the_form() -> None:
    kept = tuple(s for s in made_up.sections() if s.number in (1, 4))
    out = shape(replace(made_up.report(), sections=kept))
    assert out[out.index("table 2") - 1] == "二、主动公开政府信息情况"
    assert out.index("table 3") < out.index("四、政府信息公开行政复议、行政诉讼情况") < out.index("table 4")


def test_all_tables_come_even_where_there_is_no_section_at_all() -> None:
    assert [x for x in shape(replace(made_up.report(), sections=())) if x.startswith("table")] == [
        "table 2",
        "table 3",
        "table 4",
    ]


def test_a_section_that_the_form_does_not_have_keeps_its_place() -> None:
    extra = Section("七、附表", None, ("无。",), "七")
    out = parts(replace(made_up.report(), sections=(*made_up.sections(), extra)))
    assert out[-2:] == (Heading("七、附表"), Text("无。"))


def test_a_short_line_with_a_numeral_in_brackets_is_a_subheading() -> None:
    texts = [p for p in parts(made_up.report()) if isinstance(p, Text)]
    assert Text("（一）主动公开", subheading=True) in texts
    assert Text("全年公开信息167条，其中解读3条。", subheading=False) in texts


def test_a_title_is_made_of_agency_and_year_where_there_is_none() -> None:
    assert title(AnnualReport(agency="某局", year=2024)) == "某局2024年政府信息公开工作年度报告"
    assert parts(AnnualReport())[0] == Title("政府信息公开工作年度报告")


def test_what_no_file_can_hold_is_left_out() -> None:
    assert printable("\x00甲\x0b乙\ud800\ufffe \n 丙 ") == "甲 乙 丙"


def test_the_opening_says_nothing_twice() -> None:
    assert opening(made_up.report()) == made_up.PREAMBLE


def test_the_opening_of_a_compiled_report_says_its_whole_head() -> None:
    report = replace(made_up.report(), preamble=())
    assert opening(report) == (
        "本报告中所列数据的统计期限自2024年1月1日起至2024年12月31日止。",
        "本报告的电子版可在http://www.example.gov.cn/xxgk查阅和下载。",
        "如对本报告有疑问，请与示范区建设局联系（地址：示范区文化路8号；邮编：255400；电话：0533-7180000；"
        "电子邮箱：jianshe@example.gov.cn）。",
    )


def test_only_the_missing_part_of_the_contact_is_added() -> None:
    report = replace(made_up.report(), contact=Contact(postcode="255400", fax="0533-7180001"))
    assert opening(report)[2:] == ("如对本报告有疑问，请与示范区建设局联系（传真：0533-7180001）。",)


def test_another_year_period_is_still_one_line() -> None:
    report = AnnualReport(
        period=(date(2024, 1, 1), date(2024, 12, 31)), preamble=("统计期限：2024年1月1日至12月31日",)
    )
    assert opening(report) == report.preamble


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(WriteError, match="html、docx、pdf、xlsx、json"):
        write(made_up.report(), "odt")
