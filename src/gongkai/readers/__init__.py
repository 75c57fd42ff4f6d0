"""Bytes of an annual report in any file -> what it says, and where. Importing this costs nothing.

``read`` is the whole way; ``extract.extract`` only takes the file apart into paragraphs and tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .document import Reading

__all__ = ["read"]


def read(data: bytes, name: str = "") -> Reading:
    """Read one annual report, whatever file it is in; ``name`` only helps to tell kinds apart.

    Raises ReadError (its text says what to do next) where there is nothing to read; what is wrong with a
    report that can be read is a finding.
    """
    from . import own_json

    if own_json.recognises(data):
        return own_json.parse(data)
    from .extract import extract

    document = extract(data, name)
    from .annual_report import interpret

    return interpret(document)
