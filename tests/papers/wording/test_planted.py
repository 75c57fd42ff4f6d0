"""How good the list is: planted mistakes that are found, and right text that is marked for nothing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from gongkai.papers.wording import shipped

HERE = Path(__file__).parent
REAL = HERE.parent.parent / "real"
_HAN = re.compile("[\u4e00-\u9fff]")


def plain(path: Path) -> str:
    text = path.read_text("utf-8")
    return re.sub(r"<(script|style).*?</\1>|<[^>]+>", "", text, flags=re.S) if path.suffix == ".html" else text


def planted() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((HERE / "planted.toml").read_text("utf-8"))["sentence"]
    return rows


def test_nineteen_of_twenty_planted_mistakes_are_found() -> None:
    found, missed, beside = 0, [], []
    for row in planted():
        text, wrong = row["text"], row["wrong"]
        marks = [hit.text for hit in shipped().find(text)]
        found += sum(word in marks for word in wrong)
        missed += [word for word in wrong if word not in marks]
        beside += [mark for mark in marks if mark not in wrong]
    total = found + len(missed)
    assert total >= 150
    assert found / total >= 0.95, missed
    assert beside == []


@pytest.mark.parametrize("path", [HERE / "clean.txt", *sorted(REAL.glob("*.*"))], ids=lambda path: path.name)
def test_at_most_one_false_mark_in_a_thousand_characters(path: Path) -> None:
    text = plain(path)
    marks = [hit.text for hit in shipped().find(text)]
    assert len(marks) <= len(_HAN.findall(text)) / 1000, marks


def test_over_all_clean_text_there_is_hardly_one() -> None:
    texts = [plain(path) for path in (HERE / "clean.txt", *REAL.glob("*.*"))]
    characters = sum(len(_HAN.findall(text)) for text in texts)
    marks = [hit.text for text in texts for hit in shipped().find(text)]
    assert characters > 11_000
    assert len(marks) <= 2, marks
