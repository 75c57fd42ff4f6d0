"""Every file of the hostile set is redacted and proved, or refused with a reason; nothing in between."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from gongkai.errors import GongkaiError
from gongkai.papers.redaction import Box, Page, Redacted, hits, pages, redact
from tests.papers.redaction import looking
from tests.papers.redaction.making import MAKERS

FOLDER = Path(__file__).parent / "hostile"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))
REASON = "第十五条"
# What a viewer shows of the original and a printer does not is in the difference, too; ordinary text is below 1.
SAME = 2.5
_PROVED = sorted(name for name, told in EXPECTED.items() if "refused" not in told)
_REFUSED = sorted(name for name, told in EXPECTED.items() if "refused" in told)


def _terms(name: str) -> list[str]:
    return [] if "boxes" in EXPECTED[name] else EXPECTED[name].get("terms", ["Ostrowska"])


def _redacted(name: str) -> tuple[bytes, list[Box], Redacted]:
    data = (FOLDER / name).read_bytes()
    boxes = [Box(int(page), *sides, reason=REASON) for page, *sides in EXPECTED[name].get("boxes", [])]
    boxes += [box for term in _terms(name) for box in hits(data, term, reason=REASON)]
    touched = {box.page for box in boxes}
    decisions = {one.number: Page.PART if one.number in touched else Page.WHOLE for one in pages(data)}
    return data, boxes, redact(data, boxes, decisions, terms=_terms(name))


def test_the_set_is_large_small_and_all_of_it_is_expected() -> None:
    files = {path.name for path in FOLDER.iterdir()} - {"expected.toml"}
    assert files == set(EXPECTED) == set(MAKERS)
    assert len(files) >= 60
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000


@pytest.mark.parametrize("name", sorted(set(MAKERS) - {"bomb.pdf", "bomb-in-bomb.pdf"}))
def test_the_maker_makes_the_file_that_is_kept(name: str) -> None:
    assert MAKERS[name]() == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", _REFUSED)
def test_refused_with_a_reason(name: str) -> None:
    with pytest.raises(GongkaiError, match=EXPECTED[name]["refused"]) as caught:
        _redacted(name)
    assert str(caught.value).endswith("。")
    assert "Ostrowska" not in str(caught.value)


@pytest.mark.parametrize("name", _PROVED)
def test_redacted_proved_and_looked_at_again(name: str) -> None:
    data, boxes, made = _redacted(name)
    assert made.data != data
    assert EXPECTED[name].get("says", "") in "".join(made.proof.remarks)
    _gone(made.data, name)
    _kept(made.data, name)
    _looks(data, made.data, boxes, EXPECTED[name].get("differs", SAME))


def _gone(data: bytes, name: str) -> None:
    raw, text = looking.everything(data), looking.words(data)
    for term in [*_terms(name), "Ostrowska"]:
        assert term.casefold() not in text.casefold()
        assert not [one for one in looking.spellings(term) if len(one) > 5 and one in raw]
    if data.startswith(b"%PDF"):
        with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
            assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
            assert not [page for page in pdf.pages if "/Annots" in page.obj or "/Metadata" in page.obj]


def _kept(data: bytes, name: str) -> None:
    text = looking.words(data)
    for word in EXPECTED[name].get("keep", ["Keepsake"]):
        assert text.count("".join(word.split())) >= EXPECTED[name].get("readers", 2), word


def _looks(before: bytes, after: bytes, boxes: list[Box], most: float) -> None:
    pairs = list(zip(looking.pictures(before), looking.pictures(after), strict=True))
    for number, (old, new) in enumerate(pairs):
        here = [box for box in boxes if box.page == number]
        assert looking.difference(old, new, here) < most
        assert all(looking.lightest(new, box) < 70 for box in here)
