"""What must be said of an item: the fields of Art. 12, and those that score sheets take points off for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gongkai.publication.checks.found import Found, Subject
from gongkai.publication.models.checks import Kind, Severity
from gongkai.publication.words import ENDED, REGISTERED, DisclosureClass, Genre

EDITION: Final = "1"
_ARTICLE_12: Final = {"title": "名称（标题）", "summary": "内容概述", "made_on": "生成日期（成文日期）"}
_SOURCE_12: Final = "《政府信息公开条例》第十二条"
# About so many characters (a rule of 2008); longer ones are not read in a list.
_SUMMARY: Final = 200
_NUMBERED: Final = (*REGISTERED, Genre.NOTICE, Genre.REPLY)


def look(subject: Subject) -> Iterator[Found]:
    yield from _statutory(subject)
    yield from _class(subject)
    yield from _described(subject)
    yield from _registered(subject)


def _missing(field: str, severity: Severity, message: str, source: str = "") -> Found:
    return Found(Kind.METADATA, f"{field}-missing", severity, message, field, source=source)


def _statutory(subject: Subject) -> Iterator[Found]:
    for field, label in _ARTICLE_12.items():
        value = getattr(subject.version, field)
        if not (value.strip() if isinstance(value, str) else value):
            yield _missing(field, Severity.STOP, f"缺少目录必须载明的{label}。", _SOURCE_12)
    if not subject.texts["body"].strip() and not subject.attachments:
        yield _missing("body", Severity.STOP, "没有正文，也没有附件。")


def _class(subject: Subject) -> Iterator[Found]:
    version = subject.version
    if version.disclosure_class == DisclosureClass.FORBIDDEN:
        yield Found(
            Kind.METADATA, "class-forbidden", Severity.STOP, "公开属性为“禁止公开”，不能进入发布流程。",
            "disclosure_class", source="《政府信息公开条例》第十四条",
        )  # fmt: skip
    elif version.disclosure_class != DisclosureClass.ACTIVE and not version.class_reason.strip():
        yield Found(
            Kind.METADATA, "class-reason-missing", Severity.DECIDE, "不主动公开的，须写明理由。",
            "disclosure_class", source="国办发〔2016〕80号",
            words=version.disclosure_class,
        )  # fmt: skip


def _described(subject: Subject) -> Iterator[Found]:
    version = subject.version
    length = len(version.summary.strip())
    if length > _SUMMARY:
        yield Found(
            Kind.METADATA, "summary-long", Severity.HINT, f"内容概述有{length}字，宜在100字左右。", "summary",
            words=version.summary,
        )  # fmt: skip
    if version.summary.strip() and version.summary.strip() == version.title.strip():
        yield Found(
            Kind.METADATA, "summary-is-title", Severity.HINT, "内容概述与标题相同，没有概括内容。", "summary",
            words=version.summary,
        )  # fmt: skip
    if not version.category:
        yield _missing("category", Severity.HINT, "没有选择对应的《条例》第二十条、第二十一条事项。")
    if not version.subject.strip():
        yield _missing("subject", Severity.HINT, "没有主题分类。")
    if not version.keywords:
        yield _missing("keywords", Severity.HINT, "没有关键词。")
    if version.genre in _NUMBERED and not version.document_number.strip():
        severity = Severity.DECIDE if version.genre in REGISTERED else Severity.HINT
        yield _missing("document_number", severity, f"{version.get_genre_display()}没有填写文号。")
    if not version.issuer.strip():
        yield _missing("issuer", Severity.DECIDE, "没有发文机关。")


def _registered(subject: Subject) -> Iterator[Found]:
    """Rules and normative documents stand in the register of what is in force."""
    version = subject.version
    if version.genre not in REGISTERED:
        return
    genre = version.get_genre_display()
    if not version.validity:
        yield _missing("validity", Severity.DECIDE, f"{genre}没有标明有效性。", "国办公开办函〔2019〕61号")
    if not version.effective_on:
        yield _missing("effective_on", Severity.DECIDE, f"{genre}没有填写施行日期。")
    if version.validity in ENDED and not version.ended_on:
        yield _missing("ended_on", Severity.DECIDE, f"已标为“{version.get_validity_display()}”，没有填写日期。")
