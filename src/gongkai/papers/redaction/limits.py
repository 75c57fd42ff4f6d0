"""How much of a paper we take. What is over a bound is refused and says so; nothing is cut off in silence."""

from __future__ import annotations

from typing import Final

from pikepdf import settings

PAGES: Final = 3000
BYTES: Final = 200 << 20
"""Of a file, before and after."""
PAGE_POINTS: Final = 200_000.0
"""The longer side of a page; a plan on a roll is 3,000."""
PIXELS: Final = 24_000_000
"""Of one page as we draw it: A4 at 200 dots an inch is 3.9 million."""
PICTURE_PIXELS: Final = 100_000_000
"""Of one picture in a file; PIL takes three bytes for each."""
UNPACKED: Final = 128 << 20
"""Of one stream in a file, unpacked."""
FORMS: Final = 24
"""Forms inside forms."""
DPI: Final = 200

settings.set_qpdf_limits(
    flate_max_memory=UNPACKED,
    run_length_max_memory=UNPACKED,
    png_max_memory=UNPACKED,
    tiff_max_memory=UNPACKED,
    dct_max_memory=UNPACKED * 2,
    parser_max_errors=0,
    doc_max_warnings=200,
)
