"""Reading a file that is kept.

content(file) -> bytes        checked against its hash; an encrypted one opened
held(file) -> str             why nobody opens it, "" where anybody may who may have it
unscanned(file) -> bytes      the same of a file that the virus scanner holds: for the scanner only
known(data) -> StoredFile?    the row of these very bytes, if they were stored before (not encrypted)

Only the capability that bound a file calls these, after it has asked whether this user may have it.
"""

from __future__ import annotations

import hashlib

from gongkai.documents import files, sealing
from gongkai.documents.models import Scan, StoredFile
from gongkai.errors import Refused


class Held(Refused):
    """The virus scanner has not passed this file: nobody opens it, by whatever way."""

    code = "refused.held"


_WORDS = {
    Scan.State.WAITING: "病毒扫描还没有结果，暂时不能打开这个文件；系统每几分钟再扫描一次，长时间没有结果的，"
    "请系统管理员检查病毒扫描服务。",
    Scan.State.INFECTED: "这个文件里发现病毒，不能打开；请联系来件人另行提供，或者由系统管理员隔离查看。",
}


def content(file: StoredFile) -> bytes:
    """Held for one that the virus scanner did not pass. Unreadable when the bytes are gone or changed, or are not
    those of this row."""
    if reason := held(file):
        raise Held(reason)
    return unscanned(file)


def held(file: StoredFile) -> str:
    """In words for who wanted to open it."""
    state = Scan.objects.filter(file=file, state__in=_WORDS).values_list("state", flat=True).first()
    return _WORDS[Scan.State(state)] if state else ""


def unscanned(file: StoredFile) -> bytes:
    """Unreadable when the bytes are gone or changed, or are not those of this row."""
    data = files.get(file.on_disk)
    return sealing.unseal(data, key=file.file_key, sha256=file.sha256) if file.encrypted else data


def known(data: bytes) -> StoredFile | None:
    return StoredFile.objects.filter(sha256=hashlib.sha256(data).hexdigest(), encrypted=False).first()
