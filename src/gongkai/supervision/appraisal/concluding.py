"""What it came to: written by one, approved by another, published, and told in the records of the year.

conclude(user, questionnaire, results, *, at)     {agency key: words} for every body that was appraised
approve(user, questionnaire, *, at)               never by who wrote the questionnaire or the results
send_back(user, questionnaire, *, reason, at)
publish(user, questionnaire, *, at)               and a record of the work (社会评议) for each body, for the report
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.errors import NotAllowed, Refused
from gongkai.supervision import actions
from gongkai.supervision.appraisal.holding import finished, held
from gongkai.supervision.appraisal.results import Results, read
from gongkai.supervision.appraisal.states import after
from gongkai.supervision.models import Appraisal, Appraised, Questionnaire

_LONGEST_RESULT = 200


@transaction.atomic
def conclude(
    user: Who,
    questionnaire: Questionnaire,
    results: Mapping[int, str],
    *,
    revision: int | None = None,
    at: datetime,
) -> Questionnaire:
    """Refused while a body has no words, or too many."""
    found = held(user, "appraisals.draft", questionnaire, "conclude", revision=revision, at=at)
    for one in found.appraised.select_related("agency"):
        words = results.get(one.agency_id, "").strip()
        if not words:
            raise Refused(f"请填写对{one.agency.name}的评议结果，例如：良好；没有人答卷的，写明没有收到答卷。")
        if len(words) > _LONGEST_RESULT:
            raise Refused(f"对{one.agency.name}的评议结果超过{_LONGEST_RESULT}个字，请缩短。")
        one.result = words
        one.save()
    found.concluded_by = person(user)
    return finished(user, found, "conclude", {"appraised": len(results)}, at)


@transaction.atomic
def approve(
    user: Who, questionnaire: Questionnaire, *, revision: int | None = None, at: datetime
) -> Questionnaire:
    """NotAllowed for who wrote it; Refused before it is said what it came to."""
    found = held(user, "appraisals.approve", questionnaire, "approve", revision=revision, at=at)
    me = person(user)
    if me is not None and me in (found.created_by, found.concluded_by):
        raise NotAllowed("起草问卷或者填写评议结果的人不能审定，请由本机关其他有审定权限的人办理。")
    if found.appraised.filter(result="").exists():
        raise Refused("还没有填写评议结果，请先填写。")
    found.state, found.approved_by, found.approved_at = after(found.state, "approve"), me, at
    return finished(user, found, "approve", {}, at)


@transaction.atomic
def send_back(
    user: Who, questionnaire: Questionnaire, *, reason: str, revision: int | None = None, at: datetime
) -> Questionnaire:
    found = held(user, "appraisals.approve", questionnaire, "send_back", revision=revision, at=at)
    if not reason.strip():
        raise Refused("请写明退回的理由。")
    found.state, found.approved_by, found.approved_at = after(found.state, "send_back"), None, None
    return finished(user, found, "send_back", {}, at, reason=reason.strip())


@transaction.atomic
def publish(
    user: Who, questionnaire: Questionnaire, *, revision: int | None = None, at: datetime
) -> Questionnaire:
    """Everybody may read what was counted. Refused where the appraisal was written down by hand already: the
    report would tell of it twice."""
    found = held(user, "appraisals.run", questionnaire, "publish", revision=revision, at=at)
    results = read(found.results)
    bodies = list(found.appraised.select_related("agency"))
    for one in bodies:
        _ensure_told_once(found, one)
        one.record = actions.put(user, one.agency, Appraisal, _given(found, one, results, at), at=at)
        one.save()
    found.state, found.published_at = after(found.state, "publish"), at
    return finished(user, found, "publish", {"records": [one.record.key for one in bodies if one.record]}, at)


def _ensure_told_once(found: Questionnaire, one: Appraised) -> None:
    assert found.ended_on is not None
    same = Appraisal.objects.filter(agency=one.agency, on__year=found.ended_on.year, title=found.title)
    if same.filter(withdrawn_at=None).exists():
        raise Refused(
            f"{one.agency.name}{found.ended_on.year}年的工作台账已经登记了“{found.title}”；公布时会自动登记，"
            "请先撤下手工登记的那一条，免得年度报告算两次。"
        )


def _given(found: Questionnaire, one: Appraised, results: Results, at: datetime) -> dict[str, object]:
    return {
        "on": found.ended_on, "title": found.title, "asked": results.answered,
        "panel": _within("、".join(one.name for one in results.panels), 200),
        "scale": _within(results.headline, 100), "result": one.result,
        "published_on": day(at),
    }  # fmt: skip


def _within(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
