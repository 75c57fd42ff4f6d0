"""What applicants are told, in the words of the agency: plain text with places for values in braces.

text_on(agency, kind, means, *, on) -> str      the agency's own words of that day, else those of the program
written(agency, kind, means, values, *, on)     with the values in their places; ValueError where one is missing
edit(user, agency, *, kind, means, text, …)     a version from a day on; the old one ends the day before
retire(user, wording, *, until_on, at)          back to the words of the program
preview(agency, kind, means, text) -> str       with made-up values, to look at before it is kept
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies import wordings
from gongkai.agencies.models import Agency
from gongkai.agencies.models import in_force as holds
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.notices.models import Notice, NoticeWording
from gongkai.notices.occasions import PLACES, Occasion, occasion

MEANS = (Notice.Means.MAIL, Notice.Means.TEXT)
_LONGEST = {Notice.Means.MAIL: 2000, Notice.Means.TEXT: 300}
_PLACE = re.compile(r"\{([^{}]*)\}")
_CODES = {label: code for code, label in PLACES.items()}
SAMPLE: Mapping[str, str] = {
    "number": "YSQ2026-0001",
    "due": "2026年3月30日",
    "link": "https://gk.example.gov.cn/follow/",
    "code": "ABCD-EFGH-JKMN-PQRS",
    "letter": "https://gk.example.gov.cn/letters/…",
    "ends": "2026年4月15日",
    "postal": "XA12345678937",
}


def text_on(agency: Agency, kind: str, means: str, *, on: date) -> str:
    own = in_force(agency, kind, means, on=on)
    return own.text if own else occasion(kind).texts[means]


def in_force(agency: Agency, kind: str, means: str, *, on: date) -> NoticeWording | None:
    return versions(agency, kind, means).filter(holds(on)).last()


def versions(agency: Agency, kind: str, means: str) -> QuerySet[NoticeWording]:
    """Oldest first."""
    return NoticeWording.objects.filter(agency=agency, kind=kind, means=means).order_by("from_on")


def written(agency: Agency, kind: str, means: str, values: Mapping[str, str], *, on: date) -> str:
    return _filled(text_on(agency, kind, means, on=on), {**values, "agency": agency.name})


def preview(agency: Agency, kind: str, means: str, text: str) -> str:
    """Refused as ``edit``."""
    return _filled(normal(occasion(kind), means, text), {**SAMPLE, "agency": agency.name})


@transaction.atomic
def edit(
    user: Who, agency: Agency, *, kind: str, means: str, text: str, from_on: date, at: datetime
) -> NoticeWording:
    """A new version from today or a later day on. Refused for a place that this occasion has no value for, without
    one it needs, for a text message of several lines, and for a past day."""
    ensure(user, "letters.wording", agency, on=day(at))
    text = normal(occasion(kind), means, text)
    if from_on < day(at):
        raise Refused("生效日期不能早于今天。")
    made = NoticeWording.objects.create(
        agency=agency, kind=kind, means=means, text=text, from_on=from_on, by=person(user), at=at,
        until_on=_make_room(agency, kind, means, from_on),
    )  # fmt: skip
    data = {"kind": kind, "means": means, "from_on": from_on.isoformat()}
    record("notices.wording", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made


@transaction.atomic
def retire(user: Who, wording: NoticeWording, *, until_on: date, at: datetime) -> NoticeWording:
    """It ends with that day, today at the earliest."""
    agency = wordings.hold(wording.agency)
    ensure(user, "letters.wording", agency, on=day(at))
    found = NoticeWording.objects.get(pk=wording.pk)
    wordings.end(found, until_on=until_on, on=day(at))
    data = {"kind": found.kind, "means": found.means, "until_on": until_on.isoformat()}
    record("notices.wording_retire", actor=actor(user), agency=agency, object=found, data=data, at=at)
    return found


def normal(kind: Occasion, means: str, text: str) -> str:
    """The text as it is kept."""
    if means not in MEANS:
        raise Refused("请选择电子邮件或者短信。")
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not text:
        raise Refused("请填写文字。")
    if len(text) > _LONGEST[Notice.Means(means)]:
        raise Refused(f"文字最多{_LONGEST[Notice.Means(means)]}字。")
    if means == Notice.Means.TEXT and "\n" in text:
        raise Refused("短信写成一段，不要换行。")
    _check_places(kind, text)
    return text


def _check_places(kind: Occasion, text: str) -> None:
    used = _PLACE.findall(text)
    may = "、".join(f"{{{PLACES[code]}}}" for code in kind.places)
    for label in used:
        if _CODES.get(label) not in kind.places:
            raise Refused(f"这种通知的文字中不能有“{{{label}}}”；可用：{may}。")
    if set("{}") & set(_PLACE.sub("", text)):
        raise Refused("文字中的花括号没有成对；请检查后再保存。")
    if lacking := [PLACES[code] for code in kind.needed if PLACES[code] not in used]:
        raise Refused(f"文字中缺少：{'、'.join(f'{{{label}}}' for label in lacking)}。")


def _filled(text: str, values: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        code = _CODES[found[1]]
        if not values.get(code):
            raise ValueError(f"no value for {code}")
        return values[code]

    return _PLACE.sub(value, text)


def _make_room(agency: Agency, kind: str, means: str, from_on: date) -> date | None:
    """The version before ends the day before, one of the same day gives way; the last day of the new one."""
    wordings.hold(agency)
    rows = versions(agency, kind, means)
    rows.filter(from_on=from_on).delete()
    return wordings.make_room(rows, from_on)
