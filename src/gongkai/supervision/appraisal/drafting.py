"""A questionnaire as it is written: what it says, its questions, who is asked. All of it only while it is a draft.

draft(user, agency, given, *, at) -> Questionnaire       appraises the agency itself until it is said otherwise
edit(user, questionnaire, given, *, at)                  ``given`` names ``FIELDS``
put_question(user, questionnaire, given, *, question, at) -> Question        a new one, or one changed
move_question(user, question, *, up, at)     remove_question(user, question, *, at)
put_panel(user, questionnaire, given, *, panel, at) -> Panel                 remove_panel(user, panel, *, at)
copied(user, questionnaire, *, at) -> Questionnaire      the next one of the series, a draft a year later

Once it is open nothing of it changes any more: what was asked stays what was answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction

from gongkai.agencies.kinds import Kind as AgencyKind
from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.supervision.appraisal.holding import finished, held
from gongkai.supervision.appraisal.questions import options_of
from gongkai.supervision.appraisal.states import Kind, Opening
from gongkai.supervision.models import Appraised, Panel, Question, Questionnaire

FIELDS: Final = ("title", "introduction", "opens_on", "closes_on", "place", "appraised")
QUESTION_FIELDS: Final = ("kind", "text", "hint", "options", "unknown", "each", "required", "most")
PANEL_FIELDS: Final = ("name", "opening", "size", "weight")
MOST_QUESTIONS: Final = 50
MOST_PANELS: Final = 12
LARGEST_PANEL: Final = 5000
LONGEST_TEXT: Final = 2000


@transaction.atomic
def draft(user: Who, agency: Agency, given: Mapping[str, Any], *, at: datetime) -> Questionnaire:
    """Refused for days that end before they begin, and for bodies that are not the agency's own to appraise."""
    ensure(user, "appraisals.draft", agency, on=day(at))
    made = Questionnaire(agency=agency, created_by=person(user), created_at=at)
    bodies = _fill(made, {"appraised": [agency], **given}, at)
    made.save()
    _appraise(made, bodies)
    record("appraisals.draft", actor=actor(user), agency=agency, object=made, data=_facts(made), at=at)
    return made


@transaction.atomic
def edit(
    user: Who, questionnaire: Questionnaire, given: Mapping[str, Any], *, revision: int | None = None, at: datetime
) -> Questionnaire:
    found = held(user, "appraisals.draft", questionnaire, "edit", revision=revision, at=at)
    now = {"appraised": [one.agency for one in found.appraised.select_related("agency")]}
    bodies = _fill(found, {**now, **given}, at)
    found.appraised.exclude(agency__in=bodies).delete()
    _appraise(found, bodies)
    return finished(user, found, "edit", _facts(found), at)


def may_be_appraised(agency: Agency, on: date) -> AgencyQuerySet:
    """The agency itself and those below it; offices inside one are not bodies of their own."""
    return (
        Agency.objects.below(agency).on(on).exclude(models.Q(kind=AgencyKind.INTERNAL) & ~models.Q(pk=agency.pk))
    )


@transaction.atomic
def put_question(
    user: Who, questionnaire: Questionnaire, given: Mapping[str, Any], *, question: Question | None = None,
    revision: int | None = None, at: datetime,
) -> Question:  # fmt: skip
    """``options`` as a person writes them (``questions.options_of``). Refused, saying which line is wrong."""
    found = held(user, "appraisals.draft", questionnaire, "edit", revision=revision, at=at)
    one = found.questions.get(pk=question.pk) if question else Question(questionnaire=found)
    for name in QUESTION_FIELDS:
        if name != "options" and name in given:
            setattr(one, name, _plain(given[name]))
    one.options = options_of(one.kind, str(given.get("options", "")))
    if one.kind == Kind.TEXT and (one.each or one.unknown):
        raise Refused("用文字回答的问题只问一次，也不设“不了解”；不想回答的，可以设为选填。")
    if not 1 <= one.most <= LONGEST_TEXT:
        raise Refused(f"最多字数应是1到{LONGEST_TEXT}。")
    if question is None:
        one.order = _next(found.questions.all(), MOST_QUESTIONS, "问题")
    _ensure_sound(one)
    one.save()
    finished(user, found, "question", {"question": one.order, "kind": one.kind, "new": question is None}, at)
    return one


