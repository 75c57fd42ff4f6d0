"""Files of an item: looked at, then kept, in the draft they are handed in with.

attach(user, version, *, data, name, revision=None, at) -> Attachment
replace(user, attachment, *, data, name="", revision=None, at) -> Attachment
rename(user, attachment, *, name, …) -> Attachment
remove(user, attachment, *, …)                  its bytes too, where nothing else is bound to them
reorder(user, version, keys, *, …)
clean(user, attachment, *, …) -> Copied         replaced by a copy that hides nothing (``papers.hidden``)
examined(version, *, at) -> [Looked]            what each hides, before the release
listed(version) -> [Attachment]                 those that are not pictures in the body

What a file is, its content says; a file is read in a process of its own before anything of it is stored, and one
that bears a secrecy marking is not taken (``stopping``). None of these is called within a transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Sum

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.apart import apart
from gongkai.documents import actions as documents
from gongkai.documents import examining, files, queries, scanning
from gongkai.documents.kinds import kind_of
from gongkai.documents.models import Examination, Scan, StoredFile
from gongkai.documents.names import safe
from gongkai.errors import GongkaiError, Refused, TooLarge, UnknownKind
from gongkai.papers import rich_text
from gongkai.publication import stopping
from gongkai.publication.acting import allow, hold, move, told
from gongkai.publication.drafting import note_drafter
from gongkai.publication.models import Attachment, Version
from gongkai.publication.models.items import PAGE_END

if TYPE_CHECKING:
    from gongkai.papers.hidden import Finding
    from gongkai.readers.wording import Wording

MAX_FILES: Final = 60
MAX_TOTAL: Final = 300 * 2**20
SECONDS: Final = 60.0

# By kind: how a name may end; the first where it ends otherwise.
ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "docx": ("docx", "docm", "dotx"),
    "xlsx": ("xlsx", "xlsm"),
    "pdf": ("pdf",),
    "ofd": ("ofd",),
    "html": ("html", "htm"),
    "text": ("txt", "csv", "md"),
    "json": ("json", "geojson"),
    "picture": ("png", "jpg", "jpeg", "gif"),
    "ole": ("doc", "xls", "wps", "et", "ppt", "dps"),
}
_REFUSED: Final = {
    "empty": "文件是空的（没有内容）；请重新导出后再上传。",
    "program": "这是一个程序文件，不能作为附件；请换成文件的正文。",
    "zip": "这是一个压缩包，里面的内容无法检查，公众也不便查阅；请解压后逐个上传。",
}
_OTHER: Final = (
    "不能识别这个文件；附件可以是DOCX、XLSX、PDF、OFD、TXT、CSV、网页或者PNG、JPG图片，请用原软件另存后再上传。"
)
_RTF: Final = "这是RTF文件，无法检查；请用Word或WPS打开后另存为DOCX再上传。"
_CLOSED: Final = tuple(name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo"))
_UNOPENED: Final = "文件设有打开密码，公众打不开，也无法检查；请去掉密码后再上传。"


@dataclass(frozen=True, slots=True)
class Looked:
    """What one attachment hides: ``examination.examined`` False is an error that a person must see."""

    attachment: Attachment
    examination: Examination

    @property
    def findings(self) -> tuple[Finding, ...]:
        return examining.findings(self.examination)


@dataclass(frozen=True, slots=True)
class Copied:
    """The attachment that took the place; what went, and what an examination still finds in it."""

    attachment: Attachment
    removed: tuple[Finding, ...]
    left: tuple[Finding, ...]


def attach(
    user: Who, version: Version, *, data: bytes, name: str, revision: int | None = None, at: datetime
) -> Attachment:
    """SecrecyMark (nothing is stored), UnknownKind, TooLarge over 50 MB, 60 files or 300 MB in all, Refused for a
    virus. Where a scanner does not answer the file is held."""
    allow(user, "items.draft", version, on=day(at))
    words = _read(user, version, data, at)
    return _scanned(_keep(user, version, data, name, words, revision, at), at)


@transaction.atomic
def _keep(
    user: Who, version: Version, data: bytes, name: str, words: Wording, revision: int | None, at: datetime
) -> Attachment:
    held = hold(user, "items.draft", version, "edit", revision=revision, at=at)
    _ensure_room(held, len(data))
    last = held.attachments.order_by("-order").values_list("order", flat=True).first()
    made = put(held, data, name, words, order=0 if last is None else last + 1, at=at)
    _done(user, held, "attach", {"sha256": made.file.sha256}, at)
    return made


def put(version: Version, data: bytes, name: str, words: Wording, *, order: int, at: datetime) -> Attachment:
    """The row, in the caller's transaction and after the caller's look at it."""
    file = documents.store(data, name, at=at)
    scanning.hold(file, at=at)
    return Attachment.objects.create(
        version=version,
        file=file,
        name=_unique(version, _named(name, file.kind)),
        order=order,
        text=PAGE_END.join(words.pages).replace("\0", ""),
        unread=words.unread[:200],
        token=secrets.token_urlsafe(16),
    )


def replace(
    user: Who,
    attachment: Attachment,
    *,
    data: bytes,
    name: str = "",
    revision: int | None = None,
    at: datetime,
) -> Attachment:
    """Another file in its place, under a new address: what was sent under the old one stays what it was."""
    version = attachment.version
    allow(user, "items.draft", version, on=day(at))
    words = _read(user, version, data, at)
    with transaction.atomic():
        held = hold(user, "items.draft", version, "edit", revision=revision, at=at)
        before = _its_own(held, attachment)
        file, token = before.file, before.token
        before.delete()
        made = put(held, data, name or before.name, words, order=before.order, at=at)
        held.body = rich_text.relinked(held.body, lambda address: address.replace(f"/{token}/", f"/{made.token}/"))
        documents.forget([file.pk])
        _done(user, held, "replace-file", {"sha256": made.file.sha256, "before": file.sha256}, at)
    return _scanned(made, at)


@transaction.atomic
def rename(
    user: Who, attachment: Attachment, *, name: str, revision: int | None = None, at: datetime
) -> Attachment:
    held = hold(user, "items.draft", attachment.version, "edit", revision=revision, at=at)
    kept = _its_own(held, attachment)
    kept.name = _unique(held, _named(name, kept.file.kind), but=kept)
    kept.save(update_fields=["name"])
    _done(user, held, "rename-file", {"file": kept.pk}, at)
    return kept


@transaction.atomic
def remove(user: Who, attachment: Attachment, *, revision: int | None = None, at: datetime) -> None:
    """Refused for a picture that stands in the body."""
    held = hold(user, "items.draft", attachment.version, "edit", revision=revision, at=at)
    gone = _its_own(held, attachment)
    if gone.token in rich_text.pictures(held.body):
        raise Refused("正文里插入了这张图片；请先在正文里删去它并保存，再删除附件。")
    file = gone.file
    gone.delete()
    documents.forget([file.pk])
    _done(user, held, "remove-file", {"sha256": file.sha256}, at)


@transaction.atomic
def reorder(
    user: Who, version: Version, keys: Sequence[int], *, revision: int | None = None, at: datetime
) -> list[Attachment]:
    """``keys`` of all its attachments, in their new order. Refused where they are not those that are there."""
    held = hold(user, "items.draft", version, "edit", revision=revision, at=at)
    found = {one.pk: one for one in held.attachments.all()}
    if sorted(found) != sorted(keys):
        raise Refused("附件刚刚有变动，没有调整顺序；请看过最新情况再调整。")
    for order, key in enumerate(keys):
        found[key].order = order
    Attachment.objects.bulk_update(found.values(), ["order"])
    _done(user, held, "reorder-files", {"files": len(keys)}, at)
    return [found[key] for key in keys]


def clean(user: Who, attachment: Attachment, *, revision: int | None = None, at: datetime) -> Copied:
    """Refused where this kind, or this file, cannot be cleaned; nothing was changed then."""
    allow(user, "items.draft", attachment.version, on=day(at))
    copy = examining.clean_copy(attachment.file, at=at, encrypted=False)
    if copy.file.pk == attachment.file_id:
        return Copied(attachment, (), copy.left)
    try:
        made = replace(user, attachment, data=queries.unscanned(copy.file), revision=revision, at=at)
    except GongkaiError:
        documents.forget([copy.file.pk])
        raise
    return Copied(made, copy.removed, copy.left)


def examined(version: Version, *, at: datetime) -> list[Looked]:
    """Asked once for the same bytes; may take a while. Not within a transaction."""
    rows = version.attachments.select_related("file")
    return [Looked(one, examining.examine(one.file, at=at)) for one in rows]


def listed(version: Version) -> list[Attachment]:
    shown = rich_text.pictures(version.body)
    return [one for one in version.attachments.select_related("file__scan") if one.token not in shown]


def pages(attachment: Attachment) -> list[str]:
    """The text of each page."""
    return attachment.text.split(PAGE_END)


def wording(data: bytes) -> Wording:
    """What a machine reads in a file that may be an attachment. UnknownKind where it may not, TooLarge."""
    files.bounded(data)
    kind = kind_of(data)
    _ensure_kind(data, kind)
    found: Wording = apart("gongkai.readers.wording:wording", data, kind, seconds=SECONDS)
    return found


def _read(user: Who, version: Version, data: bytes, at: datetime) -> Wording:
    words = wording(data)
    with stopping.stopped(user, version, at=at):
        stopping.ensure_none(words.pages, raw=words.raw)
    return words


def _ensure_kind(data: bytes, kind: str) -> None:
    if data.startswith(b"{\\rtf"):
        raise UnknownKind(_RTF)
    if kind == "ole" and any(name in data for name in _CLOSED):
        raise UnknownKind(_UNOPENED)
    if kind not in ENDINGS:
        raise UnknownKind(_REFUSED.get(kind, _OTHER))


def _ensure_room(version: Version, size: int) -> None:
    total = version.attachments.aggregate(total=Sum("file__size"))["total"] or 0
    if version.attachments.count() >= MAX_FILES or total + size > MAX_TOTAL:
        raise TooLarge(
            f"一条信息最多{MAX_FILES}个附件、共{MAX_TOTAL // 2**20}MB，没有保存；请合并文件，或者分成几条信息。"
        )


def _scanned(made: Attachment, at: datetime) -> Attachment:
    """What a virus is found in is not kept; what nobody answered about is held (``documents.queries.content``)."""
    scan = scanning.ask(made.file, at=at)
    if scan is not None and scan.state == Scan.State.INFECTED:
        with transaction.atomic():
            file: StoredFile = made.file
            made.delete()
            documents.forget([file.pk])
        raise Refused("文件里发现病毒，没有接收；请清除病毒，或者换一台电脑另存后再上传。")
    return made


def _its_own(version: Version, attachment: Attachment) -> Attachment:
    found = version.attachments.select_related("file").filter(pk=attachment.pk).first()
    if found is None:
        raise Refused("这个附件已经不在这一稿里；请看过最新情况再办。")
    return found


def _named(name: str, kind: str) -> str:
    """Safe, and ending as its content is."""
    kept = safe(name)
    endings = ENDINGS[kind]
    ending = kept.rpartition(".")[2].lower() if "." in kept else ""
    return kept if ending in endings else safe(f"{kept}.{endings[0]}")


def _unique(version: Version, name: str, but: Attachment | None = None) -> str:
    """The public tells files apart by their names."""
    taken = {one.name for one in version.attachments.all() if but is None or one.pk != but.pk}
    stem, _, ending = name.rpartition(".")
    number, found = 2, name
    while found in taken:
        found = f"{stem}（{number}）.{ending}"
        number += 1
    return found


def _done(user: Who, version: Version, verb: str, data: dict[str, object], at: datetime) -> None:
    note_drafter(user, version)
    move(user, version, "edit", at=at)
    version.item.revision += 1
    version.item.save(update_fields=["revision"])
    told(user, verb, version.item, version=version, data=data, at=at)
