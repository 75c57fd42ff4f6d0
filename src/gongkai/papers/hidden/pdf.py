"""PDF: what is on its pages and in its corners without being seen."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf

from gongkai.errors import TooLarge, Unreadable

from . import limits, pdf_orphans, pdf_pages, pdf_parts, pdf_properties, pdf_versions
from .findings import Found
from .inside import Inside


def look(data: bytes, found: Found, inside: Inside) -> None:
    with opened(data) as document:
        pages = pdf_pages.look(data, found)
        visible = "\n".join(page.seen for page in pages)
        pdf_properties.look(document, found, visible)
        pdf_parts.look(document, found, inside, visible)
        pdf_orphans.look(document, found)
    pdf_versions.look(data, found, pages)


@contextmanager
def opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF. Raises Unreadable (encrypted, damaged) or TooLarge."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            document = pikepdf.open(io.BytesIO(data))
        except pikepdf.PasswordError as error:
            raise Unreadable("PDF设有打开密码，打不开；请去掉密码后再检查。") from error
        except (pikepdf.PdfError, RuntimeError, ValueError) as error:
            raise Unreadable("PDF损坏，打不开；请重新导出后再检查。") from error
        with document:
            if len(document.pages) > limits.MAX_PAGES or len(document.objects) > limits.MAX_OBJECTS:
                raise TooLarge(f"PDF超过{limits.MAX_PAGES}页或过于复杂，未检查；请拆分后再检查。")
            yield document
