"""``gongkai rollup``: the sum by the list of agencies, who is missing, and what was not counted."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gongkai.cli import main
from gongkai.readers import read
from gongkai.statute.credit_code import ALPHABET, check_character
from tests.cli.test_check import put


def code(number: int) -> str:
    body = f"11370305{number:09d}"
    return body + check_character(body)


LIST = [
    ("示范区人民政府", "区政府", "", 1),
    ("示范区教育局", "区政府部门", code(1), 2),
    ("示范区民政局", "区政府部门", code(1), 3),
]


def agencies(folder: Path, encoding: str = "utf-8") -> Path:
    rows = ["统一社会信用代码,名称,类型,上级代码,排序"]
    rows += [f"{code(n)},{name},{kind},{parent},{order}" for n, (name, kind, parent, order) in enumerate(LIST, 1)]
    path = folder / "agencies.csv"
    path.write_text("\n".join(rows) + "\n", encoding)
    return path


def test_the_code_is_of_the_standard() -> None:
    assert len(code(1)) == 18
    assert code(1)[-1] in ALPHABET


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_figures_add_up(tmp_path: Path, encoding: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("教育局", "民政局"):
        put(tmp_path / "in", f"{name}.json", agency=f"示范区{name}", title=f"示范区{name}2024年年度报告")
    out = tmp_path / "out.json"
    status = main(
        ["rollup", str(tmp_path / "in"), "--agencies", str(agencies(tmp_path, encoding)), "--to", str(out)]
    )
    report = read(out.read_bytes()).report
    assert report.value("1/自然人") == 2 * 66
    assert report.value("行政许可/本年处理决定数量") == 2 * 312
    assert report.agency == "示范区人民政府"
    assert "计入2份报告" in capsys.readouterr().out
    assert status in (0, 1)


def test_who_is_missing_is_named_and_the_status_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "in", "a.json", agency="示范区教育局")
    out = tmp_path / "out.json"
    status = main(["rollup", str(tmp_path / "in"), "--agencies", str(agencies(tmp_path)), "--to", str(out)])
    assert status == 1
    assert f"示范区民政局（{code(3)}）没有2024年报告" in capsys.readouterr().out


def test_a_stranger_is_listed_and_not_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path / "in", "a.json", agency="示范区教育局")
    put(tmp_path / "in", "b.json", agency="邻县财政局")
    out = tmp_path / "out.json"
    main(["rollup", str(tmp_path / "in"), "--agencies", str(agencies(tmp_path)), "--to", str(out)])
    assert read(out.read_bytes()).report.value("1/自然人") == 66
    assert "b.json" in capsys.readouterr().out


def test_an_unreadable_file_is_2_and_the_rest_is_added_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "in", "a.json", agency="示范区教育局")
    (tmp_path / "in" / "b.docx").write_bytes(b"")
    out = tmp_path / "out.json"
    assert main(["rollup", str(tmp_path / "in"), "--agencies", str(agencies(tmp_path)), "--to", str(out)]) == 2
    assert "b.docx" in capsys.readouterr().err
    assert out.exists()


@pytest.mark.parametrize("text", ["", "名称\n甲\n", "统一社会信用代码,名称,类型,上级代码,排序\n"])
def test_a_list_that_is_none_is_refused_in_words(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "in", "a.json")
    (tmp_path / "list.csv").write_text(text, "utf-8")
    out = tmp_path / "out.json"
    assert main(["rollup", str(tmp_path / "in"), "--agencies", str(tmp_path / "list.csv"), "--to", str(out)]) == 2
    assert "机关名单" in capsys.readouterr().err
    assert not out.exists()


def test_the_sum_at_every_node_is_a_line_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("教育局", "民政局", "别处的局"):
        put(tmp_path / "in", f"{name}.json", agency=f"示范区{name}", title=f"示范区{name}2024年年度报告")
    each = tmp_path / "each.csv"
    out, listed = str(tmp_path / "out.json"), str(agencies(tmp_path))
    main(["rollup", str(tmp_path / "in"), "--agencies", listed, "--to", out, "--each", str(each)])
    head, *lines = csv.reader(each.read_text("utf-8-sig").splitlines())
    assert [dict(zip(head, line, strict=True))["名称"] for line in lines] == ["示范区人民政府"]
    found = dict(zip(head, lines[0], strict=True))
    assert (found["应报"], found["已计入"], found["有问题"], found["1/自然人"]) == ("2", "2", "0", str(2 * 66))
    said = capsys.readouterr().out
    assert "别处的局.json：机关或者年度不能确定，没有计入各级合计" in said
    assert "1个有下级的机关的合计写入" in said
