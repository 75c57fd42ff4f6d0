"""The look at the page after a release (页面检查): what a machine can tell, and what a person confirms.

automatic(item) -> list[Look]                     title, body, attachments and hash, as the public page has them
check(user, item, *, checklist, comment="", at)   a person's own look; kept with the version that is shown
unchecked(agencies) -> QuerySet[Item]             shown, and nobody has looked yet
shows(render)                                     the face that shows pages says how one is got
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from gongkai.agencies.models import AgencyQuerySet
from gongkai.agencies.permissions import Who
from gongkai.agencies.who import person
from gongkai.documents import files
from gongkai.errors import GongkaiError, Refused, WrongState
from gongkai.publication.acting import hold_item, noted, told, words
from gongkai.publication.fingerprint import fingerprint
from gongkai.publication.models import Item, Step, Version
from gongkai.publication.queries import shown
from gongkai.publication.words import StepKind

# What only a person sees. An answer of no is kept as well: it says what must be put right.
CHECKLIST: Final[Mapping[str, str]] = {
    "title": "标题、文号、发文机关、日期显示正确",
    "body": "正文完整，段落、表格、图片显示正常",
    "attachments": "附件能够打开，内容与标题相符",
    "phone": "手机上能够正常阅读",
    "column": "所在栏目正确，列表中能够看到",
    "relations": "相关解读、关联文件能够相互打开",
}

_TAG = re.compile(r"<[^>]*>")
_render: list[Callable[[Item], str]] = []


@dataclass(frozen=True)
class Look:
    """One thing the machine looked at. ``wrong``: what is not as it should be, "" when all is well."""

    code: str
    title: str
    wrong: str


def shows(render: Callable[[Item], str]) -> None:
    """``render`` gives the HTML of an item's page as any visitor gets it; the portal says so when it is ready."""
    _render[:] = [render]


def automatic(item: Item) -> list[Look]:
    """Looked at anew each time. A page that cannot be had is wrong, never left out."""
    version = item.current
    if version is None or not item.is_public:
        raise WrongState("这条信息现在没有公开，没有页面可以检查。")
    page, failure = _page(item)
    looks = [Look("page", "页面能够打开", failure)]
    looks.append(Look("title", "页面显示标题", _lacks(page, [version.title])))
    looks.append(Look("body", "页面显示正文", _lacks(page, _paragraphs(version))))
    looks.append(Look("files", "页面列出全部附件", _lacks(page, [one.name for one in version.attachments.all()])))
    looks.append(Look("bytes", "附件与审核时相同", _bytes(version)))
    looks.append(Look("hash", "内容与发布时相同", _hash(version)))
    return looks


@transaction.atomic
def check(user: Who, item: Item, *, checklist: Mapping[str, bool], comment: str = "", at: datetime) -> Step:
    """Every question answered; for a no, ``comment`` says what is wrong. What the machine found goes with it."""
    held = hold_item(user, "items.check", item, at=at)
    if held.current is None or not held.is_public:
        raise WrongState("这条信息现在没有公开，没有页面可以检查。")
    unanswered = [text for code, text in CHECKLIST.items() if code not in checklist]
    if unanswered:
        raise Refused(f"请逐项检查后填写：{'；'.join(unanswered)}。")
    noes = [code for code in CHECKLIST if not checklist[code]]
    wrong = [look for look in automatic(held) if look.wrong]
    if noes or wrong:
        comment = words(comment, "有不正常的项目，请写明问题和如何处理。")
    answers = {**{code: bool(checklist[code]) for code in CHECKLIST}, "wrong": [look.code for look in wrong]}
    step = noted(held.current, StepKind.CHECK, by=person(user), comment=comment.strip(), checklist=answers, at=at)
    data = {"no": noes, "wrong": [look.code for look in wrong]}
    told(user, "check-page", held, version=held.current, data=data, at=at)
    return step


def unchecked(agencies: AgencyQuerySet) -> QuerySet[Item]:
    """Released here; what was taken in as old stock was looked at where it stood."""
    looked = Step.objects.filter(version=OuterRef("current"), kind=StepKind.CHECK)
    return shown().filter(agency__in=agencies, came_in_on=None).exclude(Exists(looked))


def _page(item: Item) -> tuple[str, str]:
    """The words of the page without its mark-up, and why there are none."""
    if not _render:
        return "", "没有接上门户，取不到页面。"
    try:
        return _plain(html.unescape(_TAG.sub("", _render[0](item)))), ""
    except GongkaiError as error:
        return "", f"取不到页面：{error}"


def _plain(text: str) -> str:
    return "".join(text.split())


def _lacks(page: str, wanted: list[str]) -> str:
    missing = [text for text in wanted if text.strip() and _plain(text) not in page]
    if not missing:
        return ""
    shown_of_it = "、".join(f"“{text[:40]}”" for text in missing[:3])
    return f"页面上没有{shown_of_it}" + (f"等{len(missing)}处。" if len(missing) > 3 else "。")


def _paragraphs(version: Version) -> list[str]:
    """The first and the last of the body: what was cut off is missing at an end."""
    found = [line for line in version.text.split("\n") if line.strip()]
    return [found[0], found[-1]] if found else []


def _bytes(version: Version) -> str:
    names = [one.name for one in version.attachments.select_related("file") if not files.intact(one.file.on_disk)]
    return f"附件已损坏或者缺失：{'、'.join(names)}。" if names else ""


def _hash(version: Version) -> str:
    return "" if fingerprint(version) == version.sha256 else "与发布时的校验值不同，请报告系统管理员。"
