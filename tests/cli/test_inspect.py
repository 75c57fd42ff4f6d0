"""``gongkai inspect``: what files hide, from the command line, without a database."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.cli import main
from tests.papers.hidden.makers import MASKED, NUMBER, docx, p, r


@pytest.fixture
def plain(tmp_path: Path) -> str:
    file = tmp_path / "公开.txt"
    file.write_text("公开的内容", "utf-8")
    return str(file)


@pytest.fixture
def hiding(tmp_path: Path) -> str:
    file = tmp_path / "名单.docx"
    file.write_bytes(docx(p(r(f"户主{NUMBER}")) + p(r("藏", "<w:vanish/>"))))
    return str(file)


@pytest.fixture
def unread(tmp_path: Path) -> str:
    file = tmp_path / "旧.doc"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return str(file)


def test_the_status_tells_the_worst(plain: str, hiding: str, unread: str) -> None:
    assert main(["inspect", plain]) == 0
    assert main(["inspect", hiding]) == 1
    assert main(["inspect", unread]) == 2
    assert main(["inspect", unread, hiding, plain]) == 2
    assert main(["inspect", plain, hiding]) == 1


def test_a_text_by_file(plain: str, hiding: str, unread: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["inspect", plain, hiding, unread])
    out = capsys.readouterr().out
    assert f"✓ {plain}：没有发现隐藏内容和个人信息" in out
    assert f"✗ {hiding}：发现2处，其中1处可以自动清除" in out
    assert f"    身份证号　正文第1段　{MASKED}" in out
    assert f"× {unread}：未能全部检查。旧格式文件" in out
    assert NUMBER not in out


def test_json_is_one_array_in_the_order_given(
    plain: str, hiding: str, unread: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["inspect", "--json", hiding, plain, unread])
    told = json.loads(capsys.readouterr().out)
    assert [(e["path"], e["examined"], len(e["findings"])) for e in told] == [
        (hiding, True, 2),
        (plain, True, 0),
        (unread, False, 0),
    ]
    assert told[0]["findings"][0] == {
        "kind": "id-number",
        "label": "身份证号",
        "where": "正文第1段",
        "text": MASKED,
        "cleanable": False,
    }
    assert "旧格式" in told[2]["unexamined"]


def test_a_file_that_is_not_there_and_a_folder_keep_the_others(
    plain: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inspect", "--json", str(tmp_path / "没有"), str(tmp_path), plain]) == 2
    told = json.loads(capsys.readouterr().out)
    assert [(e["examined"], e["unexamined"]) for e in told] == [
        (False, "没有这个文件；请核对路径。"),
        (False, "这是文件夹；请给出里面的文件。"),
        (True, ""),
    ]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Input:
        buffer = io.BytesIO(f"电话13812345678，{NUMBER}".encode())

    monkeypatch.setattr(sys, "stdin", Input())
    assert main(["inspect", "-", "--json"]) == 1
    assert {f["kind"] for f in json.loads(capsys.readouterr().out)[0]["findings"]} == {"phone", "id-number"}


def test_it_loads_no_django(hiding: str) -> None:
    code = (
        "import sys\nfrom gongkai.cli import main\nmain(['inspect', sys.argv[1]])\n"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('django', 'ninja', 'allauth')]\n"
    )
    subprocess.run([sys.executable, "-c", code, hiding], check=True, capture_output=True)


def test_a_path_of_any_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")
    Path(path).write_text("x", "utf-8")
    assert main(["inspect", "--json", path]) == 0
    assert json.loads(capsys.readouterr().out)[0]["path"].endswith("\ufffd.txt")
