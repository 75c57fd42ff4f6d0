"""``gongkai convert``: the ending decides, figures arrive, and what cannot be is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gongkai.cli import main
from gongkai.readers import read
from tests.cli.test_check import put
from tests.statute.a_report import sound


@pytest.mark.parametrize("ending", ["json", "html", "docx", "xlsx", "pdf"])
def test_each_format_is_read_back_with_the_same_figures(tmp_path: Path, ending: str) -> None:
    source, target = put(tmp_path, "a.json"), tmp_path / f"out.{ending}"
    assert main(["convert", str(source), str(target)]) == 0
    assert read(target.read_bytes(), target.name).report.figures == sound().figures


def test_an_unknown_ending_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = put(tmp_path, "a.json"), tmp_path / "out.odt"
    assert main(["convert", str(source), str(target)]) == 2
    assert "不认识的格式" in capsys.readouterr().err
    assert not target.exists()


def test_a_source_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 truncated")
    assert main(["convert", str(tmp_path / "a.docx"), str(tmp_path / "b.json")]) == 2
    assert "a.docx" in capsys.readouterr().err
    assert not (tmp_path / "b.json").exists()


def test_a_target_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = put(tmp_path, "a.json")
    assert main(["convert", str(source), str(tmp_path / "no" / "b.json")]) == 2
    assert "写不进" in capsys.readouterr().err


def test_json_is_of_the_published_schema(tmp_path: Path) -> None:
    source, target = put(tmp_path, "a.json"), tmp_path / "b.json"
    main(["convert", str(source), str(target)])
    assert "gongkai-annual-report-1" in target.read_text("utf-8")
    assert json.loads(target.read_text("utf-8"))["year"] == 2024
