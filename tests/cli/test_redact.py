"""``gongkai redact``: proved and written, or refused and nothing there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from gongkai.cli import main
from tests.papers.redaction.making import MAKERS
from tests.papers.redaction.making.paper import KEEP, NAME, TERM


def _put(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(MAKERS[name]())
    return path


def _run(source: Path, out: Path, *terms: str) -> int:
    return main(["redact", str(source), *(part for term in terms for part in ("--term", term)), "--out", str(out)])


def _text(path: Path) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


def test_every_occurrence_goes_and_the_rest_stays_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = _put(tmp_path, "over-two-lines.pdf"), tmp_path / "out.pdf"
    assert _run(source, out, TERM, NAME) == 0
    kept = _text(out)
    assert TERM not in kept
    assert NAME not in kept
    assert KEEP in kept
    said = capsys.readouterr().out
    assert "已去除并经证明" in said
    assert TERM not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.pdf", "over-two-lines.pdf"]


def test_a_term_beside_the_pages_only_is_removed_too(tmp_path: Path) -> None:
    source, out = _put(tmp_path, "metadata-only.pdf"), tmp_path / "out.pdf"
    assert _run(source, out, TERM) == 0
    assert TERM.encode() not in out.read_bytes()


def test_a_term_that_stands_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = _put(tmp_path, "kerned.pdf"), tmp_path / "out.pdf"
    assert _run(source, out, TERM, "Nobody") == 1
    assert "第2个词在文件里没有找到" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("scan.pdf", "第1页（只是图片）"),
        ("curves.pdf", "画成了线条"),
        ("cid-without-tounicode.pdf", "没有对应的编码"),
        ("encrypted-user.pdf", "密码"),
        ("truncated.pdf", "损坏"),
        ("photo-exif.jpg", "只是图片"),
        ("empty.pdf", "只能遮盖"),
    ],
)
def test_what_cannot_be_searched_is_refused_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, why: str
) -> None:
    source, out = _put(tmp_path, name), tmp_path / "out.pdf"
    assert _run(source, out, TERM) == 1
    assert why in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_refusal_leaves_no_older_copy_that_could_be_taken_for_this_one(tmp_path: Path) -> None:
    source, out = _put(tmp_path, "scan.pdf"), tmp_path / "out.pdf"
    out.write_bytes(b"of an earlier run")
    assert _run(source, out, TERM) == 1
    assert not out.exists()


def test_the_original_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = _put(tmp_path, "kerned.pdf")
    before = source.read_bytes()
    same = tmp_path / "same.pdf"
    same.hardlink_to(source)
    for out in (source, same, tmp_path):
        assert _run(source, out, TERM) == 1
        assert "OUT" in capsys.readouterr().err
    assert source.read_bytes() == before


def test_files_and_folders_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(tmp_path / "no.pdf", tmp_path / "out.pdf", TERM) == 1
    assert "no.pdf" in capsys.readouterr().err
    assert _run(_put(tmp_path, "kerned.pdf"), tmp_path / "no" / "out.pdf", TERM) == 1
    assert "没有生成文件" in capsys.readouterr().err


@pytest.mark.parametrize("term", ["", "  ", "\u200b"])
def test_an_empty_term(tmp_path: Path, capsys: pytest.CaptureFixture[str], term: str) -> None:
    assert _run(_put(tmp_path, "kerned.pdf"), tmp_path / "out.pdf", term) == 1
    assert "没有写要去除的词" in capsys.readouterr().err


def test_no_database_and_no_django(tmp_path: Path) -> None:
    source, out = _put(tmp_path, "kerned.pdf"), tmp_path / "out.pdf"
    program = (
        "import sys; from gongkai.cli import main; code = main(sys.argv[1:]); "
        "print('django' in sys.modules); sys.exit(code)"
    )
    command = [sys.executable, "-c", program, "redact", str(source), "--term", TERM, "--out", str(out)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[-1] == "False"
