"""政府信息公开指南: made from the agency record and the agency's texts; refused while a field of Art. 12 lacks.

edit(user, agency, *, revision, at, **texts) -> Guide    the draft; begun from what is published if there is none
discard(user, guide, *, at)
publish(user, guide, *, revision, at) -> Guide           Refused, naming every field of Art. 12 that is missing
page(guide) -> GuidePage                                 as it would read now, whole or not
current(agency) -> GuidePage | None                      what the public reads, if there is one that is whole
lacking(agency) -> (Field, …)                            what keeps the published guide from being shown
versions(agency) -> [Guide]

What the agency record says is read from it whenever the guide is shown: they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, Stale, WrongState
from gongkai.publication.models import Guide
from gongkai.publication.states import guide_after
from gongkai.statute import duties
from gongkai.statute.duties import Field

TEXTS: Final = (
    "classification", "arrangement", "ways", "internet", "complaint", "requesting", "remedies", "other",
)  # fmt: skip
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the guide: its heading, its paragraphs, and pairs (label, value) where it is a block."""

    title: str
    paragraphs: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A guide as it is read. ``missing`` is empty of every guide the public sees."""

    agency: Agency
    number: int
    published_on: date | None
    parts: tuple[Part, ...]
    missing: tuple[Field, ...]


@transaction.atomic
def edit(user: Who, agency: Agency, *, revision: int | None = None, at: datetime, **texts: str) -> Guide:
    """The texts given; the others stay. Refused for a text that is too long."""
    ensure(user, "guide.edit", agency, on=day(at))
    held = _draft(agency)
    if held is None:
        held = _begun(user, agency, at)
    elif revision is not None and held.revision > revision:
        raise Stale("指南的草稿刚刚有人改过，您看到的已不是最新内容；请看过最新内容再改。")
    changed = _write(held, texts)
    if not changed and held.pk is not None:
        raise WrongState("填写的与现有的相同，没有改动。")
    _save(held)
    record("guide.edit", actor=actor(user), agency=agency, object=held, data={"fields": changed}, at=at)
    return held


@transaction.atomic
def discard(user: Who, guide: Guide, *, at: datetime) -> None:
    """The draft goes; what is published stays."""
    held = _held(user, "guide.edit", guide, at)
    agency, key = held.agency, held.key
    held.delete()
    record("guide.discard", actor=actor(user), agency=agency, object=key, at=at)


@transaction.atomic
def publish(user: Who, guide: Guide, *, revision: int | None = None, at: datetime) -> Guide:
    """From now on the public reads it; the day is the server's. Refused while anything of Art. 12, or the line for
    complaints, is missing (rule 43)."""
    held = _held(user, "guide.publish", guide, at)
    if revision is not None and held.revision > revision:
        raise Stale("指南的草稿刚刚有人改过，请看过最新内容再发布。")
    missing = page(held).missing
    if missing:
        raise Refused(f"不能发布，缺少{'、'.join(one.label for one in missing)}（{missing[0].article}）。")
    if before := published(held.agency):
        before.state = guide_after(before.state, "supersede")
        before.save(update_fields=["state"])
    held.state = guide_after(held.state, "publish")
    held.published_by, held.published_at = person(user), at
    _save(held)
    record(
        "guide.publish", actor=actor(user), agency=held.agency, object=held, data={"number": held.number}, at=at
    )
    return held


def current(agency: Agency) -> GuidePage | None:
    """None as well once the agency record lost a field: no guide that lacks one is shown."""
    found = published(agency)
    shown = page(found) if found else None
    return shown if shown and not shown.missing else None


def published(agency: Agency) -> Guide | None:
    return Guide.objects.filter(agency=agency, state=Guide.State.PUBLISHED).select_related("agency").first()


def draft(agency: Agency) -> Guide | None:
    return Guide.objects.filter(agency=agency, state=Guide.State.DRAFT).select_related("agency").first()


def lacking(agency: Agency) -> tuple[Field, ...]:
    """Of the published guide, as the agency record stands now; empty where none is published."""
    found = published(agency)
    return page(found).missing if found else ()


def versions(agency: Agency) -> list[Guide]:
    """Newest first."""
    return list(Guide.objects.filter(agency=agency).select_related("published_by", "created_by"))


def page(guide: Guide) -> GuidePage:
    """As it reads with what the agency record says now."""
    agency = Agency.objects.get(pk=guide.agency_id)
    values = _values(guide, agency)
    parts = [
        Part(
            "本机关公开的政府信息", (), (("分类", values["classification"]), ("编排体系", values["arrangement"]))
        ),
        Part("主动公开政府信息的获取方式", _paragraphs(guide.ways)),
        Part("申请公开政府信息的办法", _paragraphs(guide.requesting)),
        Part("政府信息公开工作机构", (), _contact(values, agency)),
        Part("监督和救济", (*_paragraphs(guide.complaint), *_paragraphs(guide.remedies))),
        Part("其他事项", _paragraphs(guide.other)),
    ]
    filled = tuple(one for one in parts if one.paragraphs or any(value for _, value in one.pairs))
    on = day(guide.published_at) if guide.published_at else None
    return GuidePage(agency, guide.number, on, filled, duties.lacking("guide", values))


def _values(guide: Guide, agency: Agency) -> dict[str, str]:
    return {
        **{name: str(getattr(guide, name)) for name in TEXTS},
        **{name: getattr(agency, name) for name in ("office", "address", "hours", "phone", "fax", "postcode")},
        "internet": "；".join(one for one in (agency.email, guide.internet.strip()) if one),
    }


def _contact(values: dict[str, str], agency: Agency) -> tuple[tuple[str, str], ...]:
    labels = (
        ("机构名称", "office"), ("办公地址", "address"), ("办公时间", "hours"), ("联系电话", "phone"),
        ("传真号码", "fax"), ("邮政编码", "postcode"), ("互联网联系方式", "internet"),
    )  # fmt: skip
    return tuple((label, values[name]) for label, name in labels if values[name])


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _write(held: Guide, texts: dict[str, str]) -> list[str]:
    """Which of them changed."""
    unknown = set(texts) - set(TEXTS)
    if unknown:
        raise TypeError(f"no such text of a guide: {sorted(unknown)}")
    changed = []
    for name, value in texts.items():
        words = value.strip()
        if len(words) > (300 if name == "internet" else LONGEST):
            raise Refused("文字太长，请概括后再填。")
        if getattr(held, name) != words:
            setattr(held, name, words)
            changed.append(name)
    return sorted(changed)


def _begun(user: Who, agency: Agency, at: datetime) -> Guide:
    """A new draft with the texts of what is published."""
    last = published(agency)
    number = Guide.objects.filter(agency=agency).aggregate(last=Max("number"))["last"] or 0
    texts = {name: getattr(last, name) for name in TEXTS} if last else {}
    return Guide(agency=agency, number=number + 1, created_by=person(user), created_at=at, **texts)


def _draft(agency: Agency) -> Guide | None:
    rows = Guide.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    return rows.filter(agency=agency, state=Guide.State.DRAFT).first()


def _held(user: Who, verb: str, guide: Guide, at: datetime) -> Guide:
    rows = Guide.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    held = rows.get(pk=guide.pk)
    ensure(user, verb, held.agency, on=day(at))
    if held.state != Guide.State.DRAFT:
        raise WrongState(f"这一版指南{held.get_state_display()}，不能再改；请修改后发布新的一版。")
    return held


def _save(held: Guide) -> None:
    """Two who begin a draft at the same moment: one does."""
    held.revision += 1
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError as error:
        raise Stale("指南的草稿刚刚由别人建立，请刷新后再改。") from error
