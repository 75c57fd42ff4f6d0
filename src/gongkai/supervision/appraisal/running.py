"""From the draft to the count: opened, closed, withdrawn.

open_(user, questionnaire, *, at)              from then on nothing of it changes
close(user, questionnaire, *, reason, at)      counted, once and for all; before its last day with a reason
withdraw(user, questionnaire, *, reason, at)   it was a mistake: its sheets and codes are deleted
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.errors import Refused
from gongkai.supervision.appraisal.holding import finished, held
from gongkai.supervision.appraisal.questions import asked_of
from gongkai.supervision.appraisal.results import count
from gongkai.supervision.appraisal.states import Kind, after
from gongkai.supervision.models import AnswerSheet, PanelCode, Questionnaire

MOST_FIELDS: Final = 300
_ALL = Decimal(100)


@transaction.atomic
def open_(user: Who, questionnaire: Questionnaire, *, revision: int | None = None, at: datetime) -> Questionnaire:
    """Refused while something lacks (``lacking``)."""
    found = held(user, "appraisals.run", questionnaire, "open", revision=revision, at=at)
    if lacks := lacking(found, at=at):
        raise Refused("".join(lacks))
    found.state, found.opened_by, found.opened_at = after(found.state, "open"), person(user), at
    data = {"questions": found.questions.count(), "panels": found.panels.count()}
    return finished(user, found, "open", data, at)


def lacking(found: Questionnaire, *, at: datetime) -> list[str]:
    """What keeps a draft from being opened, in sentences."""
    panels = list(found.panels.all())
    weights = [one.weight for one in panels if one.weight is not None]
    asked = asked_of(found)
    wrong = {
        "截止日期已过，请先修改日期。": found.closes_on < day(at),
        "请至少写一个单选、多选或者量表问题；只有文字问题不能统计。": all(
            one.question.kind == Kind.TEXT for one in asked
        ),
        "请至少写一个评议主体。": not panels,
        "请选择被评议的机关。": not found.appraised.exists(),
        "权重要么每个评议主体都填，合计100，要么都不填。": bool(weights)
        and (len(weights) != len(panels) or sum(weights) != _ALL),
        f"问题乘以被评议机关有{len(asked)}项，超过{MOST_FIELDS}项，没有人答得完，请分成几份问卷。": len(asked)
        > MOST_FIELDS,
    }
    return [said for said, is_so in wrong.items() if is_so]


@transaction.atomic
def close(
    user: Who, questionnaire: Questionnaire, *, reason: str = "", revision: int | None = None, at: datetime
) -> Questionnaire:
    """No answer comes after this, and what was answered is counted. The codes that nobody used are deleted."""
    found = held(user, "appraisals.run", questionnaire, "close", revision=revision, at=at)
    early = day(at) <= found.closes_on
    if early and not reason.strip():
        raise Refused(f"评议到{found.closes_on}才截止；提前结束的，请写明理由。")
    found.state, found.closed_by, found.closed_at = after(found.state, "close"), person(user), at
    found.ended_on = min(day(at), found.closes_on)
    found.results = count(found)
    PanelCode.objects.filter(panel__questionnaire=found).delete()
    data = {"sheets": {str(one["order"]): one["answered"] for one in found.results["panels"]}, "early": early}
    return finished(user, found, "close", data, at, reason=reason.strip())


@transaction.atomic
def withdraw(
    user: Who, questionnaire: Questionnaire, *, reason: str, revision: int | None = None, at: datetime
) -> Questionnaire:
    """Refused without a reason."""
    found = held(user, "appraisals.run", questionnaire, "withdraw", revision=revision, at=at)
    if not reason.strip():
        raise Refused("请写明作废的理由，例如：问题有误。")
    sheets, _ = AnswerSheet.objects.filter(panel__questionnaire=found).delete()
    PanelCode.objects.filter(panel__questionnaire=found).delete()
    found.state, found.withdrawn_because = after(found.state, "withdraw"), reason.strip()
    return finished(user, found, "withdraw", {"sheets": sheets}, at, reason=reason.strip())
