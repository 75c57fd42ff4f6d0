"""Questionnaires as an office writes them, and sheets as they come in."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.supervision.appraisal import answering, codes, drafting, running
from gongkai.supervision.appraisal.questions import asked_of
from gongkai.supervision.models import Panel, Questionnaire
from tests.district import SHANGHAI

AT = datetime(2024, 11, 20, 9, 0, tzinfo=SHANGHAI)
AFTER = datetime(2024, 12, 2, 9, 0, tzinfo=SHANGHAI)
TITLE = "2024年度政务公开社会评议"
SCALE = "4 满意\n3 基本满意\n2 一般\n1 不满意"


def drafted(user: Person, agency: Agency, **given: Any) -> Questionnaire:
    """Without questions and panels."""
    first = {"title": TITLE, "opens_on": date(2024, 11, 20), "closes_on": date(2024, 11, 30)}
    return drafting.draft(user, agency, {**first, **given}, at=AT)


def written(user: Person, agency: Agency, **given: Any) -> Questionnaire:
    """A scale for each body, a choice of several, words; anybody and invited deputies."""
    made = drafted(user, agency, **given)
    for question in (
        {"kind": "scale", "text": "您对政务公开工作是否满意", "options": SCALE, "unknown": True, "each": True},
        {"kind": "several", "text": "您从哪里了解政府信息", "options": "网站\n公告栏\n电话", "required": False},
        {"kind": "text", "text": "您的意见", "required": False, "most": 100},
    ):
        drafting.put_question(user, made, question, at=AT)
    drafting.put_panel(user, made, {"name": "群众", "opening": "anyone", "weight": Decimal(40)}, at=AT)
    deputies = {"name": "人大代表", "opening": "invited", "size": 8, "weight": Decimal(60)}
    drafting.put_panel(user, made, deputies, at=AT)
    made.refresh_from_db()
    return made


def opened(user: Person, made: Questionnaire) -> Questionnaire:
    return running.open_(user, made, at=AT)


def invited_panel(made: Questionnaire) -> Panel:
    return made.panels.get(opening="invited")


def invitations(user: Person, made: Questionnaire) -> list[str]:
    return codes.issue(user, invited_panel(made), at=AT)


def sheet(made: Questionnaire, scale: object = 0, several: object = None, words: str = "") -> dict[str, object]:
    """The scale alike for each body."""
    said = {"scale": scale, "several": several, "text": words}
    return {one.name: said[one.question.kind] for one in asked_of(made)}


def answered(made: Questionnaire, *scales: object, codes: list[str] | None = None, **more: Any) -> None:
    """A sheet for each; with a code each where there are codes."""
    for place, scale in enumerate(scales):
        code = codes[place] if codes else ""
        answering.answer(made, sheet(made, scale, **more), code=code, at=AT)
