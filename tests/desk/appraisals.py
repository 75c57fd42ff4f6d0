"""The addresses of 社会评议, filled in with a questionnaire of one agency."""

from __future__ import annotations

from datetime import date

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.supervision.appraisal import drafting, running
from gongkai.supervision.models import Questionnaire

from .conftest import AT

SCALE = "3 满意\n2 一般\n1 不满意"


def drafted(agency: Agency) -> Questionnaire:
    given = {
        "title": f"{agency.name}2025年度社会评议",
        "opens_on": date(2025, 1, 20),
        "closes_on": date(2025, 1, 31),
    }
    made = drafting.draft(OPERATOR, agency, given, at=AT)
    question = {"kind": "scale", "text": "您对政务公开是否满意", "options": SCALE, "unknown": True}
    drafting.put_question(OPERATOR, made, question, at=AT)
    drafting.put_question(OPERATOR, made, {"kind": "text", "text": "您的意见", "required": False}, at=AT)
    drafting.put_panel(OPERATOR, made, {"name": "群众", "opening": "anyone"}, at=AT)
    drafting.put_panel(OPERATOR, made, {"name": "人大代表", "opening": "invited", "size": 6}, at=AT)
    made.refresh_from_db()
    return made


def appraisal_addresses(agency: Agency) -> dict[str, list[object]]:
    one = drafted(agency)
    closed = running.close(OPERATOR, running.open_(OPERATOR, drafted(agency), at=AT), reason="试", at=AT)
    return {
        **{name: [one.pk] for name in ("appraisal", "appraisal_edit", "appraisal_preview",
                                       "appraisal_question_new", "appraisal_panel_new")},
        "appraisal_results": [closed.pk],
        "appraisal_question": [one.pk, 1],
        "appraisal_question_do": [one.pk, 1, "up"],
        **{name: [one.pk, 2] for name in ("appraisal_panel", "appraisal_panel_remove", "appraisal_codes")},
        "appraisal_do": [one.pk, "open"],
    }  # fmt: skip
