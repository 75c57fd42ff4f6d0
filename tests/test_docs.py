"""Pages that the code can tell are what the code says; and the prose names only what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docs.generate import DOCS, HEAD, PAGES, settings

ROOT = DOCS.parent


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == HEAD + PAGES[name](), "run: make docs"


def test_every_setting_is_explained() -> None:
    rows = [line for line in settings().splitlines() if line.startswith("| `")]
    assert len(rows) > 15
    assert [row for row in rows if row.endswith("|  |")] == []


def test_every_system_check_is_in_the_list() -> None:
    code = "".join(p.read_text("utf-8") for p in (ROOT / "src" / "gongkai").rglob("*.py"))
    ids = set(re.findall(r"""["'](gongkai\.[EW]\d{3})["']""", code))
    listed = (DOCS / "reference" / "checks.md").read_text("utf-8")
    assert ids
    assert {i for i in ids if i not in listed} == set()


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "CONTRIBUTING.md", "docs/how-to/install.md"])
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\(([^)#]+?)\)", path.read_text("utf-8"))
    assert links or page == "CONTRIBUTING.md"
    missing = [x for x in links if not x.startswith("http") and not (path.parent / x).exists()]
    assert missing == []


def test_every_decision_is_one_page_with_a_decision() -> None:
    pages = sorted(Path(DOCS / "adr").glob("0*.md"))
    assert len(pages) >= 9
    for number, page in enumerate(pages, 1):
        assert page.name.startswith(f"{number:04d}-")
        assert re.match(rf"# {number}\. .+\n\n.+", page.read_text("utf-8"))


def test_the_pages_of_the_law_leave_nothing_out() -> None:
    from docs.law_pages import NEWEST

    from gongkai.statute import letters, outcomes

    replies = (DOCS / "law" / "outcomes.md").read_text("utf-8")
    assert all(f"`{one.code}`" in replies for one in outcomes.replies(NEWEST))
    assert all(f"`{code}`" in replies or "review" in code for code in outcomes.evidence())
    pages = (DOCS / "law" / "letters.md").read_text("utf-8")
    assert all(f"`{one.code}`" in pages for one in letters.letter_kinds(NEWEST))
