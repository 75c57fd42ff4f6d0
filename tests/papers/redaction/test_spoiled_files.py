"""Files of the hostile set with bytes changed, lost and doubled: refused or proved, never anything else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from gongkai.errors import GongkaiError
from gongkai.papers.redaction import Box, Page, pages, redact, without
from tests.papers.redaction import looking

FOLDER = Path(__file__).parent / "hostile"
SLOW = {"huge-page.pdf", "user-unit.pdf", "very-long-page.pdf"}
PAPERS = [
    path for path in sorted(FOLDER.glob("*.pdf")) if 40 < path.stat().st_size < 20_000 and path.name not in SLOW
]
PICTURES = sorted([*FOLDER.glob("*.jpg"), *FOLDER.glob("*.png"), *FOLDER.glob("*.tif")])


def _spoiled(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(made)) if made else 0
        match chance.randrange(3):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[at : at + chance.randrange(1, 30)]
            case _:
                made[at:at] = made[chance.randrange(len(made) + 1) :][: chance.randrange(1, 60)]
    return bytes(made)


@pytest.mark.parametrize("seed", range(60))
def test_a_spoiled_paper(seed: int) -> None:
    chance = random.Random(seed)
    data = _spoiled(chance.choice(PAPERS).read_bytes(), chance)
    try:
        made = without(data, ["Ostrowska"], reason="第十五条")
    except GongkaiError:
        return
    raw = looking.everything(made.data)
    assert not [one for one in looking.spellings("Ostrowska") if len(one) > 5 and one in raw]
    assert "ostrowska" not in looking.words(made.data).casefold()


@pytest.mark.parametrize("seed", range(30))
def test_a_spoiled_picture(seed: int) -> None:
    chance = random.Random(seed)
    data = _spoiled(chance.choice(PICTURES).read_bytes(), chance)
    try:
        boxes = [Box(one.number, 0.1, 0.1, 0.6, 0.6, "第十五条") for one in pages(data)]
        made = redact(data, boxes, {box.page: Page.PART for box in boxes})
    except GongkaiError:
        return
    assert b"Ostrowska" not in made.data
