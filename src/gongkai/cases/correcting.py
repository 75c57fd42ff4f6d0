"""Requests to correct a record about oneself (Art. 41): a case of their own kind, not in table 3.

They are drafted, reviewed, approved and sent like an answer (``deciding``), with letters of their own. Unlike a
request for information such a one may be transferred to whoever has the power to correct.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction

from gongkai.agencies.permissions import Who
from gongkai.cases import deciding
from gongkai.cases.acting import hold
from gongkai.cases.models import Case, Decision
from gongkai.cases.words import Kind
from gongkai.errors import Refused


class Result(models.TextChoices):
    """What becomes of it."""

    CORRECTED = "corrected", "予以更正"
    REFUSED = "correction-refused", "不予更正"
    TRANSFERRED = "correction-transferred", "转送有权更正的行政机关"
    TOLD = "correction-told", "告知向有权更正的行政机关提出"


# What the letter says of it, by the elements of its kind.
SAYS: Mapping[str, Mapping[str, object]] = {
    Result.CORRECTED: {"correction": "corrected"},
    Result.REFUSED: {"correction": "refused"},
    Result.TRANSFERRED: {"handled": "transferred"},
    Result.TOLD: {"handled": "told"},
}


@transaction.atomic
def draft(
    user: Who,
    case: Case,
    *,
    result: str,
    values: Mapping[str, object],
    revision: int | None = None,
    at: datetime,
) -> Decision:
    """Draft the answer to a request for correction. Refused for a request for information: that one is never
    passed on, its applicant is told the right agency (Art. 36(5))."""
    held = hold(user, case, "cases.work", "draft", revision=revision, at=at)
    if held.kind != Kind.CORRECTION:
        raise Refused(
            "公开申请不能转送；不属于本机关负责公开的，告知申请人并说明理由（《条例》第三十六条第（五）项）。"
        )
    if result not in Result.values:
        raise Refused("请从所列处理结果中选择。")
    return deciding.draft(user, held, reply=result, values={**values, **SAYS[result]}, at=at)
