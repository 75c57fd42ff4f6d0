"""``gongkai import works``: what it says and how it ends."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from gongkai import server
from gongkai.agencies.models import Agency
from gongkai.commands import import_works
from gongkai.supervision.models import Training
from gongkai.writers.spreadsheet import csv_text

HEAD = ("培训日期", "培训主题", "参加人数")


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test has an installation already."""
    monkeypatch.setattr(server, "prepare", lambda: None)


def given(folder: Path, agency: Agency, *rows: tuple[object, ...], dry_run: bool = False) -> Namespace:
    file = folder / "培训.csv"
    file.write_text(csv_text(HEAD, rows), encoding="utf-8")
    return Namespace(file=str(file), agency=agency.name, dry_run=dry_run, reason="")


def test_it_takes_a_table_in(bureau: Agency, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_works.run(given(tmp_path, bureau, ("2024-05-07", "条例培训", 12))) == 0
    assert "培训：新增1，更改0，相同0，有误0。已导入。" in capsys.readouterr().out
    assert Training.objects.get().people == 12


def test_a_dry_run_changes_nothing(bureau: Agency, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_works.run(given(tmp_path, bureau, ("2024-05-07", "条例培训", 12), dry_run=True)) == 0
    assert "这是试运行，没有改动。" in capsys.readouterr().out
    assert not Training.objects.exists()


def test_a_faulty_row_ends_it_with_1(bureau: Agency, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_works.run(given(tmp_path, bureau, ("2024-05-07", "条例培训", "很多"))) == 1
    told = capsys.readouterr().out
    assert "第2行　有误　条例培训　参加人数“很多”应是数字。" in told
    assert "一行也没有导入" in told
    assert not Training.objects.exists()
