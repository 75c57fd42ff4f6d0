"""``gongkai report``: an installation that was filled by the imports alone compiles the right tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai import server
from gongkai.agencies.models import Agency
from gongkai.cli import main
from gongkai.statute.form import edition
from tests.agencies.test_importing import code

from .tables_in import AGENCIES, CASES, COUNTS, ITEMS, REVIEWS, a_document, a_request, book

CODE = code(2)


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "prepare", lambda: None)


@pytest.fixture
def imported(db: None, tmp_path: Path) -> str:
    """A bureau with two documents, four counts and three requests of 2024, by its credit code."""
    _bring(tmp_path, "agencies", book(
        AGENCIES,
        dict(zip(AGENCIES, (code(1), "示范区人民政府", "区政府", "", 1), strict=True)),
        dict(zip(AGENCIES, (CODE, "示范区民政局", "部门", code(1), 2), strict=True)),
    ))  # fmt: skip
    _bring(tmp_path, "items", book(
        ITEMS,
        a_document("1", "2024-03-01"),
        a_document("2", "2020-03-01", 有效性="废止", 失效日期="2024-06-01"),
    ))  # fmt: skip
    counts = {"行政许可": 120, "行政处罚": 37, "行政强制": 0, "行政事业性收费": 2.02}
    rows = [{"年度": 2024, "项目": what, "数量": number} for what, number in counts.items()]
    _bring(tmp_path, "counts", book(COUNTS, *rows))
    _bring(tmp_path, "cases", book(
        CASES,
        a_request("〔2023〕9号", "2023-12-20", 处理决定日期="2024-01-10", 办理结果="3.1", 送达日期="2024-01-11"),
        a_request(
            "〔2024〕1号", "2024-05-06", "商业企业", 处理决定日期="2024-06-03", 办理结果="3.3.4", 收费金额=380
        ),
        a_request("〔2024〕2号", "2024-12-20"),
    ))  # fmt: skip
    _bring(tmp_path, "reviews", book(
        REVIEWS,
        dict(zip(REVIEWS, ("行政复议", "2024-06-20", "〔2024〕1号", "2024-08-01", "结果纠正"), strict=True)),
        dict(zip(REVIEWS, ("复议后起诉", "2024-09-02", None, None, None), strict=True)),
    ))  # fmt: skip
    return CODE


def _bring(folder: Path, what: str, data: bytes) -> None:
    file = folder / f"{what}.xlsx"
    file.write_bytes(data)
    agency = [] if what == "agencies" else ["--agency", CODE]
    assert main(["import", what, str(file), *agency]) == 0


def _element(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["report", *words, "--json"]) == status
    (element,) = json.loads(capsys.readouterr().out)
    assert isinstance(element, dict)
    return element


def test_the_imports_alone_make_the_tables(imported: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = _element(capsys, "--agency", imported, "--year", "2024")
    assert (found["path"], found["error"], found["agency"], found["year"]) == (None, None, "示范区民政局", 2024)
    assert (found["edition"], found["complete"]) == ("2021", True)
    assert found["table2"] == {
        "rules": [0, 0, 0], "normative_documents": [1, 1, 1], "licences": 120, "penalties": 37,
        "coercive_measures": 0, "charges": 2.02,
    }  # fmt: skip
    three = found["table3"]
    assert three["1"] == [1, 1, 0, 0, 0, 0, 2]
    assert three["2"] == [1, 0, 0, 0, 0, 0, 1]
    assert (three["3.1"][0], three["3.3.4"][1], three["3.7"][-1], three["4"]) == (1, 1, 2, [1, 0, 0, 0, 0, 0, 1])
    assert found["table4"] == [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]
    assert list(three) == [row.code for row in edition("2021").table(3)[0].rows]


def test_it_is_an_element_as_check_prints_it(
    imported: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "empty.txt"
    file.write_text("")
    assert main(["check", str(file), "--json"]) == 2
    (other,) = json.loads(capsys.readouterr().out)
    assert set(_element(capsys, "--agency", imported, "--year", "2024")) == set(other)


def test_what_is_missing_is_found_and_not_refused(imported: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = _element(capsys, "--agency", imported, "--year", "2024")["findings"]
    told = {(one["relation"], one["severity"]) for one in found}
    assert ("sections", "warning") in told
    assert any("联系电话" in one["message"] for one in found)
    assert not [one for one in found if one["severity"] == "error"]


def test_a_year_without_records_is_blank_where_nobody_entered(
    imported: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = _element(capsys, "--agency", imported, "--year", "2022")
    assert found["table2"]["normative_documents"] == [0, 0, 1]
    assert (found["table2"]["licences"], found["table2"]["charges"]) == (None, None)
    entered = [one for one in found["findings"] if one["relation"] == "A8"]
    assert entered[0]["cells"] == ["行政许可/本年处理决定数量"]
    assert len(entered) == 4


def test_for_a_person(imported: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["report", "--agency", "示范区民政局", "--year", "2024"]) == 0
    out = capsys.readouterr().out
    assert "由记录编制：示范区民政局　2024年（2021年格式" in out
    assert "未核对　没有已接受的2023年度报告" in out
    assert "表二　行政许可：本年处理决定数量 120" in out
    assert "自然人 1，商业企业 1，总计 2" in out
    assert "行政事业性收费/本年收费金额：以填报的金额为准，其中应包含信息处理费0.038万元。" in out


@pytest.mark.parametrize(
    ("agency", "year", "message"),
    [
        ("没有这个局", "2024", "没有机关叫"),
        (CODE, "2019", "只能编制2021年度以来的报告"),
        (CODE, "2999", "2999年还没有开始"),
    ],
)
def test_an_agency_or_a_year_that_there_is_not(
    imported: str, agency: str, year: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["report", "--agency", agency, "--year", year]) == 2
    said = capsys.readouterr()
    assert message in said.err
    assert said.out == ""


def test_a_year_that_runs_is_compiled_as_far_as_it_goes(imported: str, capsys: pytest.CaptureFixture[str]) -> None:
    from django.utils import timezone

    year = timezone.localdate().year
    found = _element(capsys, "--agency", imported, "--year", str(year))
    assert found["table3"]["2"][-1] == found["table3"]["4"][-1] == 1


def test_a_fee_that_is_more_than_the_charges_is_found(
    imported: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _bring(tmp_path, "counts", book(COUNTS, {"年度": 2024, "项目": "行政事业性收费", "数量": 0}))
    found = _element(capsys, "--agency", imported, "--year", "2024")
    (doubt,) = [one for one in found["findings"] if one["relation"] == "A10"]
    assert (doubt["severity"], doubt["expected"], doubt["found"]) == ("warning", 0.038, 0)
    assert found["table2"]["charges"] == 0


def test_it_changes_nothing(imported: str, capsys: pytest.CaptureFixture[str]) -> None:
    from gongkai.audit.models import Entry

    before = (Entry.objects.count(), Agency.objects.count())
    _element(capsys, "--agency", imported, "--year", "2024")
    assert (Entry.objects.count(), Agency.objects.count()) == before
