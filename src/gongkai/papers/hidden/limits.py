"""Bounds on what is examined. Declared sizes are never trusted: what is unpacked is counted while it is."""

from __future__ import annotations

from typing import Final

MIB: Final = 2**20
MAX_INPUT: Final = 200 * MIB
MAX_PART: Final = 64 * MIB
MAX_UNPACKED: Final = 400 * MIB
MAX_RATIO: Final = 400  # unpacked to packed, looked at from RATIO_FROM on
RATIO_FROM: Final = 8 * MIB
MAX_MEMBERS: Final = 5_000
MAX_DEPTH: Final = 5  # files inside files inside files
MAX_TAGS: Final = 3_000_000
MAX_PAGES: Final = 2_000
MAX_OBJECTS: Final = 500_000  # of one PDF
MAX_PIXELS: Final = 120_000_000
MAX_TEXT: Final = 20_000_000  # characters of one text
MAX_SECONDS: Final = 300  # of one file with everything in it
