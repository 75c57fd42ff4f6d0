"""A Word or WPS file taken in as the body of an item.

from_file(user, version, *, data, name, revision=None, at) -> Taken

Its tables keep their spans, its numbers are written out, its pictures become attachments that stand in the body.
What the file hides (tracked changes, comments, hidden text) is taken out first and said, never taken along
silently. The file itself is not kept: who wants it to be shown attaches it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.apart import apart
from gongkai.documents import actions as documents
from gongkai.documents import files
from gongkai.documents.examining import SECONDS as EXAMINING
from gongkai.errors import Refused
from gongkai.papers import rich_text
from gongkai.papers.hidden import KINDS
from gongkai.publication import attaching, stopping
from gongkai.publication.acting import allow, hold, move, told
from gongkai.publication.drafting import note_drafter, put_body
from gongkai.publication.models import Attachment, Version
from gongkai.readers.word_body import ensure_word
from gongkai.readers.wording import Wording

if TYPE_CHECKING:
    from gongkai.papers.hidden import Cleaned, Finding, Report
    from gongkai.readers.word_body import WordBody

SECONDS: Final = 60.0
_ADVICE: Final = "请拆分文件，或者把其中的长表、大图作为附件上传。"
# What could have become part of the text, were it not taken out first.
_SAID: Final = ("inserted-text", "deleted-text", "moved-text", "comment", "hidden-text", "alternative-content")


@dataclass(frozen=True, slots=True)
class Taken:
    """``notes`` tell in words what was not taken and what to look at."""

    version: Version
    notes: tuple[str, ...]


def from_file(
    user: Who, version: Version, *, data: bytes, name: str, revision: int | None = None, at: datetime
) -> Taken:
    """In place of the body that was there. SecrecyMark (nothing is stored); UnknownKind for a PDF, an old binary
    file and whatever else is no DOCX, with the way out; Unreadable, TooLarge; Refused where nobody could tell what
    the file hides, or it holds no text. ``name`` is not kept. Not within a transaction."""
    allow(user, "items.draft", version, on=day(at))
    files.bounded(data)
    ensure_word(data)
    words = attaching.wording(data)
    with stopping.stopped(user, version, at=at):
        stopping.ensure_none(words.pages)
    plain, notes = _without_hidden(data)
    found: WordBody = apart("gongkai.readers.word_body:word_body", plain, seconds=SECONDS, advice=_ADVICE)
    return _put(user, version, found, [*notes, *found.notes], revision, at)


def _without_hidden(data: bytes) -> tuple[bytes, list[str]]:
    report: Report = apart("gongkai.papers.hidden:examine", data, seconds=EXAMINING)
    if not report.examined:
        raise Refused(
            f"没有取作正文：不能确定文件里是否有隐藏的内容（{report.unexamined}）；请另存为新文件后再试。"
        )
    if not any(one.cleanable for one in report.findings):
        return data, []
    cleaned: Cleaned = apart("gongkai.papers.hidden:clean", data, seconds=EXAMINING)
    return cleaned.data, list(_told(report.findings))


def _told(findings: Sequence[Finding]) -> Iterator[str]:
    counts = Counter(one.kind for one in findings if one.kind in _SAID)
    for kind, count in counts.items():
        taken = "按已接受取入" if kind in ("inserted-text", "moved-text") else "没有取入"
        yield f"文件里有{KINDS[kind].label}{count}处，{taken}，请核对"


@transaction.atomic
def _put(
    user: Who, version: Version, found: WordBody, notes: list[str], revision: int | None, at: datetime
) -> Taken:
    held = hold(user, "items.draft", version, "edit", revision=revision, at=at)
    before = set(rich_text.pictures(held.body))
    cleaned = rich_text.cleaned(_with_pictures(held, found, at))
    body = _without_title(cleaned.html, held.title)
    if not rich_text.text_of(body):
        raise Refused("文件里没有可以取作正文的文字（可能整页都是图片）；请把文字录入正文，原文件作为附件上传。")
    put_body(held, body)
    _drop(held, before - set(rich_text.pictures(held.body)))
    note_drafter(user, held)
    move(user, held, "edit", at=at)
    held.item.revision += 1
    held.item.save(update_fields=["revision"])
    told(user, "take-body", held.item, version=held, data={"pictures": len(found.pictures)}, at=at)
    return Taken(held, (*notes, *cleaned.left))


def _with_pictures(version: Version, found: WordBody, at: datetime) -> str:
    last = version.attachments.order_by("-order").values_list("order", flat=True).first() or 0
    html, unread = found.html, Wording(unread="图片，未读取文字")
    for number, picture in enumerate(found.pictures):
        made = attaching.put(version, picture, f"正文图片{number + 1}", unread, order=last + number + 1, at=at)
        address = f"/items/{version.item_id}/files/{made.token}/"
        html = html.replace(f'src="picture:{number}"', f'src="{address}"')
    return html


def _without_title(body: str, title: str) -> str:
    """The page bears the title; a body that begins with it would say it twice."""
    first, end, rest = body.partition("</p>\n")
    same = "".join(rich_text.text_of(first).split()) == "".join(title.split())
    return rest if end and same and title else body


def _drop(version: Version, tokens: set[str]) -> None:
    """Pictures of the body that was there before."""
    gone = list(Attachment.objects.filter(version=version, token__in=tokens))
    for one in gone:
        one.delete()
    documents.forget([one.file_id for one in gone])
