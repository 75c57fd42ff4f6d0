"""The whole way, and that nothing is paid for before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gongkai import readers
from gongkai.errors import NotAReport, TooLarge, Unreadable
from gongkai.readers.limits import Deadline, check_input

REAL = Path(__file__).parent.parent / "real"


def test_importing_costs_nothing() -> None:
    heavy = "('lxml', 'zipfile', 'pdfplumber', 'json')"
    code = f"import sys, gongkai.readers; print([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_only_what_the_file_needs_is_imported() -> None:
    code = (
        "import sys, gongkai.readers as r; r.read(open(sys.argv[1], 'rb').read());"
        "print([m for m in ('pdfplumber', 'openpyxl', 'docx', 'subprocess') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(REAL / "pingtan-2023-html.html")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_page_with_its_document() -> None:
    reading = readers.read((REAL / "pingtan-2023-html.html").read_bytes())
    assert reading.report.value("行政许可/本年处理决定数量") == 2629
    assert reading.document is not None
    assert reading.document.kind == "html"


def test_json_goes_its_own_way() -> None:
    with pytest.raises(NotAReport, match="gongkai-annual-report"):
        readers.read(b'{"a": 1}')


def test_a_text_that_is_no_report() -> None:
    with pytest.raises(NotAReport):
        readers.read("今天天气很好。\n".encode())


def test_an_error_comes_before_anything_is_interpreted() -> None:
    with pytest.raises(Unreadable):
        readers.read(b"")


class TestDeadline:
    def test_counts_down(self) -> None:
        assert 4 < Deadline(5).left() <= 5
        Deadline(5).check()

    def test_is_over(self) -> None:
        assert Deadline(0).left() == 0
        with pytest.raises(TooLarge, match="请"):
            Deadline(0).check()

    def test_size(self) -> None:
        check_input(b"x")
        with pytest.raises(TooLarge, match="50MB"):
            check_input(bytes(50 * 2**20 + 1))
