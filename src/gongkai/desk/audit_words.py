"""What an entry of the audit chain says to a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry

from .audit_verbs import FACTS, VERBS


def verb_words(verb: str) -> str:
    return VERBS.get(verb, verb)


@dataclass(frozen=True, slots=True)
class Said:
    """One entry in words; ``entry`` is the row itself."""

    entry: Entry
    verb: str
    actor: str
    agency: str
    facts: str


def said(entries: Iterable[Entry]) -> list[Said]:
    """Names are looked up now: the chain keeps keys only, never names."""
    rows = list(entries)
    names = _names(key for row in rows for key in _keys(row))
    return [
        Said(row, verb_words(row.verb), names.get(row.actor, row.actor), names.get(row.agency, row.agency),
             _facts(row, names))
        for row in rows
    ]  # fmt: skip


def _keys(row: Entry) -> Iterator[str]:
    """Whatever in an entry may be the key of a person or an agency."""
    yield from (row.actor, row.agency, row.object)
    for value in json.loads(row.data).values():
        yield from (str(one) for one in (value if isinstance(value, list) else [value]))


def _names(keys: Iterable[str]) -> dict[str, str]:
    wanted: dict[str, set[int]] = {"person": set(), "agency": set()}
    for key in keys:
        kind, _, number = key.partition(":")
        if kind in wanted and number.isdigit():
            wanted[kind].add(int(number))
    names = {p.key: p.name for p in Person.objects.filter(pk__in=wanted["person"])}
    names |= {a.key: a.name for a in Agency.objects.filter(pk__in=wanted["agency"])}
    return names | {"operator": "运维人员（服务器命令）", "worker": "后台读取"}


def _facts(entry: Entry, names: Mapping[str, str]) -> str:
    about = [names[entry.object]] if entry.object in names and entry.object != entry.agency else []
    data: dict[str, Any] = json.loads(entry.data)
    told = [f"{FACTS[k]}：{_plain(v, names)}" for k, v in data.items() if k in FACTS and v not in (None, "", [])]
    return "；".join([*about, *told])


def _plain(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(_plain(one, names) for one in value)
    text = str(value)
    for words in (Role, Kind):
        if text in words.values:
            return str(words(text).label)
    return names.get(text, text)
