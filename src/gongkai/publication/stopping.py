"""A paper that bears a secrecy marking is stopped before anything of it is stored.

ensure_none(pages, *, raw="")                   SecrecyMark for the text of a paper that bears one
stopped(user, version, *, at)                   context: the same with an entry that says only that it happened
asks(pages) -> [Mark]                           the words that a person has to look at

What the sentence to the user and the audit entry say is the level and the place, never a word of the paper or its
name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.errors import Refused
from gongkai.papers.secrecy_marks import Mark, marks
from gongkai.publication.acting import told
from gongkai.publication.models import Version


class SecrecyMark(Refused):
    """The paper bears the marking of a state secret; nothing of it was stored."""

    code = "refused.secrecy"


_TO_DO = (
    "没有接收，系统里没有留下它的任何内容。标有密级的文件不得在本系统存储、处理（《保守国家秘密法》第三十一条）："
    "请立即停止使用这份电子文件，不要转发，报告本机关保密工作机构，在涉密场所和涉密设备上线下办理；"
    "已经解密或者标志有误的，先依法办理解密、更正标志，再上传。"
)


def ensure_none(pages: Sequence[str], *, raw: str = "") -> None:
    """``raw``: text of a file whose pages are not known; only a marking with its star is told there."""
    found = next((mark for mark in marks(pages) if mark.stops), None)
    if found is not None:
        raise SecrecyMark(f"第{found.page}页第{found.line}行有“{found.level}”的国家秘密标志，{_TO_DO}")
    found = next((mark for mark in marks([raw]) if mark.stops), None) if raw else None
    if found is not None:
        raise SecrecyMark(f"文件里有“{found.level}”的国家秘密标志，{_TO_DO}")


def asks(pages: Sequence[str]) -> list[Mark]:
    return [mark for mark in marks(pages) if not mark.stops]


@contextmanager
def stopped(user: Who, version: Version, *, at: datetime) -> Iterator[None]:
    """Around the look at a paper, outside of any transaction."""
    try:
        yield
    except SecrecyMark:
        with transaction.atomic():
            told(user, "secrecy-stop", version.item, version=version, at=at)
        raise
