"""A sheet as it comes in.

accepts(questionnaire, on) -> bool
answer(questionnaire, given, *, code, at) -> Panel       ``given``: ``questions.Asked.name`` -> what was said

Who answers is nobody here: the chain tells that a sheet came and of which panel, not which one, so that the number
of sheets can be proved and no sheet can be found by its time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from gongkai import query_code
from gongkai.agencies.who import day
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.supervision.appraisal.questions import UNKNOWN, Asked, asked_of
from gongkai.supervision.appraisal.states import Kind, Opening, State, after
from gongkai.supervision.models import AnswerSheet, Panel, PanelCode, Questionnaire

ACTOR: Final = "visitor"
_NO_CODE: Final = "邀请码不对，或者已经用过。请核对通知书上的邀请码，不分大小写；已经提交过的，那一份已经计入。"


class WrongCode(Refused):
    """No code of this questionnaire, or one that is used up: who tries many is asked to wait by the face."""

    code = "refused.wrong-code"


def accepts(questionnaire: Questionnaire, on: date) -> bool:
    return questionnaire.state == State.OPEN and questionnaire.opens_on <= on <= questionnaire.closes_on


@transaction.atomic
def answer(questionnaire: Questionnaire, given: Mapping[str, Any], *, code: str = "", at: datetime) -> Panel:
    """Refused outside its days, for a code that is not good, and for what is no answer to its question."""
    rows = Questionnaire.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    found = rows.get(pk=questionnaire.pk)
    after(found.state, "answer")
    if not accepts(found, day(at)):
        raise Refused(f"这次评议的时间是{found.opens_on}至{found.closes_on}，现在不能答卷。")
    said = [(one, _said(one, given.get(one.name))) for one in asked_of(found)]
    answers = {one.name: what for one, what in said if what is not None and one.question.kind != Kind.TEXT}
    texts = {one.name: what for one, what in said if what is not None and one.question.kind == Kind.TEXT}
    if not answers and not texts:
        raise Refused("还没有回答任何问题。")
    panel = _panel(found, code)
    written = json.dumps(texts, ensure_ascii=False) if texts else ""
    AnswerSheet.objects.create(panel=panel, answers=answers, texts=written)
    record("appraisals.answer", actor=ACTOR, agency=found.agency, object=found, data={"panel": panel.order}, at=at)
    return panel


def _panel(found: Questionnaire, code: str) -> Panel:
    """The one of the code, which is used up with this; without one that of anybody."""
    if not code.strip():
        panel = found.panels.filter(opening=Opening.ANYONE).first()
        if panel is None:
            raise Refused("这次评议凭邀请码参加，请填写通知书上的邀请码。")
        return panel
    known = PanelCode.objects.filter(panel__questionnaire=found, sha256=query_code.sha256(code))
    held = known.select_related("panel").first()
    # Two sheets with one code at once: only one of them deletes it.
    if held is None or not PanelCode.objects.filter(pk=held.pk).delete()[0]:
        raise WrongCode(_NO_CODE)
    return held.panel


def _said(one: Asked, value: Any) -> Any:
    """As it is kept; None for nothing."""
    kept = _READ[Kind(one.question.kind)](one, value)
    if kept is None and one.question.required:
        raise Refused(f"请回答“{one.label}”。")
    return kept


def _one(one: Asked, value: Any) -> Any:
    if value in (None, ""):
        return None
    if value == UNKNOWN and one.question.unknown:
        return UNKNOWN
    return _place(one, value)


def _several(one: Asked, value: Any) -> Any:
    if not value:
        return None
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise Refused(f"“{one.label}”的回答不在选项之内。")
    if UNKNOWN in value and one.question.unknown:
        if len(value) > 1:
            raise Refused(f"“{one.label}”选了“不了解”，就不能再选其他。")
        return UNKNOWN
    return sorted({_place(one, each) for each in value})


def _text(one: Asked, value: Any) -> Any:
    said = str(value or "").strip()
    if len(said) > one.question.most:
        raise Refused(f"“{one.label}”最多{one.question.most}个字，请删减。")
    return said or None


def _place(one: Asked, value: Any) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) < len(one.question.options)):
        raise Refused(f"“{one.label}”的回答不在选项之内。")
    return int(text)


_READ = {Kind.ONE: _one, Kind.SCALE: _one, Kind.SEVERAL: _several, Kind.TEXT: _text}
