"""Writes a district with as many released items as asked for, straight into the tables: only reading is measured.

Some of them have a long attachment; twelve years, sixty bodies.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.portal_text import Writer, lengths

FIRST, LAST = date(2014, 1, 1), date(2025, 12, 31)
_BODIES, _STEP = 60, 2_000


def write(number: int, seed: int = 11) -> None:
    """The later its number, the newer an item."""
    from django.db import transaction

    agencies, file = _district(), _file()
    for rows in _batches(number, seed, agencies, file):
        with transaction.atomic():
            for model, made in rows.items():
                model.objects.bulk_create(made)


def _batches(number: int, seed: int, agencies: list[Any], file: Any) -> Iterator[dict[Any, list[Any]]]:
    from gongkai.publication.models import Attachment, Item, Version

    rng, writer = random.Random(seed), Writer(seed)
    for start in range(0, number, _STEP):
        rows: dict[Any, list[Any]] = {Item: [], Version: [], Attachment: []}
        for key in range(start + 1, min(start + _STEP, number) + 1):
            item, version, attachment = _item(key, number, rng, writer, agencies)
            rows[Item].append(item)
            rows[Version].append(version)
            if attachment:
                attachment.file = file
                rows[Attachment].append(attachment)
        yield rows


def _item(key: int, number: int, rng: random.Random, writer: Writer, agencies: list[Any]) -> tuple[Any, Any, Any]:
    from gongkai.publication.models import Attachment, Item, Version

    body, attached = lengths(rng)
    text = writer.text(body)
    on = FIRST + timedelta(days=(LAST - FIRST).days * key // number)
    at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    said = {
        "title": text.title,
        "document_number": text.number,
        "category": rng.choice(("20.1", "20.2", "20.5", "20.6", "20.9", "20.11", "")),
        "subject": rng.choice(
            ("民政、扶贫、救灾", "财政、金融、审计", "农业、林业、水利", "城乡建设、环境保护", "")
        ),
        "genre": rng.choice(("notice", "announcement", "normative", "news", "news", "other")),
        "validity": rng.choice(("", "", "in_force", "repealed")),
        "made_on": on,
    }
    item = Item(
        pk=key, agency=rng.choice(agencies), number=f"B{key:09d}", state="public", current_id=key, released_at=at,
        changed_at=at, first_public_on=on, created_at=at, **said,
    )  # fmt: skip
    version = Version(
        pk=key, item_id=key, number=1, state="released", text=text.body, body=_html(text.body), released_at=at,
        created_at=at, **said,
    )  # fmt: skip
    attachment = None
    if attached:
        words = writer.text(attached).body
        attachment = Attachment(version_id=key, name="附件.docx", text=words, token=f"{key:032d}")
    return item, version, attachment


def _html(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.split("\n"))


def _district() -> list[Any]:
    from gongkai.agencies.models import Agency

    top = Agency.objects.create(
        name="临河区人民政府", kind="county_government", valid_from=FIRST, path="/1/", rank="1"
    )
    found = [top]
    for number in range(1, _BODIES):
        found.append(
            Agency.objects.create(name=f"临河区第{number}局", kind="department", parent=top, valid_from=FIRST,
                                  path=f"/1/{number + 1}/", rank=f"1{number:04d}")
        )  # fmt: skip
    return found


def _file() -> Any:
    from django.utils import timezone

    from gongkai.documents.models import StoredFile

    return StoredFile.objects.create(
        sha256="0" * 64, size=1, kind="docx", name="附件.docx", created_at=timezone.now()
    )
