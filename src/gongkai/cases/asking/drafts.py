"""The form that is not finished: kept for the browser that holds its key, for nobody else, and for seven days.

begin(agency, *, at) -> (Draft, key)
open_(agency, key, *, at) -> Draft?
save(draft, values, *, at)
attach(draft, paper, what, *, at) -> DraftFile
detach(draft, pk, *, at)
discard(draft, *, at)

No audit entries: nobody in the office is concerned before somebody submits.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from gongkai.agencies.models import Agency
from gongkai.agencies.who import day
from gongkai.cases import channels
from gongkai.cases.asking.uploads import MAX_FILES, MAX_TOTAL, ensure_taken
from gongkai.cases.asking.wanted import FIELDS, MANY, Values
from gongkai.cases.filing import Paper, stored
from gongkai.cases.models import CaseFile, Draft, DraftFile
from gongkai.cases.words import Channel
from gongkai.documents import actions as documents
from gongkai.documents import scanning
from gongkai.documents.models import Scan
from gongkai.documents.names import safe
from gongkai.errors import Refused, TooLarge, WrongState
from gongkai.jobs.registry import Periodic, register

KEPT = timedelta(days=7)
MAX_VALUES = 64 * 1024
# All that lies in drafts of everybody: strangers cannot fill the disk.
MAX_EVERYBODY = 5 * 2**30
WHATS = (CaseFile.What.IDENTITY, CaseFile.What.AUTHORITY, CaseFile.What.REQUEST)


def begin(agency: Agency, *, at: datetime) -> tuple[Draft, str]:
    """A new draft and its key, which is shown this once. Refused where the agency takes none by its site."""
    ensure_open(agency, at)
    key = secrets.token_urlsafe(32)
    made = Draft.objects.create(
        agency=agency, key_sha256=sha256_of(key), created_at=at, updated_at=at, expires_at=at + KEPT
    )
    return made, key


def open_(agency: Agency, key: str, *, at: datetime) -> Draft | None:
    """None for a key of nobody, of another agency, or of a draft that has run out."""
    return Draft.objects.filter(agency=agency, key_sha256=sha256_of(key), expires_at__gt=at).first()


def values_of(draft: Draft) -> dict[str, str | list[str]]:
    """As they were typed."""
    found: dict[str, str | list[str]] = json.loads(draft.values)
    return found


@transaction.atomic
def save(draft: Draft, values: Values, *, at: datetime) -> Draft:
    """What was typed, right or wrong; fields that the form does not have are left out. TooLarge over 64 KB,
    WrongState when it was submitted or ran out meanwhile."""
    held = _held(draft, at)
    kept = json.dumps(_known(values), ensure_ascii=False)
    if len(kept.encode()) > MAX_VALUES:
        raise TooLarge("填写的内容过长，没有保存；全文请作为附件上传，这里摘录所需信息。")
    held.values, held.updated_at, held.expires_at = kept, at, at + KEPT
    held.save(update_fields=["values", "updated_at", "expires_at"])
    return held


def attach(draft: Draft, paper: Paper, what: str, *, at: datetime) -> DraftFile:
    """Keep a file with the draft, encrypted, and have it scanned where a scanner is configured: what it finds
    something in is not kept, what it does not answer about is held. TooLarge over a bound; UnknownKind for what is
    no document by its content, whatever it is called; Refused for an empty one. Not within a transaction."""
    _check(paper, what)
    made = _keep(draft, paper, what, at)
    scan = scanning.ask(made.file, at=at)
    if scan is not None and scan.state == Scan.State.INFECTED:
        detach(draft, made.pk, at=at)
        raise Refused(f"“{made.name}”里发现病毒，没有接收；请换一台电脑另存后再传，或者当面、邮寄提交。")
    return made


@transaction.atomic
def _keep(draft: Draft, paper: Paper, what: str, at: datetime) -> DraftFile:
    held = _held(draft, at)
    _ensure_room(held, paper)
    file = stored(paper, at=at)
    scanning.hold(file, at=at)
    return DraftFile.objects.create(draft=held, file=file, name=safe(paper.name), what=what)


@transaction.atomic
def detach(draft: Draft, pk: int, *, at: datetime) -> None:
    """Take a file away again, its bytes too; nothing happens for one that is not there."""
    held = _held(draft, at)
    _forget(held.files.filter(pk=pk))


@transaction.atomic
def discard(draft: Draft, *, at: datetime) -> None:
    """Nothing of it stays: whoever began it does not want it any more. WrongState when it was submitted."""
    held = _held(draft, at)
    _forget(held.files.all())
    held.delete()


def delete_expired(at: datetime) -> int:
    """The periodic job: drafts nobody went on with, and their files; how many."""
    gone = 0
    for pk in Draft.objects.filter(expires_at__lte=at).values_list("pk", flat=True):
        with transaction.atomic():
            held = Draft.objects.select_for_update(no_key=True).filter(pk=pk, expires_at__lte=at).first()
            if held is not None:
                _forget(held.files.all())
                held.delete()
                gone += 1
    return gone


def ensure_open(agency: Agency, at: datetime) -> None:
    if not channels.is_open(agency, Channel.WEB, on=day(at)):
        raise Refused("本机关没有开通在线申请；请当面提交或者邮寄申请，地址见政府信息公开指南。")


def sha256_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _held(draft: Draft, at: datetime) -> Draft:
    """The row as it is now, held until the transaction ends."""
    held = Draft.objects.select_for_update(no_key=True, of=("self",)).filter(pk=draft.pk).first()
    if held is None or held.expires_at <= at:
        raise WrongState("这份草稿已经提交或者已过期；没有改动任何内容。")
    return held


def _known(values: Values) -> dict[str, str | list[str]]:
    return {name: _clean(values[name], name in MANY) for name in FIELDS if name in values}


def _clean(value: str | Sequence[str], many: bool) -> str | list[str]:
    """Without characters that are no text; one value or several, as the field has it."""
    if many:
        return [_text(one) for one in ([value] if isinstance(value, str) else value)]
    return _text(value if isinstance(value, str) else "".join(value[:1]))


def _text(value: str) -> str:
    return "".join(c for c in value if c in "\n\r\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def _check(paper: Paper, what: str) -> None:
    if what not in WHATS:
        raise Refused("请说明这份文件是身份证明、授权委托书还是附件。")
    ensure_taken(paper)


def _ensure_room(held: Draft, paper: Paper) -> None:
    there = list(held.files.values_list("file__size", flat=True))
    if len(there) >= MAX_FILES or sum(there) + len(paper.data) > MAX_TOTAL:
        raise TooLarge(
            f"一件申请最多附{MAX_FILES}个文件、共{MAX_TOTAL // 2**20}MB；这个文件没有接收，其他文件都在。"
        )
    everybody = DraftFile.objects.aggregate(total=Sum("file__size"))["total"] or 0
    if everybody + len(paper.data) > MAX_EVERYBODY:
        raise TooLarge("目前不能接收附件；可以先提交申请，附件当面或者邮寄提交，也可以稍后再传。")


def _forget(rows: Iterable[DraftFile]) -> None:
    files = []
    for one in rows:
        files.append(one.file_id)
        one.delete()
    documents.forget(files)


register(Periodic("cases.drafts", "删除过期的申请草稿", timedelta(hours=1), delete_expired))
