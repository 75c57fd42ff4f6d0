"""``gongkai check --alike``: the likeness step, after every input was read once.

Elements wait in a temporary file until all texts are known, then leave in their order with what was found, so
memory does not grow with the number of reports. Last year's reports are compared with, but printed nowhere.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from gongkai.papers.likeness import Group, Likeness, Near, Text, alike

from .element import Element, text_of
from .inputs import expand, read


def with_likeness(elements: Iterable[Element], last_year: str | None) -> Iterator[Element]:
    """The same elements in the same order, each that is like another with an ``alike`` part."""
    with tempfile.TemporaryFile() as waiting:
        found = alike(_texts(elements, last_year, waiting))
        members = {key: group for group in found.groups for key in group.keys}
        waiting.seek(0)
        for line in waiting:
            plain, status = json.loads(line)
            if plain["error"] is None:
                plain["alike"] = _plain(plain["path"], members, found)
            yield Element(plain, status)


def _texts(elements: Iterable[Element], last_year: str | None, waiting: IO[bytes]) -> Iterator[Text]:
    for element in elements:
        plain = element.plain
        waiting.write(json.dumps([plain, element.status]).encode() + b"\n")
        if element.text:
            yield Text(plain["path"], plain["agency"], plain["year"], element.text)
    for path in expand([last_year]) if last_year else ():
        reading = read(path).reading
        if reading:
            yield Text(path, reading.report.agency, reading.report.year, text_of(reading.report))


def _plain(path: str, members: dict[str, Group], found: Likeness) -> dict[str, Any]:
    group = members.get(path)
    return {
        "copies": [key for key in group.keys if key != path] if group else [],
        "share": round(group.share, 4) if group else None,
        "nearest": [_near(n) for n in found.near.get(path, ())],
        "compared": path not in found.too_short,
    }


def _near(near: Near) -> dict[str, Any]:
    return {
        "path": near.key,
        "share": round(near.share, 4),
        "relation": near.relation,
        "passages": [p.text for p in near.passages],
    }
