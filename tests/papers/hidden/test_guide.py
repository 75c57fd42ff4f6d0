"""The guide names every kind of finding, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.papers.hidden import KINDS

GUIDE = (Path(__file__).parents[3] / "docs" / "how-to" / "hidden-data.md").read_text("utf-8")


def test_the_guide_names_the_kinds_there_are() -> None:
    table = GUIDE.partition("## What is found")[2].partition("What is hidden")[0]
    assert set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", table)) == set(KINDS)
