"""Hearings: set by the body, then held or not; in court the head of the agency appears (《行政诉讼法》 Art. 3).

plan(user, proceeding, *, on, …) -> Hearing
held(user, hearing, *, head_appeared, absence, …)      it took place, and who came
dropped(user, hearing, …)                              it did not
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.cases.filing import Paper
from gongkai.errors import Refused, WrongState
from gongkai.review import filing
from gongkai.review.acting import check_day, finish, hold, words
from gongkai.review.models import Hearing, Proceeding
from gongkai.review.words import Paper as What


@transaction.atomic
def plan(
    user: Who,
    proceeding: Proceeding,
    *,
    on: date,
    place: str = "",
    agents: str = "",
    authority: Paper | None = None,
    revision: int | None = None,
    at: datetime,
) -> Hearing:
    """On a day, past or to come. ``agents``: who goes, by post; ``authority``: their power of attorney. Refused
    before the copy came."""
    of = hold(user, proceeding, "hear", revision=revision, at=at)
    if on < of.received_on:
        raise Refused(f"听证（开庭）日期早于收到副本的日期（{of.received_on}），请核对。")
    if authority is not None:
        filing.put(user, of, authority, what=What.AUTHORITY, at=at)
    made = Hearing.objects.create(proceeding=of, on=on, place=place.strip()[:120], agents=agents.strip()[:200])
    data = {"hearing": made.pk, "authority": authority is not None}
    finish(user, of, "hear", on=on, data=data, at=at)
    return made


@transaction.atomic
def held(
    user: Who,
    hearing: Hearing,
    *,
    head_appeared: bool | None = None,
    absence: str = "",
    revision: int | None = None,
    at: datetime,
) -> Hearing:
    """In court it must be said whether the head appeared, and why not; a review body need not be told."""
    of, one = _hold(user, hearing, revision, at)
    check_day(one.on, "听证（开庭）日期", at=at)
    if not of.is_review and head_appeared is None:
        raise Refused("请登记行政机关负责人是否出庭（《行政诉讼法》第三条）。")
    if not of.is_review and not head_appeared:
        absence = words(absence, "负责人没有出庭的，请写明理由（《行政诉讼法》第三条）。")
    one.held, one.head_appeared, one.absence = True, head_appeared, absence.strip()[:200]
    one.save()
    data = {"hearing": one.pk, "held": True, "head": head_appeared}
    finish(user, of, "hear", on=one.on, data=data, at=at)
    return one


@transaction.atomic
def dropped(user: Who, hearing: Hearing, *, revision: int | None = None, at: datetime) -> Hearing:
    """It did not take place; another is planned anew."""
    of, one = _hold(user, hearing, revision, at)
    one.held = False
    one.save()
    finish(user, of, "hear", on=one.on, data={"hearing": one.pk, "held": False}, at=at)
    return one


def _hold(user: Who, hearing: Hearing, revision: int | None, at: datetime) -> tuple[Proceeding, Hearing]:
    of = hold(user, hearing.proceeding, "hear", revision=revision, at=at)
    one = Hearing.objects.get(pk=hearing.pk)
    if one.held is not None:
        raise WrongState("这次听证（开庭）的情况已经登记。")
    return of, one
