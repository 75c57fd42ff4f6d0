"""The query code of a request: 16 characters without look-alikes, 80 bits, of which only the SHA-256 is kept.

issue(incoming, *, at, code=None, proof="") -> str     a new code; earlier ones of this paper end
find(number, code) -> AccessCode?                      by the number of the paper or of its case, and the code
replace(user, incoming, *, proof, at) -> str           a clerk, once somebody has proved who they are
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from django.db import transaction

from gongkai import query_code
from gongkai.agencies.permissions import Who
from gongkai.agencies.who import actor
from gongkai.audit.actions import record
from gongkai.cases import incoming as arriving
from gongkai.cases.acting import words
from gongkai.cases.models import AccessCode, Case, Incoming

_NOBODY = "-"


def issue(incoming: Incoming, *, at: datetime, code: str | None = None, proof: str = "") -> str:
    """In the caller's transaction, which writes the audit entry. ``code``: one the caller can derive again."""
    code = code or query_code.new()
    incoming.access_codes.filter(ended_at=None).update(ended_at=at)
    AccessCode.objects.create(incoming=incoming, code_sha256=query_code.sha256(code), created_at=at, proof=proof)
    return code


def of_key(key: str) -> str:
    """The code of whoever holds this random key: the same each time, and nobody else can work it out."""
    return query_code.written(hmac.new(key.encode(), b"query code", hashlib.sha256).digest()[: query_code.BYTES])


def find(number: str, code: str) -> AccessCode | None:
    """None when there is no such number, no such code, or the code is another's or has ended: all of them after
    the same question, so that neither words nor time tell which."""
    rows = AccessCode.objects.filter(code_sha256=query_code.sha256(code), ended_at=None)
    found = rows.select_related("incoming__agency", "incoming__case").first()
    numbers = _numbers(found.incoming) if found else [_NOBODY]
    fits = [
        hmac.compare_digest(query_code.plain(one).encode(), query_code.plain(number).encode()) for one in numbers
    ]
    return found if any(fits) else None


def is_current(incoming: Incoming, code: str) -> bool:
    """Does this code open this paper now."""
    return incoming.access_codes.filter(code_sha256=query_code.sha256(code), ended_at=None).exists()


@transaction.atomic
def replace(user: Who, incoming: Incoming, *, proof: str, at: datetime) -> str:
    """A new code for somebody who lost theirs, or who asked by another way and never had one. ``proof`` says how
    they showed who they are; it stays in the row. Refused without it, NotAllowed for who may not register here."""
    held = arriving.hold(user, incoming, at=at)
    proof = words(proof, "请写明申请人怎样证明了身份（如出示身份证原件）；没有核对身份的，不能补发查询码。")
    first = not held.access_codes.exists()
    code = issue(held, at=at, proof=proof[:500])
    record("access.replace", actor=actor(user), agency=held.agency, object=held, data={"first": first}, at=at)
    return code


def _numbers(incoming: Incoming) -> list[str]:
    """Under which numbers the applicant may know it: the receipt, the case, and what the case was split into."""
    case = incoming.case
    parts = Case.objects.filter(split_from=case).values_list("number", flat=True) if case else ()
    return [incoming.number, *([case.number] if case else []), *parts]
