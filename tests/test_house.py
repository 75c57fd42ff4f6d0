"""Rules of the house that no linter holds."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "services", "managers", "base"}


def tracked(*patterns: str) -> list[Path]:
    """Files that git knows; every file of the tree where it is not a checkout."""
    out = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if out.returncode:
        return [p for p in ROOT.rglob("*") if p.is_file() and ".venv" not in p.parts]
    return [ROOT / line for line in out.stdout.splitlines() if (ROOT / line).is_file()]


def test_no_module_has_a_name_that_says_nothing() -> None:
    bad = [
        p for p in (ROOT / "src").rglob("*.py") if p.stem in FORBIDDEN_NAMES or p.parent.name in FORBIDDEN_NAMES
    ]
    assert bad == []


def test_the_lock_names_no_index_and_has_hashes() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links|file:", text), name
        pins = re.findall(r"^[a-z0-9][^\s=]*==", text, re.MULTILINE)
        assert len(pins) > 20
        assert text.count("--hash=sha256:") >= len(pins)


def test_the_clock_is_read_only_at_the_edge() -> None:
    """Faces and commands ask what time it is; everything below takes it."""
    edge = {"portal", "desk", "api", "ui", "commands"}
    clock = re.compile(r"\b(date\.today|datetime\.now|timezone\.now|timezone\.localdate|time\.time)\(\)")
    found = []
    for path in (ROOT / "src" / "gongkai").rglob("*.py"):
        part = path.relative_to(ROOT / "src" / "gongkai").parts
        if part[0] not in edge and clock.search(path.read_text("utf-8")):
            found.append("/".join(part))
    assert sorted(found) == ALLOWED_CLOCKS


# The background process and a task that wakes are edges of their own: nobody above them could bring the time.
ALLOWED_CLOCKS = ["background.py", "documents/wake.py", "publication/import_waking.py", "reports/wake.py"]


def test_nothing_writes_a_state_by_hand() -> None:
    """States change through the one transition table."""
    found = [
        p.name
        for p in (ROOT / "src" / "gongkai").rglob("*.py")
        if re.search(r"\.state = (?!(\w+_)?after\(|')", p.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["src/gongkai/ui", "src/gongkai/desk", "src/gongkai/portal"])
def test_templates_have_no_inline_script_or_style(folder: str) -> None:
    """The content security policy would stop them; better to see it here."""
    inline = re.compile(r"""<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=["']|javascript:""")
    for path in (ROOT / folder).rglob("*.html"):
        assert not inline.search(path.read_text("utf-8")), path.name


def test_a_row_is_held_without_its_key() -> None:
    """PostgreSQL checks references at the commit: a row held with its key makes whoever refers to it wait there,
    with the turn of the audit chain in hand, and two such wait for one another."""
    sources = [(path, path.read_text("utf-8")) for path in (ROOT / "src").rglob("*.py")]
    held = [(path, text) for path, text in sources if "select_for_update" in text]
    assert held
    assert [
        path.name for path, text in held if text.count("select_for_update(") != text.count("(no_key=True")
    ] == []


def test_every_test_is_run() -> None:
    """A folder or file of tests that the Makefile does not name would never be looked at again."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"tests/[\w./]+", makefile))
    tested = (
        path for path in (ROOT / "tests").iterdir() if path.name[:5] == "test_" or any(path.rglob("test_*.py"))
    )
    assert [path.name for path in tested if f"tests/{path.name}" not in named] == []
