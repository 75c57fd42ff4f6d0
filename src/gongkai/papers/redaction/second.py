"""The second reader: pdfminer, which shares no code with the first."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTFigure, LTPage
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from .boxes import Rect
from .reading import Letter

logging.getLogger("pdfminer").setLevel(logging.ERROR)
_UNKNOWN: Final = "(cid:"
_GAP: Final = 0.2
"""Widths of a letter from which on a gap is a space."""


class _Collector(PDFLayoutAnalyzer):
    """Keeps the letters of one page, without looking for words and lines."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager, laparams=None)
        self.letters: list[Letter] = []
        self._last: LTChar | None = None

    def receive_layout(self, ltpage: LTPage) -> None:
        x0, y0, x1, y1 = ltpage.bbox
        wide, high = max(x1 - x0, 1e-6), max(y1 - y0, 1e-6)
        self.letters, self._last = [], None
        for one in _chars(ltpage):
            self._gap(one)
            left, low, right, top = one.bbox
            rect = Rect((left - x0) / wide, (y1 - top) / high, (right - x0) / wide, (y1 - low) / high)
            text = one.get_text()
            known = not text.startswith(_UNKNOWN)
            self.letters += [Letter(part, rect, rect, known) for part in (text if known else "\ufffd")]

    def _gap(self, one: LTChar) -> None:
        """The space or line end that lies between two letters and was never written."""
        last, self._last = self._last, one
        if last is None:
            return
        shared = min(last.y1, one.y1) - max(last.y0, one.y0)
        if shared <= 0.5 * min(last.height, one.height):
            self.letters.append(Letter("\n", None, None, True))
        elif abs(one.x0 - last.x1) > _GAP * max(one.width, last.width):
            self.letters.append(Letter(" ", None, None, True))

    def paint_path(self, *_: Any, **__: Any) -> None:
        """Lines and fills say nothing."""


def _chars(container: Iterable[Any]) -> Iterator[LTChar]:
    for one in container:
        if isinstance(one, LTChar):
            yield one
        elif isinstance(one, LTFigure):
            yield from _chars(one)


def pages(data: bytes) -> Iterator[list[Letter]]:
    """The letters of every page, in the order of the file."""
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    manager = PDFResourceManager(caching=True)
    device = _Collector(manager)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.create_pages(document):
        interpreter.process_page(page)
        yield device.letters
