"""Headers and footers that a Word file holds and never shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .findings import Found
from .package import Package, each, local, part_of
from .word_look import child, is_on, value


def look(package: Package, found: Found) -> None:
    shown = set(shown_parts(package))
    for name in package.names:
        if re.match(r"word/(?:header|footer)\d*\.xml\Z", name) and name not in shown:
            text = "".join(t.text or "" for t in each(package.xml(name), "t"))
            if text.strip():
                found.add("hidden-header", name, text)


def shown_parts(package: Package) -> Iterator[str]:
    """Headers and footers that some page may show.

    Default ones; first ones where a section has a page of its own for them; even ones where the file tells odd
    from even. A section without its own has that of the one before.
    """
    main = main_of(package)
    targets = {key: relation.target for key, relation in package.relations(main).items()}
    both_sides = _both_sides(package)
    current: dict[tuple[str, str], str] = {}
    for section in each(package.xml(main), "sectPr"):
        for reference in section:
            if local(reference) in ("headerReference", "footerReference"):
                current[local(reference), value(reference, "type") or "default"] = targets.get(_id(reference), "")
        first = is_on(child(section, "titlePg"))
        for (_, kind), target in current.items():
            if kind == "default" or (kind == "first" and first) or (kind == "even" and both_sides):
                yield target


def _id(reference: Any) -> str:
    return value(reference, "id") or ""


def _both_sides(package: Package) -> bool:
    name = settings_of(package)
    return name in package and is_on(next(each(package.xml(name), "evenAndOddHeaders"), None))


def main_of(package: Package) -> str:
    return part_of(package, "", "officeDocument", "word/document.xml")


def settings_of(package: Package) -> str:
    return part_of(package, main_of(package), "settings", "word/settings.xml")
