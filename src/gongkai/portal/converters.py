"""What may stand in the portal's addresses."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter

from gongkai import writers
from gongkai.agencies.addresses import PATTERN


class AgencyWord(StringConverter):
    """A social credit code, or ``a`` and a number."""

    regex = PATTERN


class Year:
    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Number(Year):
    """A public version: 1, 2, 3 …"""

    regex = "[1-9][0-9]{0,3}"


class Quarter(Year):
    regex = "[1-4]"


class Key(Year):
    """The key of an item or a column: never more than a database takes."""

    regex = "[1-9][0-9]{0,11}"


class Format(StringConverter):
    regex = "|".join(writers.MEDIA_TYPES)


class Paper(StringConverter):
    """A form to print, or to fill in on a computer."""

    regex = "pdf|docx"


class Sheets(StringConverter):
    """The same, or a workbook."""

    regex = "pdf|docx|xlsx"


def register() -> None:
    register_converter(AgencyWord, "agency")
    register_converter(Year, "year")
    register_converter(Number, "number")
    register_converter(Quarter, "quarter")
    register_converter(Key, "item")
    register_converter(Format, "format")
    register_converter(Paper, "paper")
    register_converter(Sheets, "table")
