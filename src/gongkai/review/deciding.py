"""How it ends, and goes on: the result, a case sent back, an appeal, a retrial; then nothing is left to be done.

decide(user, proceeding, *, outcome, on, …)     the decision, judgment or ruling
remand(user, proceeding, *, on, …)              sent back to the court of first instance
appeal(user, proceeding, *, on, …)              by either side; pending again from that day on
close(user, proceeding, …)                      everything laid on the agency is done, no appeal can come
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.cases.filing import Paper
from gongkai.errors import Refused, WrongState
from gongkai.review import due, filing
from gongkai.review.acting import check_day, finish, hold, words
from gongkai.review.models import Instance, Proceeding
from gongkai.review.readings import known
from gongkai.review.words import Level
from gongkai.review.words import Paper as What
from gongkai.statute import proceedings


@transaction.atomic
def decide(
    user: Who,
    proceeding: Proceeding,
    *,
    outcome: str = "",
    on: date,
    served_on: date | None = None,
    document_number: str,
    ruling: bool = False,
    upholds: bool = False,
    paper: Paper | None = None,
    revision: int | None = None,
    at: datetime,
) -> Proceeding:
    """``on``: the day of the paper, which decides the year; ``served_on``: when it came. ``upholds``: on appeal
    the judgment before stands, and its outcome with it. Refused for an outcome that this body cannot reach."""
    held = hold(user, proceeding, "decide", revision=revision, at=at)
    one = due.current(held)
    if upholds:
        outcome = _before(held, one).outcome
    if outcome not in {found.code for found in possible(held)}:
        raise Refused("请从所列结果中选择。")
    _end(one, on, served_on, document_number, at)
    one.outcome, one.upholds, one.ruling = outcome, upholds, ruling
    one.save()
    if paper is not None:
        filing.put(user, held, paper, what=What.RESULT, at=at)
    column = proceedings.column_at(outcome, on, known().of(held.agency)).column
    data = {"outcome": outcome, "column": column, "level": one.level,
            "number": one.document_number, "upholds": upholds}  # fmt: skip
    return finish(user, held, "decide", on=on, data=data, at=at)


@transaction.atomic
def remand(
    user: Who,
    proceeding: Proceeding,
    *,
    on: date,
    document_number: str,
    paper: Paper | None = None,
    revision: int | None = None,
    at: datetime,
) -> Proceeding:
    """It goes on in the first instance from the same day. WrongState unless it was before a higher court."""
    held = hold(user, proceeding, "remand", revision=revision, at=at)
    one = due.current(held)
    if one.level not in (Level.SECOND, Level.RETRIAL):
        raise WrongState("只有二审、再审才会发回重审。")
    first = held.instances.get(number=1)
    _end(one, on, None, document_number, at)
    one.remanded = True
    one.save()
    if paper is not None:
        filing.put(user, held, paper, what=What.RESULT, at=at)
    Instance.objects.create(
        proceeding=held, number=one.number + 1, level=Level.FIRST, body=first.body, began_on=on
    )
    return finish(user, held, "remand", on=on, data={"number": one.document_number}, at=at)


@transaction.atomic
def appeal(
    user: Who,
    proceeding: Proceeding,
    *,
    on: date,
    body: str,
    body_number: str = "",
    by_agency: bool = False,
    retrial: bool = False,
    revision: int | None = None,
    at: datetime,
) -> Proceeding:
    """``on``: the day the copy of the appeal came, or on which the agency appealed. From then on it is 尚未审结.
    WrongState for a reconsideration, or after a second instance (only a retrial follows). Refused when the
    agency's own appeal is late (《行政诉讼法》 Art. 85)."""
    held = hold(user, proceeding, "go-higher" if by_agency else "appeal", revision=revision, at=at)
    one = due.current(held)
    if held.is_review:
        raise WrongState("行政复议没有上诉；不服复议决定起诉的，请另行登记“复议后起诉”。")
    if one.level != Level.FIRST and not retrial:
        raise WrongState("二审以后只能登记再审。")
    check_day(on, "上诉（再审）日期", since=one.ended_on, at=at)
    last = due.appeal(held, one)
    if by_agency and not retrial and last is not None and on > last.on:
        raise Refused(f"上诉期限已于{last.on}届满（{last.reference}），不能再上诉。")
    Instance.objects.create(
        proceeding=held, number=one.number + 1, level=Level.RETRIAL if retrial else Level.SECOND,
        body=words(body, "请填写上一级人民法院的全称。")[:120], body_number=body_number.strip()[:100],
        by_agency=by_agency, began_on=on,
    )  # fmt: skip
    data = {"by_agency": by_agency, "retrial": retrial}
    return finish(user, held, "go-higher" if by_agency else "appeal", on=on, data=data, at=at)


@transaction.atomic
def close(user: Who, proceeding: Proceeding, *, revision: int | None = None, at: datetime) -> Proceeding:
    """Refused while something is open."""
    held = hold(user, proceeding, "close", revision=revision, at=at)
    left = unfinished(held, on=day(at))
    if left:
        raise Refused(f"还不能了结：{'；'.join(left)}。")
    return finish(user, held, "close", on=day(at), at=at)


def unfinished(proceeding: Proceeding, *, on: date) -> list[str]:
    """What is still open, in words."""
    found = [
        f"“{one.get_kind_display()}”尚未登记履行（回复）情况" for one in proceeding.duties.filter(done_on=None)
    ]
    found += [f"{one.on}的听证（开庭）尚未登记情况" for one in proceeding.hearings.filter(held=None)]
    last = due.appeal(proceeding)
    if last is not None and on <= last.on:
        found.append(f"上诉期限至{last.on}，尚未届满")
    return found


def possible(proceeding: Proceeding) -> tuple[proceedings.Outcome, ...]:
    """What the body that has it can decide."""
    return proceedings.outcomes("review" if proceeding.is_review else "court")


def _end(one: Instance, on: date, served_on: date | None, document_number: str, at: datetime) -> None:
    check_day(on, "决定（裁判）日期", since=one.began_on, at=at)
    if served_on is not None:
        check_day(served_on, "收到决定（裁判）的日期", since=on, at=at)
    one.ended_on, one.served_on = on, served_on
    one.document_number = words(document_number, "请填写决定书或者裁判文书的文号。")[:100]


def _before(held: Proceeding, one: Instance) -> Instance:
    found = held.instances.filter(number__lt=one.number, remanded=False).order_by("-number").first()
    if one.level not in (Level.SECOND, Level.RETRIAL) or found is None:
        raise WrongState("只有二审、再审才有“维持原判”。")
    return found
