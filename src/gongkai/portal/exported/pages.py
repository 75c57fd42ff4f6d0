"""How each page of an export is written: plain HTML that links only to its neighbours and to the portal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.documents.models import StoredFile
from gongkai.publication import open_data
from gongkai.publication.models import Attachment, Departure
from gongkai.publication.reading import Reading
from gongkai.reports import published
from gongkai.reports.models import Rendering, ReportVersion
from gongkai.ui.site import Site, site

from ..item_facts import address_of, facts, head
from ..templatetags.portal import agency_url, ask_url

if TYPE_CHECKING:
    from .ledger import Line

# Another number writes every page anew.
EDITION: Final = 1
_UNSAFE = re.compile(r'[\\/:*?"<>|#%\x00-\x1f\x7f]')
# Of a name, in bytes of UTF-8: a file system takes 255, and ``.part`` comes behind it.
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose export it is, the day on which it is made, and what every page of it says."""

    agency: Agency
    on: date
    site: Site = field(default_factory=site)

    def render(self, template: str, up: str, **context: Any) -> bytes:
        """``up`` leads from the page to the top of the folder."""
        given = {
            "agency": self.agency,
            "site": self.site,
            "up": up,
            "ask": settings.GONGKAI_ADDRESS + ask_url(self.agency),
            "portal": settings.GONGKAI_ADDRESS + agency_url(self.agency),
            **context,
        }
        return render_to_string(f"portal/exported/{template}.html", given).encode()


def list_path(year: int, number: int) -> str:
    """Without its ending: lists of a year begin at 1."""
    return f"lists/{year}-{number + 1}"


def file_name(name: str) -> str:
    """As a file may be called anywhere; of a long one its end, which says what it is."""
    kept = _UNSAFE.sub("_", name).strip(". ").encode()[-_LONGEST_NAME:]
    return kept.decode(errors="ignore").strip(". ") or "file"


def stays(file: StoredFile) -> bool:
    """A page that somebody attached is not put among the pages of another site, where its scripts would be that
    site's own: it is opened on the portal, which seals it in."""
    return file.kind == "html"


def item(frame: Frame, found: Reading) -> bytes:
    return frame.render(
        "item",
        "../",
        reading=found,
        item=found.item,
        version=found.version,
        facts=facts(found),
        meta=head(found),
        files=[(one, _file_address(found, one)) for one in found.attachments],
    )


def item_data(frame: Frame, found: Reading) -> bytes:
    """Its line in the catalogue with the body and where its files lie in this folder."""
    address = settings.GONGKAI_ADDRESS + address_of(found.item.pk)
    data = open_data.row(found.item, page=address, on=frame.on) | {
        "body": found.version.body,
        "text": found.version.text,
        "attachments": [
            {"name": one.name, "sha256": one.file.sha256, "path": _file_address(found, one).removeprefix("../")}
            for one in found.attachments
        ],
        "related": [
            {"relation": one.label, "id": one.item.pk if one.item else None,
             "title": one.item.title if one.item else one.words}
            for one in found.related
        ],
    }  # fmt: skip
    return _json(data)


def tombstone(frame: Frame, departure: Departure) -> bytes:
    return frame.render("tombstone", "../", departure=departure, item=departure.item)


def listed(frame: Frame, year: int, number: int, lines: Sequence[Line], *, later: bool) -> bytes:
    """The newer neighbour has the higher number."""
    newer = f"{year}-{number + 2}.html" if later else ""
    older = f"{year}-{number}.html" if number else ""
    return frame.render("list", "../", year=year, number=number + 1, lines=lines, newer=newer, older=older)


def list_data(frame: Frame, lines: Sequence[Line]) -> bytes:
    return _json([
        {"id": one.pk, "number": one.number, "title": one.title, "document_number": one.document_number,
         "first_public_on": one.on, "validity": one.validity, "path": one.address}
        for one in lines
    ])  # fmt: skip


def whole(
    frame: Frame, lists: Sequence[tuple[int, int]], newest: Sequence[Line], reports: Sequence[ReportVersion]
) -> Iterator[tuple[str, bytes]]:
    """The stylesheet, the annual reports, and the first page."""
    yield "export.css", render_to_string("portal/exported/export.css").encode()
    shown = [(version, data) for version in reports if (data := _report(version))]
    for version, data in shown:
        yield f"reports/{version.year}.html", data
    years = {year: f"{list_path(year, number)}.html" for year, number in reversed(lists)}
    yield (
        "index.html",
        frame.render(
            "index",
            "",
            newest=newest,
            years=sorted(years.items(), reverse=True),
            reports=[version for version, _ in shown],
        ),
    )


def _report(version: ReportVersion) -> bytes | None:
    try:
        rendering = published.rendering(version, "html")
    except Rendering.DoesNotExist:
        return None
    return published.content(rendering) if rendering.file is not None else None


def _file_address(found: Reading, one: Attachment) -> str:
    if stays(one.file):
        return settings.GONGKAI_ADDRESS + reverse("portal:item_file", args=[found.item.pk, one.token])
    return f"../files/{found.item.pk}/{one.token}/{file_name(one.name)}"


def _json(data: object) -> bytes:
    return (DjangoJSONEncoder(ensure_ascii=False, indent=1).encode(data) + "\n").encode()
