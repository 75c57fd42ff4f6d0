"""What stands in the way of a version, in words: asked when it is submitted, approved and shown.

to_review(version) -> list[str]          of its review
to_release(version) -> list[str]         of its release: all of these and more
ensure_may_be_reviewed / ensure_may_be_approved / ensure_none(version)    Refused with all of them
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.errors import Refused
from gongkai.publication import checks
from gongkai.publication.describing import copied
from gongkai.publication.models import Version
from gongkai.publication.quoting import forwarded, not_public
from gongkai.publication.words import DisclosureClass

# What the catalogue must say of every item beside its index (Art. 12).
_ARTICLE_12 = {"title": "名称（标题）", "summary": "内容概述", "made_on": "生成日期（成文日期）"}


def to_review(version: Version) -> list[str]:
    """What its drafters must put right first."""
    if version.disclosure_class != DisclosureClass.ACTIVE:
        return _unexplained(version) + _forwards(version)
    return _unchanged(version) + _missing(version) + _quotes(version, on_their_way=False) + _forwards(version)


def to_release(version: Version) -> list[str]:
    """What must be put right, or happen, before the public sees it."""
    if version.disclosure_class != DisclosureClass.ACTIVE:
        return [f"公开属性为“{version.get_disclosure_class_display()}”，不能主动公开发布。"]
    return _missing(version) + _quotes(version, on_their_way=True) + _forwards(version)


def ensure_may_be_reviewed(version: Version) -> None:
    _none(to_review(version))


def ensure_may_be_approved(version: Version) -> None:
    wrong_class = version.disclosure_class != DisclosureClass.ACTIVE
    _none(to_release(version) if wrong_class else to_review(version))


def ensure_none(version: Version) -> None:
    """Nothing stands in the way of its release. The rules of the checks may have changed since it was approved."""
    _none(to_release(version))
    checks.ensure_approvable(version)


def _none(found: Sequence[str]) -> None:
    if found:
        raise Refused("".join(found))


def _unchanged(version: Version) -> list[str]:
    """A correction says in public that something was wrong: it changes something of what the public sees."""
    shown = version.item.current
    if not version.item.is_public or shown is None or shown.pk == version.pk or _said(shown) != _said(version):
        return []
    return ["这一稿与公众现在看到的完全一样，没有改动；请修改后再提交，不需要更正的，请作废这一稿。"]


def _said(version: Version) -> list[object]:
    files = version.attachments.order_by("order", "pk").values_list("token", "name", "file")
    return [copied(version), version.body, *files]


def _missing(version: Version) -> list[str]:
    missing = [label for field, label in _ARTICLE_12.items() if not getattr(version, field)]
    found = [f"缺少目录必须载明的内容：{'、'.join(missing)}（《条例》第十二条）。"] if missing else []
    if not version.text.strip() and not version.attachments.exists():
        found.append("没有正文，也没有附件。")
    return found


def _unexplained(version: Version) -> list[str]:
    """What is not to be published says why: the article, and in words (practice.md 3)."""
    if version.class_basis and version.class_reason:
        return []
    label = version.get_disclosure_class_display()
    return [f"公开属性为“{label}”的，须写明依据的条款和理由。"]


def _quotes(version: Version, *, on_their_way: bool) -> list[str]:
    quoted = not_public(version, on_their_way=on_their_way)
    return [f"引用了没有公开的文件：{'、'.join(quoted)}；请先公开所引用的文件，或者删去引用。"] if quoted else []


def _forwards(version: Version) -> list[str]:
    sources = forwarded(version)
    return [f"转发的文件，公开属性须与来文一致：{'、'.join(sources)}。"] if sources else []