@transaction.atomic
def move_question(user: Who, question: Question, *, up: bool, at: datetime) -> Questionnaire:
    """Nothing for the first one up, or the last one down."""
    found = held(user, "appraisals.draft", question.questionnaire, "edit", at=at)
    order = list(found.questions.values_list("pk", flat=True))
    place = order.index(question.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return found
    order[place], order[other] = order[other], order[place]
    _number(found, order)
    return finished(user, found, "question-move", {"from": place + 1, "to": other + 1}, at)


@transaction.atomic
def remove_question(user: Who, question: Question, *, revision: int | None = None, at: datetime) -> Questionnaire:
    found = held(user, "appraisals.draft", question.questionnaire, "edit", revision=revision, at=at)
    place = found.questions.get(pk=question.pk).order
    found.questions.filter(pk=question.pk).delete()
    _number(found, found.questions.values_list("pk", flat=True))
    return finished(user, found, "question-remove", {"question": place}, at)


@transaction.atomic
def put_panel(
    user: Who, questionnaire: Questionnaire, given: Mapping[str, Any], *, panel: Panel | None = None,
    revision: int | None = None, at: datetime,
) -> Panel:  # fmt: skip
    """Refused for a second panel of anybody, and for a list whose number is not said."""
    found = held(user, "appraisals.draft", questionnaire, "edit", revision=revision, at=at)
    one = found.panels.get(pk=panel.pk) if panel else Panel(questionnaire=found)
    for name in PANEL_FIELDS:
        if name in given:
            setattr(one, name, _plain(given[name]))
    others = found.panels.exclude(pk=one.pk)
    if others.filter(name=one.name).exists():
        raise Refused(f"已经有评议主体“{one.name}”。")
    if one.opening == Opening.ANYONE:
        one.size = None
        if others.filter(opening=Opening.ANYONE).exists():
            raise Refused("“任何人在网上”参加的评议主体只能有一个：网上答卷的人分不出是哪一个。")
    elif not one.size or not 1 <= one.size <= LARGEST_PANEL:
        raise Refused(f"凭邀请码参加的，请填写名单人数（1到{LARGEST_PANEL}）。")
    if one.weight is not None and not 0 < one.weight <= Decimal(100):
        raise Refused("权重应大于0，不超过100；不按权重计算的不填。")
    if panel is None:
        one.order = _next(found.panels.all(), MOST_PANELS, "评议主体")
    _ensure_sound(one)
    one.save()
    data = {"panel": one.order, "opening": one.opening, "size": one.size, "new": panel is None}
    finished(user, found, "panel", data, at)
    return one


@transaction.atomic
def remove_panel(user: Who, panel: Panel, *, revision: int | None = None, at: datetime) -> Questionnaire:
    found = held(user, "appraisals.draft", panel.questionnaire, "edit", revision=revision, at=at)
    place = found.panels.get(pk=panel.pk).order
    found.panels.filter(pk=panel.pk).delete()
    return finished(user, found, "panel-remove", {"panel": place}, at)


@transaction.atomic
def copied(user: Who, questionnaire: Questionnaire, *, at: datetime) -> Questionnaire:
    """Its questions and panels, without its answers; the year in its title and its days go on by one. Of a body
    that is gone since nothing is asked."""
    before = Questionnaire.objects.select_related("agency").get(pk=questionnaire.pk)
    ensure(user, "appraisals.draft", before.agency, on=day(at))
    year = before.opens_on.year
    made = Questionnaire.objects.create(
        agency=before.agency, title=before.title.replace(str(year), str(year + 1)),
        introduction=before.introduction.replace(str(year), str(year + 1)), opens_on=_year_on(before.opens_on),
        closes_on=_year_on(before.closes_on), place=before.place, copied_from=before, issue=before.issue + 1,
        created_by=person(user), created_at=at,
    )  # fmt: skip
    still = may_be_appraised(before.agency, day(at)).filter(pk__in=before.appraised.values("agency"))
    _appraise(made, still)
    for question in before.questions.all():
        question.pk, question.questionnaire = None, made
        question.save(force_insert=True)
    for panel in before.panels.all():
        panel.pk, panel.questionnaire, panel.codes_at = None, made, None
        panel.save(force_insert=True)
    data = {**_facts(made), "from": before.key, "issue": made.issue}
    record("appraisals.copy", actor=actor(user), agency=made.agency, object=made, data=data, at=at)
    return made


def _fill(made: Questionnaire, given: Mapping[str, Any], at: datetime) -> list[Agency]:
    """The bodies that are appraised."""
    for name in FIELDS:
        if name != "appraised" and name in given:
            setattr(made, name, _plain(given[name]))
    if made.closes_on < made.opens_on:
        raise Refused("截止日期不能早于开始日期。")
    _ensure_sound(made)
    bodies = list(given["appraised"])
    if not bodies:
        raise Refused("请选择被评议的机关：本机关，或者所属的机关。")
    able = set(may_be_appraised(made.agency, day(at)).values_list("pk", flat=True))
    if wrong := next((one for one in bodies if one.pk not in able), None):
        raise Refused(f"“{wrong.name}”不是本机关或者所属的机关，不能由本机关组织评议。")
    return bodies


def _appraise(made: Questionnaire, bodies: Iterable[Agency]) -> None:
    there = set(made.appraised.values_list("agency_id", flat=True))
    Appraised.objects.bulk_create(
        Appraised(questionnaire=made, agency=one) for one in bodies if one.pk not in there
    )


def _ensure_sound(made: models.Model) -> None:
    """What its fields refuse: too long, not among the choices, missing."""
    skipped = ("agency", "questionnaire", "options", "created_at", "created_by", "order")
    try:
        made.clean_fields(exclude=[*skipped, *(one.name for one in made._meta.fields if one.null)])
    except ValidationError as error:
        labels = {one.name: str(one.verbose_name) for one in made._meta.fields}
        said = (f"{labels[name]}：{text}" for name, texts in error.message_dict.items() for text in texts)
        raise Refused("".join(said)) from error


def _plain(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _facts(made: Questionnaire) -> dict[str, object]:
    return {"from": made.opens_on.isoformat(), "to": made.closes_on.isoformat(), "place": made.place,
            "appraised": made.appraised.count()}  # fmt: skip


def _next(rows: models.QuerySet[Any], most: int, what: str) -> int:
    numbers = [int(one.order) for one in rows]
    if len(numbers) >= most:
        raise Refused(f"一份问卷最多{most}个{what}。")
    return max(numbers, default=0) + 1


def _number(found: Questionnaire, keys: Iterable[int]) -> None:
    """In this order; beyond all others first, since two never stand in one place."""
    ordered = list(keys)
    for first in (MOST_QUESTIONS * 2, 1):
        for number, key in enumerate(ordered, start=first):
            found.questions.filter(pk=key).update(order=number)


def _year_on(day: date) -> date:
    """The same day of the next year; the 28th for the 29th of February."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + 1, day.month, last)
