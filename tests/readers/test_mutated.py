"""Reports with lines or tags left out, repeated, moved, or mixed with those of other reports: whatever comes out,
it is a reading or a sentence that says why not."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from pathlib import Path

import pytest

from gongkai.errors import ReadError
from gongkai.readers import read
from gongkai.statute.form import check
from tests.accuracy import CORPORA

TEXTS = {
    p.name: p.read_text("utf-8", "replace")
    for folder in CORPORA.values()
    for p in sorted(folder.iterdir())
    if p.suffix in (".txt", ".md", ".html") and p.name != "ids.txt"
}
_CUT = {".html": re.compile(r"(?=<(?:t[rdh]|p|table|/t)\b)")}
_LINES = re.compile(r"(?<=\n)")
_ODD = ("", "/", "—", "无", "99999999999", "-3", "1.5", "１２", "12（注）", "3件")


def pieces(name: str) -> list[str]:
    return _CUT.get(Path(name).suffix, _LINES).split(TEXTS[name])


def mutated(rng: random.Random, name: str) -> str:
    """The text with a few runs of lines (or tags) left out, repeated, moved, foreign, or with odd figures."""
    out = pieces(name)
    for _ in range(rng.choice((1, 2, 4, 15))):
        at, size = rng.randrange(len(out) or 1), rng.choice((1, 3, 10, 40))
        run, to = out[at : at + size], rng.randrange(len(out) or 1)
        way = rng.randrange(5)
        if way in (0, 1):
            del out[at : at + size]
        if way in (1, 2):
            out[to:to] = run
        elif way == 3:
            out[to:to] = pieces(rng.choice(list(TEXTS)))[at : at + size]
        elif way == 4:
            out[at : at + size] = [re.sub(r"\d+", lambda _: rng.choice(_ODD), one) for one in run]
    return "".join(out)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_reading_or_a_sentence(name: str) -> None:
    rng = random.Random(name)
    for _ in range(3):
        with suppress(ReadError):
            check(read(mutated(rng, name).encode(), name).report)


def test_a_row_under_the_header_of_another_block() -> None:
    """The block's own header is lost: a row of one figure is read, one of several is left open."""
    head = "<p>安陵县水利局2024年政府信息公开工作年度报告</p><p>二、主动公开政府信息情况</p>"
    rows = [["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", "7"], ["行政事业性收费", "2.5"]]
    rows += [["行政规范性文件", "3", "1", "20"]]
    body = "".join(f"<tr>{''.join(f'<td>{t}</td>' for t in row)}</tr>" for row in rows)
    reading = read(f"<html><body>{head}<table>{body}</table></body></html>".encode(), "a.html")
    assert reading.report.value("行政许可/本年处理决定数量") == 7
    assert str(reading.report.value("行政事业性收费/本年收费金额")) == "2.5"
    assert reading.report.value("行政规范性文件/现行有效件数") is None
    assert any("行政规范性文件" in f.message for f in reading.findings)
