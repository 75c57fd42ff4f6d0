"""防伪: each download has a code, and anybody can ask whether what they hold is what was published.

of_attachment(attachment, *, at) -> Seal                 the one of a file that is handed out
of_text(version, format, write, *, at) -> Seal           the one of the text as a file, its code written into it
by_code(code) -> Verified?                        what a code stands for
by_bytes(data), by_sha256(digest) -> [Verified]          the same of a file that somebody holds
codes(version) -> {attachment: code}                     as the page shows them

What was removed after a leak is unknown here, as everywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from gongkai import query_code
from gongkai.documents import actions as documents
from gongkai.publication import reading
from gongkai.publication.changing import on_change
from gongkai.publication.models import Attachment, Departure, Item, Seal, Version
from gongkai.publication.states import ItemState

FORMATS = ("docx", "pdf")


class Standing(Enum):
    """What became of what somebody holds."""

    CURRENT = "现行文本"
    SUPERSEDED = "已更正，不是现行文本"
    WITHDRAWN = "已撤回"


@dataclass(frozen=True, slots=True)
class Verified:
    """A download that is ours, and what became of it since."""

    seal: Seal
    item: Item
    standing: Standing

    @property
    def name(self) -> str:
        attachment = self.seal.attachment
        return attachment.name if attachment else f"{self.seal.version.title}.{self.seal.format}"


def of_attachment(attachment: Attachment, *, at: datetime) -> Seal:
    """Made once, when the file is first shown."""
    found = Seal.objects.filter(attachment=attachment).first()
    return found or _once(
        lambda code: Seal(
            version_id=attachment.version_id,
            attachment=attachment,
            format="file",
            file_id=attachment.file_id,
            code=code,
            made_at=at,
        ),
        Seal.objects.filter(attachment=attachment),
    )


def of_text(version: Version, format: str, write: Callable[[str], bytes], *, at: datetime) -> Seal:
    """``write`` is given the code and makes the file with it. WriteError where it cannot be written now; nothing
    is kept then. Once written, the same bytes are handed out for good."""
    found = Seal.objects.filter(version=version, attachment=None, format=format)
    if seal := found.select_related("file").first():
        return seal
    code = query_code.new()
    file = documents.store(write(code), f"{version.item_id}-{version.number}.{format}", at=at)
    return _once(
        lambda code: Seal(version=version, format=format, file=file, code=code, made_at=at), found, code=code
    )


def _once(make: Callable[[str], Seal], found: QuerySet[Seal], *, code: str = "") -> Seal:
    """Whoever comes second at the same moment gets that of the first."""
    seal = make(code or query_code.new())
    seal.code_sha256 = query_code.sha256(seal.code)
    try:
        with transaction.atomic():
            seal.save(force_insert=True)
    except IntegrityError:
        return found.select_related("file").get()
    return seal


def by_code(code: str) -> Verified | None:
    return next(iter(_verified(Seal.objects.filter(code_sha256=query_code.sha256(code)))), None)


def by_bytes(data: bytes) -> list[Verified]:
    """Every published download with these very bytes; one byte more or less is another file."""
    return by_sha256(hashlib.sha256(data).hexdigest())


def by_sha256(sha256: str) -> list[Verified]:
    """The same where the bytes are not at hand."""
    return _verified(Seal.objects.filter(file__sha256=sha256, file__encrypted=False))


def codes(version: Version) -> dict[int, str]:
    """The codes of the files of a version, by the key of the attachment."""
    rows = Seal.objects.filter(version=version, attachment__isnull=False)
    return dict(rows.values_list("attachment", "code"))


def seal_files(item: Item) -> None:
    """Every file of what is shown has its code from the moment it is shown, so that the page can name it."""
    if item.is_public and item.current_id is not None:
        for attachment in Attachment.objects.filter(version=item.current_id, seals=None):
            of_attachment(attachment, at=item.changed_at or item.created_at)


def _seal_many(items: Sequence[Item]) -> None:
    """Old stock comes in by the thousand, most of it without a file."""
    shown = {item.current_id: item for item in items if item.is_public}
    for attachment in Attachment.objects.filter(version__in=shown, seals=None):
        item = shown[attachment.version_id]
        of_attachment(attachment, at=item.changed_at or item.created_at)


def _verified(seals: QuerySet[Seal]) -> list[Verified]:
    rows = seals.select_related("version__item__agency", "attachment", "file")
    told = ((seal, _standing(seal)) for seal in rows.order_by("-pk")[:20])
    return [Verified(seal, seal.version.item, standing) for seal, standing in told if standing is not None]


def _standing(seal: Seal) -> Standing | None:
    item = seal.version.item
    if item.state == ItemState.WITHDRAWN:
        return None if _leaked(seal.version) else Standing.WITHDRAWN
    if not item.is_public or seal.version_id not in [one.pk for one in reading.versions(item)]:
        return None
    return Standing.CURRENT if seal.version_id == item.current_id else Standing.SUPERSEDED


def _leaked(version: Version) -> bool:
    """It was removed silently, and does not come to light by what became of the item later."""
    gone = Departure.objects.filter(item=version.item_id, silent=True)
    return version.released_at is not None and gone.filter(at__gte=version.released_at).exists()


on_change(seal_files, many=_seal_many)
