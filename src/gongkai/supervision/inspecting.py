"""An inspection of a quarter: begun, answered from records where they tell, judged by hand elsewhere, closed.

begin(user, agency, *, year, quarter, own, at) -> Inspection
look(user, inspection, *, at) -> Inspection               asks the records again; what a person judged stays
judge(user, verdict, *, result, taken_off, ground, at) -> Verdict
close(user, inspection, *, due_on, at) -> Inspection       the score, and what is to be put right by ``due_on``

Nothing is taken off without evidence, and what cannot be told costs nothing.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import day, person
from gongkai.errors import Refused
from gongkai.statute import inspection as law
from gongkai.supervision import rules
from gongkai.supervision.acting import finish, hold, permission, told
from gongkai.supervision.inspection_states import Result, after
from gongkai.supervision.models import Inspection, Shortcoming, Verdict
from gongkai.supervision.sheets import sheet_for

_DAYS_TO_REPAIR = timedelta(days=366)
_ASKS_WHY = {
    Result.FAILED: "请写明证据：没有证据不能扣分。",
    Result.CANNOT: "请写明为什么不能判定。",
    Result.PASSED: "记录显示有问题，判定为未发现问题的，请写明理由。",
}


@transaction.atomic
def begin(user: Who, agency: Agency, *, year: int, quarter: int, own: bool = False, at: datetime) -> Inspection:
    """Refused for a quarter that has not begun, and for one that was looked at already."""
    ensure(user, permission(own), agency, on=day(at))
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    if not 1 <= quarter <= 4 or law.quarter(year, quarter)[0] > day(at):
        raise Refused("这个季度还没有开始，请选择已经开始的季度。")
    if Inspection.objects.filter(agency=agency, year=year, quarter=quarter, own=own).exists():
        raise Refused(f"{year}年第{quarter}季度的{'自查' if own else '检查'}已经有了，请打开那一次。")
    sheet = sheet_for(agency, min(law.quarter(year, quarter)[1], day(at)))
    if not sheet.points:
        raise Refused("这个季度没有可用的评分表，请先导入评分表。")
    made = Inspection.objects.create(
        agency=agency, year=year, quarter=quarter, own=own, sheet=sheet.title, begun_by=person(user), begun_at=at
    )
    Verdict.objects.bulk_create(_verdict(made, order, one) for order, one in enumerate(sheet.points, start=1))
    _ask_records(made, at)
    told(user, "begin", made, {"year": year, "quarter": quarter, "own": own}, at)
    return made


@transaction.atomic
def look(user: Who, inspection: Inspection, *, revision: int | None = None, at: datetime) -> Inspection:
    held = hold(user, inspection, "look", revision, at)
    _ask_records(held, at)
    return finish(user, held, "look", {}, at)


@transaction.atomic
def judge(
    user: Who,
    verdict: Verdict,
    *,
    result: str,
    taken_off: Decimal = Decimal(0),
    ground: str = "",
    number: int = 0,
    revision: int | None = None,
    at: datetime,
) -> Verdict:
    """By a person; a verdict from records may be judged otherwise, with the reason. Refused for a deduction
    without evidence, without a fault, or beyond what the point has."""
    held = hold(user, verdict.inspection, "judge", revision, at)
    one = Verdict.objects.select_for_update(no_key=True, of=("self",)).get(pk=verdict.pk)
    found, why = Result(result), ground.strip()
    if found == Result.WAITING:
        raise Refused("请选择判定结果。")
    overruled = found == Result.PASSED and one.automatic and one.result == Result.FAILED
    if not why and (found != Result.PASSED or overruled):
        raise Refused(_ASKS_WHY[found])
    if taken_off and found != Result.FAILED:
        raise Refused("只有“有问题”的项目可以扣分。")
    if not 0 <= taken_off <= one.most:
        raise Refused(f"这个项目最多扣{one.most}分。")
    one.result, one.ground, one.taken_off, one.number = found, why, taken_off, number
    one.automatic, one.by, one.at = False, person(user), at
    one.save()
    finish(user, held, "judge", {"point": one.order, "result": str(found), "off": str(taken_off)}, at)
    return one


@transaction.atomic
def close(
    user: Who, inspection: Inspection, *, due_on: date | None = None, revision: int | None = None, at: datetime
) -> Inspection:
    """Refused while a point waits, and without a day for what is to be put right. What an office finds of itself
    makes no list of shortcomings: the score shows it what the inspector will find."""
    held = hold(user, inspection, "close", revision, at)
    verdicts = list(held.verdicts.all())
    waiting = [one.title for one in verdicts if one.result == Result.WAITING]
    if waiting:
        raise Refused(f"还有项目没有判定：{'、'.join(waiting)}。记录不能说明的，可以判定为“不能判定”。")
    failed = [one for one in verdicts if one.result == Result.FAILED]
    if failed and not held.own:
        _open_shortcomings(held, failed, due_on, at)
    held.state, held.on = after(held.state, "close"), day(at)
    held.score = law.score((one.taken_off for one in verdicts), vetoed=any(one.veto for one in failed))
    return finish(user, held, "close", {"score": str(held.score), "failed": len(failed)}, at)


def _verdict(made: Inspection, order: int, one: law.Point) -> Verdict:
    return Verdict(
        inspection=made, order=order, title=one.title, counts=one.counts, deduction=one.deduction, most=one.most,
        evidence=one.evidence, rule=one.rule if one.rule in rules.RULES else "", veto=one.veto,
        reference=one.reference,
    )  # fmt: skip


def _ask_records(held: Inspection, at: datetime) -> None:
    """Every point that records can answer and nobody judged."""
    of = rules.span(held.year, held.quarter, day(at), remembering=True)
    for one in held.verdicts.exclude(rule=""):
        if one.automatic or one.result == Result.WAITING:
            _answer(one, held.agency, of, at)
            one.save()


def _answer(one: Verdict, agency: Agency, of: rules.Span, at: datetime) -> None:
    number = rules.counts(one.rule, [agency], of).get(agency.pk)
    one.automatic, one.by, one.at = True, None, at
    one.number, one.taken_off, one.ground = number or 0, Decimal(0), ""
    if number is None:
        one.result, one.ground = Result.CANNOT, rules.RULES[one.rule].cannot
    elif number == 0:
        one.result = Result.PASSED
    else:
        point = law.Point(one.title, one.counts, one.deduction, one.most)
        one.result, one.taken_off = Result.FAILED, point.off(number)
        one.ground = "；\n".join(rules.grounds(one.rule, agency, of)) + "。"


def _open_shortcomings(held: Inspection, failed: list[Verdict], due_on: date | None, at: datetime) -> None:
    if due_on is None or not day(at) < due_on <= day(at) + _DAYS_TO_REPAIR:
        raise Refused("检查发现了问题，请填写今天以后、一年以内的整改期限。")
    Shortcoming.objects.bulk_create(Shortcoming(verdict=one, agency=held.agency, due_on=due_on) for one in failed)
