"""``gongkai import counts FILE --agency CODE``: a dry run, the real one, and a table with a wrong row."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai import server
from gongkai.agencies.models import Agency
from gongkai.cli import main
from gongkai.publication import counts
from gongkai.publication.models import YearCount

from .test_counts import GOOD, HEAD, workbook


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "prepare", lambda: None)


def test_a_dry_run_then_the_real_one(bureau: Agency, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "counts.xlsx"
    file.write_bytes(GOOD)
    words = ["import", "counts", str(file), "--agency", bureau.name]
    assert main([*words, "--dry-run"]) == 0
    assert "试运行" in capsys.readouterr().out
    assert not YearCount.objects.exists()
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "第3行　新增　2025年行政许可　120" in out
    assert "新增4，更改0，相同0，有误0。已导入。" in out
    assert counts.total(bureau, 2025, "licence") == 120


def test_a_wrong_row_takes_nothing_in(bureau: Agency, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "counts.xlsx"
    file.write_bytes(workbook(HEAD, [2025, "行政许可", 1], [2025, "罚款", 1]))
    assert main(["import", "counts", str(file), "--agency", bureau.name]) == 1
    assert "一行也没有导入" in capsys.readouterr().out
    assert not YearCount.objects.exists()


def test_an_agency_that_there_is_not(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "counts.xlsx"
    file.write_bytes(GOOD)
    assert main(["import", "counts", str(file), "--agency", "没有这个局"]) == 2
    assert "没有机关叫" in capsys.readouterr().err
