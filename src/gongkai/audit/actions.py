"""The one way into the audit chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction

from gongkai.audit import sql
from gongkai.audit.chain import GENESIS, Link, canonical
from gongkai.audit.models import Entry


class Keyed(Protocol):
    """Whatever carries its own plain key, as persons and agencies do."""

    @property
    def key(self) -> str: ...


def record(
    verb: str,
    *,
    actor: str | Keyed,
    agency: str | Keyed | None,
    object: str | Keyed,
    reason: str = "",
    data: Mapping[str, object] | None = None,
    at: datetime,
) -> Entry:
    """Append one entry, in the caller's transaction: it stands if and only if what it tells stands.

    ``data`` holds plain JSON facts (numbers, codes, days as text), never personal data. Appends wait for
    one another until the end of the transaction that holds the turn.
    """
    with transaction.atomic():
        sql.lock(connection)
        last = Entry.objects.order_by("-sequence").values_list("sequence", "digest").first() or (0, GENESIS)
        link = Link(
            sequence=last[0] + 1,
            at=at,
            verb=verb,
            actor=_key(actor),
            agency=_key(agency),
            object=_key(object),
            reason=reason,
            data=canonical(data or {}),
            previous=last[1],
        )
        return Entry.objects.create(**link.__dict__, digest=link.digest())


def _key(thing: str | Keyed | None) -> str:
    return thing if isinstance(thing, str) else thing.key if thing is not None else ""
