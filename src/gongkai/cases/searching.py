"""Where and how the information was looked for, signed by who did (Art. 36(4); guiding case 101)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.cases import events
from gongkai.cases.acting import finish, hold, words
from gongkai.cases.models import Case, SearchRecord
from gongkai.errors import NotAllowed, WrongState


@transaction.atomic
def record_search(
    user: Who,
    case: Case,
    *,
    systems: str,
    keywords: str,
    offices: str = "",
    on: date,
    result: str,
    found: bool,
    searched_by: str,
    sign: bool = True,
    revision: int | None = None,
    at: datetime,
) -> SearchRecord:
    """Enter a search. It is evidence once it is signed, by who enters it or later by who searched (``sign``)."""
    held = hold(user, case, "cases.work", "search", revision=revision, at=at)
    events.check_day(held, on, at)
    made = SearchRecord.objects.create(
        case=held,
        systems=words(systems, "请写明检索了哪些系统和载体。"),
        keywords=words(keywords, "请写明检索词。"),
        offices=offices.strip(),
        searched_on=on,
        result=words(result, "请写明检索结果。"),
        found=found,
        searched_by=words(searched_by, "请写明检索人。"),
        signed_by=person(user) if sign else None,
        signed_at=at if sign else None,
        created_at=at,
    )
    events.add(held, "searched", on, data={"search": made.pk, "found": found, "signed": sign}, by=user, at=at)
    finish(user, held, "search", "search", data={"found": found, "signed": sign}, at=at)
    return made


@transaction.atomic
def sign(user: Who, made: SearchRecord, *, revision: int | None = None, at: datetime) -> SearchRecord:
    """Sign a record that somebody else typed. WrongState when it is signed."""
    held = hold(user, made.case, "cases.work", "search", revision=revision, at=at)
    if person(user) is None:
        raise NotAllowed("检索记录须由检索人本人签字。")
    made = SearchRecord.objects.select_for_update(no_key=True, of=("self",)).get(pk=made.pk)
    if made.signed_at is not None:
        raise WrongState("这份检索记录已经签字。")
    made.signed_by, made.signed_at = person(user), at
    made.save(update_fields=["signed_by", "signed_at"])
    events.add(held, "search-signed", day(at), data={"search": made.pk}, by=user, at=at)
    finish(user, held, "search", "sign_search", at=at)
    return made


def looked(case: Case) -> bool:
    """There is a signed search that found nothing, and none after it that found something."""
    last = case.searches.exclude(signed_at=None).order_by("searched_on", "pk").last()
    return last is not None and not last.found
