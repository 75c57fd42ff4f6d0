"""The job that asks for the addresses texts link to: a few at a time, one of a host at a time, each once a week.

check_due(at, …) -> int      what is due, the longest waiting first; how many were asked for

An address is dead at once where the other side says that it is gone, else from the third failure in a row on.
Where not one of many answers, it is our own way out that is shut, and nothing is held against anybody.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q

from gongkai.jobs.registry import Periodic, register
from gongkai.publication.checks import fetching, running
from gongkai.publication.checks.fetching import Answer
from gongkai.publication.models import Link, Version
from gongkai.publication.models.checks import Kind
from gongkai.publication.states import OPEN, State

EVERY: Final = timedelta(minutes=10)
AGAIN: Final = timedelta(days=7)
AFTER_FAILURE: Final = timedelta(days=1)
FAILURES: Final = 3
_LEASE: Final = timedelta(minutes=5)
_AT_A_TIME: Final = 20
_TURN_SECONDS: Final = 40.0
# So many without one answer say that the way out is shut.
_ALL_SHUT: Final = 5
_KEPT: Final = (
    "alive", "refused", "status", "problem", "failures", "last_alive_at", "checked_at", "next_at", "claimed_until",
)  # fmt: skip
Ask = Callable[[str], Answer]


def check_due(at: datetime, *, ask: Ask = fetching.ask) -> int:
    """Asks outside of any transaction, then writes down what was found."""
    if not settings.GONGKAI_CHECK_LINKS:
        return 0
    began, answers = time.monotonic(), list[tuple[Link, Answer]]()
    for link in _claimed(at):
        if time.monotonic() - began > _TURN_SECONDS:
            break
        answers.append((link, ask(link.url)))
    shut = len(answers) >= _ALL_SHUT and all(answer.status is None and not answer.refused for _, answer in answers)
    for link, answer in answers:
        if shut:
            Link.objects.filter(pk=link.pk).update(claimed_until=None, next_at=at + timedelta(hours=1))
        else:
            _note(link, answer, at)
    return len(answers)


def _claimed(at: datetime) -> list[Link]:
    """Due, one of each host, ours until the lease ends. Nobody links to the others any more."""
    due = Link.objects.filter(_free(at), next_at__lte=at, uses__isnull=False).distinct().order_by("next_at", "pk")
    by_host: dict[str, Link] = {}
    for link in due[: _AT_A_TIME * 5]:
        by_host.setdefault(link.host, link)
    chosen = list(by_host.values())[:_AT_A_TIME]
    return [link for link in chosen if _claim(link, at)]


def _free(at: datetime) -> Q:
    return Q(claimed_until=None) | Q(claimed_until__lte=at)


def _claim(link: Link, at: datetime) -> bool:
    return Link.objects.filter(_free(at), pk=link.pk).update(claimed_until=at + _LEASE) == 1


def _note(link: Link, answer: Answer, at: datetime) -> None:
    before = link.alive
    link.failures = 0 if answer.alive else link.failures + 1
    link.alive = _alive(link, answer)
    link.refused, link.status, link.problem = answer.refused, answer.status, answer.problem[:200]
    link.checked_at, link.claimed_until = at, None
    link.next_at = at + (AGAIN if answer.alive is not None else AFTER_FAILURE)
    if answer.alive:
        link.last_alive_at = at
    link.save(update_fields=_KEPT)
    if (before is False) != (link.alive is False):
        for version in _using(link):
            running.again(version, Kind.LINKS, at=at)


def _alive(link: Link, answer: Answer) -> bool | None:
    if answer.alive is not None:
        return answer.alive
    return False if link.failures >= FAILURES else link.alive


def _using(link: Link) -> list[Version]:
    rows = Version.objects.filter(link_uses__link=link, state__in=(*OPEN, State.RELEASED))
    return list(rows.select_related("item__agency"))


register(Periodic("publication.links", "检查公开信息中的链接", EVERY, check_due, lease=_LEASE))
