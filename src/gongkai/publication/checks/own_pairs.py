"""Pairs of an agency's own; those of a district hold for everybody below it.

add(user, agency, …) -> WordPair        from a day on; the pair of the same word before it ends
end(user, pair, …) -> WordPair
in_force(agency, on) -> [WordPair, …]   its own and those above it
tried(…) -> Trial                       what a pair would mark, before it is kept
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
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
from gongkai.papers.wording import Engine, Force, Hit, Pair, shipped_pairs
from gongkai.publication import queries
from gongkai.publication.models import Item
from gongkai.publication.models.checks import WordPair

VERB = "publication.settings"
# Published texts of the agency that a pair is tried on, the newest first.
_TRIED = 200
_LENGTH = 2, 40


@dataclass(frozen=True, slots=True)
class Trial:
    """What a pair marks in a text, and how often in what the agency published (``items``: in how many of
    ``looked``)."""

    hits: tuple[Hit, ...]
    marks: int
    items: tuple[Item, ...]
    looked: int


def in_force(agency: Agency, on: date) -> QuerySet[WordPair]:
    """Nearest first: where both have a pair of one word, the agency's own stands."""
    above = [int(key) for key in (agency.path or "").split("/") if key] or [agency.pk]
    rows = WordPair.objects.filter(holds(on), agency__in=above).select_related("agency", "by")
    return rows.order_by("-agency__path", "wrong")


def engine(agency: Agency, on: date) -> Engine:
    return Engine(_pair(row) for row in _effective(agency, on))


def edition(agency: Agency, on: date) -> str:
    """Changes with every pair that begins or ends."""
    keys = ",".join(str(row.pk) for row in _effective(agency, on))
    return hashlib.sha256(keys.encode()).hexdigest()[:12] if keys else ""


def _effective(agency: Agency, on: date) -> list[WordPair]:
    chosen: dict[str, WordPair] = {}
    for row in in_force(agency, on):
        chosen.setdefault(row.wrong, row)
    return list(chosen.values())


def _pair(row: WordPair) -> Pair:
    return made(row.wrong, row.right, row.why, row.source or row.agency.name, row.unless)


def made(wrong: str, right: str, why: str, source: str = "", unless: Sequence[str] = ()) -> Pair:
    """A pair as the search takes it."""
    force = Force.WRONG if right else Force.FORBIDDEN
    return Pair(wrong, right, why, source, group="own", force=force, unless=tuple(unless))


@transaction.atomic
def add(
    user: Who, agency: Agency, *, wrong: str, right: str = "", why: str, source: str = "",
    unless: Sequence[str] = (), from_on: date | None = None, at: datetime,
) -> WordPair:  # fmt: skip
    """Refused for what is no pair, or stands among the program's own already."""
    held = wordings.hold(agency)
    ensure(user, VERB, held, on=day(at))
    begins = from_on or day(at)
    told = _checked(wrong, right, why, unless)
    if begins < day(at):
        raise Refused("启用日期不能早于今天。")
    rows = WordPair.objects.filter(agency=held, wrong=told.wrong)
    if rows.filter(from_on=begins, until_on=None).exists():
        raise Refused(f"“{told.wrong}”当天已经有一个词对；要改它，请先停用，新的从次日起启用。")
    eve = wordings.make_room(rows, begins)
    row = WordPair.objects.create(
        agency=held, wrong=told.wrong, right=told.right, why=told.why, source=source.strip(),
        unless=list(told.unless), from_on=begins, until_on=eve, by=person(user), at=at,
    )  # fmt: skip
    data = {"pair": row.pk, "from_on": begins.isoformat(), "proposes": bool(row.right)}
    record("words.add", actor=actor(user), agency=held, object=row, data=data, at=at)
    return row


@transaction.atomic
def end(user: Who, pair: WordPair, *, until_on: date, at: datetime) -> WordPair:
    """Not marked any more after that day. Refused for a day that is past, WrongState when it has ended."""
    held = WordPair.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=pair.pk)
    ensure(user, VERB, held.agency, on=day(at))
    wordings.end(held, until_on=until_on, on=day(at))
    data = {"pair": held.pk, "until_on": until_on.isoformat()}
    record("words.end", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
    return held


def tried(agency: Agency, pair: Pair, text: str = "") -> Trial:
    """On a text, and on what the agency and everybody below it published."""
    look = Engine([_checked(pair.wrong, pair.right, pair.why or "试用", pair.unless)])
    rows = queries.shown().filter(agency__in=Agency.objects.below(agency)).select_related("current", "agency")
    newest = list(rows.order_by(*queries.NEWEST)[:_TRIED])
    marks = {one.pk: len(look.find(f"{one.title}\n{one.current.text if one.current else ''}")) for one in newest}
    return Trial(look.find(text), sum(marks.values()), tuple(one for one in newest if marks[one.pk]), len(newest))


def _checked(wrong: str, right: str, why: str, unless: Sequence[str]) -> Pair:
    wrong, right, why = wrong.strip(), right.strip(), why.strip()
    longer = tuple(dict.fromkeys(word.strip() for word in unless if word.strip()))
    least, most = _LENGTH
    if not least <= len(wrong) <= most or len(right) > most or "\n" in wrong:
        raise Refused(f"错误写法须有{least}至{most}个字，正确写法不超过{most}个字。")
    if wrong == right:
        raise Refused("错误写法与正确写法相同。")
    if not why:
        raise Refused("请写明理由，起草人看到标记时会看到它。")
    if any(wrong not in word or word == wrong for word in longer):
        raise Refused(f"例外须是包含“{wrong}”的较长词语，每行一个。")
    if any(pair.wrong == wrong and not pair.pattern for pair in shipped_pairs()):
        raise Refused(f"系统自带的词表已有“{wrong}”，不必再加。")
    return made(wrong, right, why, unless=longer)
