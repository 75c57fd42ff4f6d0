"""``gongkai check`` as a person and as a program use it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gongkai import writers
from gongkai.cli import main
from tests.statute.a_report import sound


def put(folder: Path, name: str, **changes: Any) -> Path:
    """A report of our own JSON in a folder; ``cells`` changes figures, the rest fields."""
    cells = changes.pop("cells", None)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(writers.write(sound(cells, None, **changes), "json"))
    return path


def check_json(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, list[dict[str, Any]]]:
    status = main(["check", "--json", *args])
    return status, json.loads(capsys.readouterr().out)


def test_a_sound_report_is_0_and_one_element(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(tmp_path, "a.json")
    status, (element,) = check_json(capsys, str(path))
    assert status == 0
    assert element["path"] == str(path)
    assert element["error"] is None
    assert (element["agency"], element["year"], element["edition"]) == ("示范市人民政府", 2024, "2021")
    assert element["complete"] is True
    assert element["table2"]["normative_documents"] == [5, 1, 25]
    assert element["table2"]["charges"] == 282.1
    assert element["table3"]["1"] == [66, 9, 2, 1, 3, 1, 82]
    assert list(element["table3"])[:4] == ["1", "2", "3.1", "3.2"]
    assert element["table4"] == [5, 1, 2, 1, 9, 2, 1, 1, 1, 5, 1, 1, 1, 2, 5]
    assert not [f for f in element["findings"] if f["severity"] != "hint"]


def test_an_error_is_1_with_relation_cells_and_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(tmp_path, "a.json", cells={"3.1/总计": 99})
    status, (element,) = check_json(capsys, str(path))
    assert status == 1
    finding = next(f for f in element["findings"] if f["relation"] == "A1")
    assert finding["severity"] == "error"
    assert finding["cells"][0] == "3.1/总计"
    assert (finding["expected"], finding["found"]) == (28, 99)
    assert "99" in finding["message"]


def test_a_file_that_cannot_be_read_is_2_and_keeps_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "a.json", cells={"3.1/总计": 99})
    (tmp_path / "b.docx").write_bytes(b"")
    (tmp_path / "c.exe").write_bytes(b"MZ\x90\x00" + b"\x00" * 400)
    put(tmp_path, "d.json")
    status, elements = check_json(capsys, str(tmp_path))
    assert status == 2
    assert [Path(e["path"]).name for e in elements] == ["a.json", "b.docx", "c.exe", "d.json"]
    assert [bool(e["error"]) for e in elements] == [False, True, True, False]
    broken = elements[1]
    assert broken["table2"] is broken["table3"] is broken["table4"] is None
    assert broken["findings"] == []
    assert broken["complete"] is False


def test_a_path_that_is_not_there_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    status, (element,) = check_json(capsys, "/nowhere/at/all.docx")
    assert status == 2
    assert "没有这个文件" in element["error"]


def test_an_empty_folder_is_said_and_not_quietly_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", str(tmp_path)]) == 2
    captured = capsys.readouterr()
    assert "没有找到文件" in captured.err


def test_folders_are_walked_in_order_and_hidden_files_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("b/2.json", "a/1.json", ".hidden/x.json", "b/.DS_Store"):
        put(tmp_path, name)
    _, elements = check_json(capsys, str(tmp_path))
    assert [Path(e["path"]).name for e in elements] == ["1.json", "2.json"]


def test_standard_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = put(tmp_path, "a.json").read_bytes()
    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": io.BytesIO(data)})())
    status, (element,) = check_json(capsys, "-")
    assert (status, element["path"], element["year"]) == (0, "-", 2024)


def test_two_processes_print_what_one_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for n in range(9):
        put(tmp_path, f"{n}.json", cells={"1/自然人": 60 + n})
    one = check_json(capsys, str(tmp_path))
    assert check_json(capsys, "-j", "2", str(tmp_path)) == one
    assert one[0] == 1


def test_last_year_is_matched_by_agency_and_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    this = put(tmp_path / "this", "a.json")
    put(tmp_path / "before", "x.json", year=2023, cells={"4/自然人": 7, "4/总计": 7})
    put(tmp_path / "before", "y.json", year=2023, agency="别的机关", cells={"4/自然人": 8, "4/总计": 8})
    status, (element,) = check_json(capsys, "--last-year", str(tmp_path / "before"), str(this))
    assert status == 1
    assert {(f["cells"][0], f["expected"], f["found"]) for f in element["findings"] if f["relation"] == "A4"} == {
        ("2/自然人", 7, 2),
        ("2/总计", 7, 2),
    }


def test_two_different_reports_of_last_year_decide_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    this = put(tmp_path / "this", "a.json")
    put(tmp_path / "before", "x.json", year=2023, cells={"4/自然人": 7, "4/总计": 7})
    put(tmp_path / "before", "y.json", year=2023, cells={"4/自然人": 6, "4/总计": 6})
    status, _ = check_json(capsys, "--last-year", str(tmp_path / "before"), str(this))
    assert status == 0


def test_the_verdict_for_a_person_names_relation_and_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(tmp_path, "a.json", cells={"行政复议/总计": 10})
    assert main(["check", str(path)]) == 1
    out = capsys.readouterr().out
    first, *rest = out.splitlines()
    assert first.startswith(f"✗ {path}：示范市人民政府　2024年（2021年格式，三张表完整）：1处错误")
    assert any("错误 A5" in line for line in rest)


def test_the_workbook_holds_findings_and_no_formula_of_a_stranger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(tmp_path, "a.json", agency="=HYPERLINK(1)", cells={"3.1/总计": 99})
    out = tmp_path / "out.xlsx"
    assert main(["check", "--xlsx", str(out), str(path)]) == 1
    book = openpyxl.load_workbook(out)
    reports, findings = book["年报"], book["问题"]
    row = [c.value for c in reports[2]]
    assert row[1] == "'=HYPERLINK(1)"
    assert row[2] == 2024
    assert row[[c.value for c in reports[1]].index("3.1/总计")] == 99
    assert [c.value for c in findings[2]][4:8] == ["A1", "3.1/总计", 28, 99]


def test_a_workbook_that_cannot_be_written_is_an_error_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(tmp_path, "a.json")
    assert main(["check", "--xlsx", str(tmp_path / "no" / "x.xlsx"), str(path)]) == 2
    assert "换一个位置" in capsys.readouterr().err


def test_help_loads_neither_django_nor_a_parser_of_files() -> None:
    code = (
        "import sys; from gongkai.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('django','lxml','openpyxl','docx','gongkai.readers') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"


def test_checking_never_loads_django(tmp_path: Path) -> None:
    path = put(tmp_path, "a.json")
    code = (
        "import sys; from gongkai.cli import main\n"
        f"main(['check', {str(path)!r}])\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('django','ninja','pydantic','allauth')])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"
