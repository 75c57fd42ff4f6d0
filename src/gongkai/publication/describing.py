"""What may be said of an item: each field of its description looked at before it is written.

checked(agency, on, changed) -> dict[str, Any]      Refused in words for a value that cannot be
put(thing, fields)                                  the fields of a version or an item
plain(text) -> str                                  what somebody wrote, without what cannot be shown
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.publication.models import DESCRIPTION, Column, Item, Version

_LISTS = ("joint_makers", "keywords")
_LONGEST_LIST = 30
# Control characters, halves of letters and what XML cannot hold, which would keep every feed with it from being
# read; and what turns the direction of a line, so that it reads as another. Line breaks stay.
_NOWHERE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_FIELDS = {field.name: field for field in Version._meta.local_fields if field.name in DESCRIPTION}


def checked(agency: Agency, on: date, changed: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are stored. An unknown one is a TypeError: the caller is wrong, not its user."""
    unknown = set(changed) - set(DESCRIPTION)
    if unknown:
        raise TypeError(f"no such fields: {sorted(unknown)}")
    return {name: _value(name, value, agency, on) for name, value in changed.items()}


def put(thing: Item | Version, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(thing, name, value)


def copied(version: Version) -> dict[str, Any]:
    """The description of a version, to be put on its item or its successor."""
    return {_FIELDS[name].attname: getattr(version, _FIELDS[name].attname) for name in DESCRIPTION}


def plain(text: str) -> str:
    """Without what no page and no feed can show, and the space around."""
    return _NOWHERE.sub("", text.replace("\r\n", "\n")).strip()


def label(name: str) -> str:
    """What users call a field."""
    return str(_FIELDS[name].verbose_name)


def _value(name: str, value: Any, agency: Agency, on: date) -> Any:
    if name == "column":
        return _column(value, agency, on)
    if name in _LISTS:
        return _list(name, value)
    field = _FIELDS[name]
    if isinstance(field, models.DateField):
        return _day(name, value, on)
    text = plain(str(value))
    if name == "title" and not text:
        raise Refused("请填写标题（《条例》第十二条：目录须有名称）。")
    if field.max_length is not None and len(text) > field.max_length:
        raise Refused(f"{label(name)}超过{field.max_length}个字，请缩短。")
    if field.choices and text and text not in dict(field.flatchoices):
        raise Refused(f"{label(name)}没有“{text}”这一项，请从列表中选择。")
    return text


def _list(name: str, value: Any) -> list[str]:
    found = list(dict.fromkeys(text for one in value or [] if (text := " ".join(plain(str(one)).split()))))
    if len(found) > _LONGEST_LIST or any(len(one) > 120 for one in found):
        raise Refused(f"{label(name)}至多{_LONGEST_LIST}个，每个不超过120个字。")
    return found


def _day(name: str, value: Any, on: date) -> date | None:
    if value is None:
        return None
    if not isinstance(value, date):
        raise TypeError(f"{name} is a day")
    if name == "made_on" and value > on:
        raise Refused("成文日期晚于今天，请核对。")
    return value


def _column(value: Any, agency: Agency, on: date) -> Column | None:
    if value is None:
        return None
    if not isinstance(value, Column):
        raise TypeError("column is a Column")
    if value.agency_id != agency.pk or (value.until_on is not None and value.until_on < on):
        raise Refused("所选栏目不在本机关现行的主动公开目录中，请另选栏目。")
    return value
