"""The periodic job: each feed is asked, and what is new in it taken in. A failure stays shown until it is over.

read_due(at) -> Turn             every source of which the time has come
read(source, *, at) -> Turn      this one
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from gongkai import outgoing
from gongkai.audit.actions import record
from gongkai.errors import GongkaiError, Unreadable
from gongkai.jobs.registry import Periodic, register
from gongkai.outgoing import Answer, NotReached
from gongkai.publication.models import Source
from gongkai.publication.taking_in import arriving, feeds, storing
from gongkai.publication.taking_in.storing import What

log = logging.getLogger(__name__)
EVERY: Final = timedelta(minutes=10)
AGAIN: Final = timedelta(hours=1)
_TURN_SECONDS = 300.0
_SOURCE_SECONDS = 60.0
_BROKE = "读取时程序出错，没有收录；请把来源的名称告诉维护人员。"
_SLOW = "处理超过1分钟，其余的下次再读。"
_MOST: Final = 5 * 2**20
_MOVED = (301, 302, 303, 307, 308)
_TAKEN = (What.NEW, What.SHOWN, What.CHANGED, What.LEFT)


@dataclass(slots=True)
class Turn:
    """How many entries went how, and how many sources failed."""

    whats: Counter[What] = field(default_factory=Counter)
    failed: int = 0

    def words(self) -> str:
        said = "，".join(f"{what.value}{self.whats[what]}条" for what in _TAKEN if self.whats[what])
        return said or "没有新的信息"


def read_due(at: datetime) -> Turn:
    turn, began = Turn(), time.monotonic()
    due = Source.objects.filter(Q(read_at=None) | Q(read_at__lte=at - AGAIN), kind=Source.Kind.FEED, ended_at=None)
    for source in due.select_related("agency").order_by("read_at", "pk"):
        if time.monotonic() - began > _TURN_SECONDS:
            break
        one = _read_whatever_comes(source, at)
        turn.whats += one.whats
        turn.failed += one.failed
    return turn


def _read_whatever_comes(source: Source, at: datetime) -> Turn:
    """One source that nobody foresaw keeps no other from being read."""
    try:
        return read(source, at=at)
    except Exception:
        log.exception("a source broke off", extra={"source": source.pk})
        note(source, failure=_BROKE, at=at)
        return Turn(failed=1)


def read(source: Source, *, at: datetime) -> Turn:
    """The other side is asked outside of any transaction, and each entry is taken in in one of its own."""
    turn = Turn()
    try:
        answer = _asked(source)
        if answer is None:
            note(source, said="没有新的信息", at=at)
            return turn
        faults = _taken(source, answer, turn, at)
    except (NotReached, Unreadable) as error:
        turn.failed = 1
        note(source, failure=str(error), at=at)
        return turn
    turn.failed = int(bool(faults))
    marks = {} if faults else _marks(answer)
    note(source, said=turn.words(), failure=_told(faults), marks=marks, at=at)
    return turn


def _asked(source: Source) -> Answer | None:
    """None where nothing changed."""
    known = {"If-None-Match": source.etag, "If-Modified-Since": source.modified}
    answer = outgoing.ask(
        source.address, headers={name: value for name, value in known.items() if value}, most=_MOST,
        inside=settings.GONGKAI_INSIDE_HOSTS,
    )  # fmt: skip
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return None
    if answer.status in _MOVED:
        raise Unreadable("来源把订阅地址转到了别处，请核对新地址后重新添加")
    if answer.status != HTTPStatus.OK:
        raise Unreadable(f"来源没有给出订阅内容（{answer.status}）")
    if not answer.whole:
        raise Unreadable(f"订阅内容超过{_MOST // 2**20}MB，没有读取；请让来源只给出最近的信息")
    return answer


def _taken(source: Source, answer: Answer, turn: Turn, at: datetime) -> list[str]:
    """Every entry by itself: one that cannot be taken keeps no other out. What was wrong, in words."""
    faults, began = [], time.monotonic()
    entries = feeds.entries(answer.body, base=source.address)
    # The oldest first, so that numbers follow the days.
    for place, entry in reversed(list(enumerate(entries, 1))):
        if time.monotonic() - began > _SOURCE_SECONDS:
            faults.append(_SLOW)
            break
        try:
            arrived = arriving.of_feed(entry, source, at=at)
            turn.whats[storing.take(source, arrived, at=at).what] += 1
        except GongkaiError as error:
            faults.append(f"第{place}条：{error}")
        except IntegrityError:
            faults.append(f"第{place}条：与另一条同时收录，下次再试。")
    return faults[::-1]


def _told(faults: list[str]) -> str:
    more = f"（共{len(faults)}条没有收录）" if len(faults) > 1 else ""
    return f"{faults[0][:160]}{more}" if faults else ""


def _marks(answer: Answer) -> dict[str, str]:
    etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    return {"etag": etag if len(etag) <= 200 else "", "modified": modified if len(modified) <= 60 else ""}


@transaction.atomic
def note(
    source: Source, *, said: str = "", failure: str = "", marks: dict[str, str] | None = None, at: datetime
) -> None:
    """How it went this time. The audit chain is told when a failure begins, not each time it goes on."""
    held = Source.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=source.pk)
    if held.ended_at is not None:
        return
    begins = bool(failure) and held.failing_since is None
    held.read_at, held.said, held.failure = at, said[:200], failure[:200]
    held.failing_since = (held.failing_since or at) if failure else None
    for name, value in (marks or {}).items():
        setattr(held, name, value)
    held.save(update_fields=["read_at", "said", "failure", "failing_since", "etag", "modified"])
    if begins:
        record("publication.source_failed", actor="worker", agency=held.agency, object=held, at=at)


register(Periodic("publication.sources", "读取其他平台的信息", EVERY, read_due))
