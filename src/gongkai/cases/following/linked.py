"""What a signed link opens: one letter that was laid ready, and the information that came with it. Nothing else of
the request: for that number and code are asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.audit.actions import record
from gongkai.cases.asking import ACTOR
from gongkai.cases.models import ElectronicDelivery
from gongkai.documents import queries as documents

from .given import Given, given


def files(delivery: ElectronicDelivery) -> tuple[Given, ...]:
    """None before it was opened: a program that only looks where a link leads is given nothing."""
    if delivery.opened_at is None:
        return ()
    return tuple(one for one in given(delivery.service.case) if one.service.pk == delivery.service_id)


@transaction.atomic
def fetch(delivery: ElectronicDelivery, key: str, *, at: datetime) -> tuple[Given, bytes] | None:
    """One of them, as it was sealed and checked; each time in the chain. None for any other."""
    one = next((one for one in files(delivery) if one.key == key), None)
    if one is None:
        return None
    data, case = documents.content(one.file), delivery.service.case
    told = {"what": one.key, "delivery": delivery.key}
    record("follow.fetch", actor=ACTOR, agency=case.agency, object=case, data=told, at=at)
    return one, data
