"""An annual report as a file. Importing this costs nothing; each format loads what it needs.

``write`` is the whole way. Reading back what it wrote gives the same figures, head and text (``gongkai.readers``),
except that the fixed form has no way to leave out a single cell: what is not there at all is written as a
blank, and only JSON keeps the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Final

from gongkai.errors import WriteError

if TYPE_CHECKING:
    from gongkai.statute.form import AnnualReport, Finding

__all__ = ["FORMATS", "MEDIA_TYPES", "write"]

FORMATS: Final = ("html", "docx", "pdf", "xlsx", "json")
MEDIA_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_MODULES: Final = {"json": "json_"}


def write(report: AnnualReport, format: str, *, findings: Sequence[Finding] = ()) -> bytes:
    """The bytes of one file: "html", "docx", "pdf", "xlsx" or "json".

    The same report gives the same bytes. ``findings`` go into the workbook as a sheet of their own; the other
    formats are the report itself and carry none. Raises WriteError for another format, and where a font is missing
    (PDF); its sentence says what to do.
    """
    if format not in FORMATS:
        raise WriteError(f"不认识的格式“{format}”；可用 {'、'.join(FORMATS)}。")
    module = import_module(f"{__name__}.{_MODULES.get(format, format)}")
    data: bytes = module.write(report, findings) if format == "xlsx" else module.write(report)
    return data
