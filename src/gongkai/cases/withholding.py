"""What is not given, why, and when it is looked at again (Arts 18, 37; rule 39)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies.permissions import Who, within
from gongkai.agencies.who import day
from gongkai.cases import events
from gongkai.cases.acting import finish, hold, words
from gongkai.cases.models import Case, Decision, Withheld
from gongkai.cases.words import Kind
from gongkai.errors import WrongState
from gongkai.statute import outcomes, parameters, periods
from gongkai.statute.calendar import Calendar


def put(decision: Decision, parts: Iterable[Mapping[str, object]]) -> None:
    """The parts of a partial disclosure, anew with every draft."""
    decision.withheld.all().delete()
    for part in parts:
        Withheld.objects.create(
            decision=decision,
            part=str(part.get("part", "")),
            ground=str(part.get("ground", "")),
            reason=str(part.get("reason", "")),
        )


def date_them(case: Case, decision: Decision, values: Mapping[str, object], *, calendar: Calendar) -> None:
    """Once decided: what is held back on the grounds of Arts 14 to 16 gets its day; a request that is refused as a
    whole is one such thing."""
    on = decision.decided_on
    if on is None or case.kind != Kind.DISCLOSURE:
        return
    if outcomes.reply(decision.reply, on).withholds and not decision.withheld.exists():
        said = str(values.get("reasons", "")) or outcomes.reply(decision.reply, on).title
        Withheld.objects.create(decision=decision, part=case.description, ground=decision.reply, reason=said)
    months = parameters.number("reassessment-months", on)
    for one in decision.withheld.all():
        if outcomes.reply(one.ground, on).withholds:
            one.reassess_on = periods.months(on, months, calendar).on
            one.save(update_fields=["reassess_on"])


def undate(decision: Decision) -> None:
    """A decision that was taken back holds nothing back yet."""
    decision.withheld.update(reassess_on=None)


def to_reassess(*, until: date) -> QuerySet[Withheld]:
    """What was held back and has to be looked at again by that day, the oldest first; all agencies'."""
    due = Withheld.objects.filter(reassessed_on=None, reassess_on__lte=until)
    return due.select_related("decision__case__agency").order_by("reassess_on", "pk")


def waiting(user: Who, *, on: date, until: date) -> QuerySet[Withheld]:
    """The same for whoever works on it: its words stand in it."""
    return to_reassess(until=until).filter(decision__case__agency__in=within(user, "cases.work", on=on))


@transaction.atomic
def reassess(user: Who, withheld: Withheld, *, result: str, revision: int | None = None, at: datetime) -> Withheld:
    """Looked at again: may it be published now (Art. 18)? The result in words; nothing is published by it."""
    held = hold(user, withheld.decision.case, "cases.work", "record", revision=revision, at=at)
    withheld = Withheld.objects.select_for_update(no_key=True, of=("self",)).get(pk=withheld.pk)
    if withheld.reassess_on is None or withheld.reassessed_on is not None:
        raise WrongState("这一项没有等候复核。")
    withheld.reassessment = words(result, "请写明复核结论：是否已经可以公开，依据是什么（《条例》第十八条）。")
    withheld.reassessed_on = day(at)
    withheld.save(update_fields=["reassessment", "reassessed_on"])
    events.add(held, "reassessed", day(at), data={"ground": withheld.ground}, by=user, at=at)
    finish(user, held, "record", "reassess", data={"ground": withheld.ground}, at=at)
    return withheld
