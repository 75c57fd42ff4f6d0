"""Every step on a proceeding, with one in which it works: for the tests that ask the same of each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR, Who
from gongkai.cases.filing import Paper
from gongkai.review import answering, deciding, duties, filing, hearings, registering
from gongkai.review.models import Duty, Hearing, Proceeding
from gongkai.review.registering import Facts
from gongkai.review.words import Kind, Level

from .conftest import AT, HOUR

CAME = date(2026, 3, 2)
ANSWERED, HEARD, DECIDED, SERVED = date(2026, 3, 9), date(2026, 3, 20), date(2026, 4, 1), date(2026, 4, 3)
BODY, COURT, HIGHER = "示范区人民政府", "示范区人民法院", "示范市中级人民法院"
THEN = AT + HOUR


def paper(name: str = "扫描件.txt") -> Paper:
    return Paper(name, name.encode())


def came(agency: Agency, kind: str = Kind.RECONSIDERATION, **more: Any) -> Proceeding:
    """A copy that came on a Monday."""
    body = BODY if kind == Kind.RECONSIDERATION else COURT
    facts = Facts(**{"kind": kind, "received_on": CAME, "body": body, "body_number": "示复〔2026〕7号", **more})
    return registering.register(OPERATOR, agency, facts, at=AT)


def answered(agency: Agency, kind: str = Kind.RECONSIDERATION, **more: Any) -> Proceeding:
    return answering.answer(OPERATOR, came(agency, kind, **more), on=ANSWERED, at=AT)


def decided(agency: Agency, kind: str = Kind.RECONSIDERATION, outcome: str = "revoked", **more: Any) -> Proceeding:
    return deciding.decide(
        OPERATOR, answered(agency, kind, **more), outcome=outcome, on=DECIDED, served_on=SERVED,
        document_number="示复决〔2026〕3号", at=AT,
    )  # fmt: skip


def appealed(agency: Agency) -> Proceeding:
    of = decided(agency, Kind.DIRECT_LAWSUIT, "claim-rejected")
    return deciding.appeal(OPERATOR, of, on=date(2026, 4, 10), body=HIGHER, at=AT)


def planned(agency: Agency) -> Hearing:
    return hearings.plan(OPERATOR, answered(agency, Kind.DIRECT_LAWSUIT), on=HEARD, place="第一法庭", at=AT)


def laid(agency: Agency, kind: str = "disclose", **more: Any) -> Duty:
    return duties.lay(OPERATOR, decided(agency), kind, received_on=SERVED, at=AT, **more)


@dataclass(frozen=True)
class Ready:
    """A proceeding in which the deed is possible, the deed with all but who does it, the verb of its entry."""

    of: Proceeding
    do: Callable[..., object]
    verb: str


def _ready(
    of: Proceeding, verb: str, action: Callable[..., object], thing: object, *args: Any, **how: Any
) -> Ready:
    def do(user: Who, **more: Any) -> object:
        return action(user, thing, *args, **{"at": THEN, **how, **more})

    return Ready(of, do, verb)


def _procedure(agency: Agency) -> Ready:
    of = came(agency)
    return _ready(of, "procedure", answering.set_procedure, of, "simplified")


def _answer(agency: Agency) -> Ready:
    of = came(agency)
    return _ready(of, "answer", answering.answer, of, on=ANSWERED, papers=[paper()])


def _plan(agency: Agency) -> Ready:
    of = answered(agency, Kind.DIRECT_LAWSUIT)
    return _ready(of, "hear", hearings.plan, of, on=HEARD, agents="法规科科长", authority=paper())


def _held(agency: Agency) -> Ready:
    one = planned(agency)
    return _ready(one.proceeding, "hear", hearings.held, one, head_appeared=True)


def _dropped(agency: Agency) -> Ready:
    one = planned(agency)
    return _ready(one.proceeding, "hear", hearings.dropped, one)


def _decide(agency: Agency) -> Ready:
    of = answered(agency)
    return _ready(
        of, "decide", deciding.decide, of, outcome="upheld", on=DECIDED, document_number="3号", paper=paper()
    )


def _remand(agency: Agency) -> Ready:
    of = answering.answer(OPERATOR, appealed(agency), on=date(2026, 4, 13), at=AT)
    return _ready(of, "remand", deciding.remand, of, on=date(2026, 4, 20), document_number="终9号")


def _appeal(agency: Agency, ours: bool) -> Ready:
    of = decided(agency, Kind.DIRECT_LAWSUIT)
    verb = "go-higher" if ours else "appeal"
    return _ready(of, verb, deciding.appeal, of, on=date(2026, 4, 10), body=HIGHER, by_agency=ours)


def _close(agency: Agency) -> Ready:
    of = decided(agency, outcome="upheld")
    return _ready(of, "close", deciding.close, of)


def _lay(agency: Agency, kind: str, **how: Any) -> Ready:
    of = decided(agency)
    return _ready(of, how.pop("verb", "lay"), duties.lay, of, kind, received_on=SERVED, **how)


def _perform(agency: Agency) -> Ready:
    one = laid(agency)
    return _ready(one.proceeding, "perform", duties.perform, one, on=SERVED, note="已公开", paper=paper())


def _file(agency: Agency) -> Ready:
    of = came(agency)
    return _ready(of, "file", filing.add, of, paper(), what="evidence")


def _correct(agency: Agency) -> Ready:
    of = came(agency)
    facts = Facts(of.kind, date(2026, 3, 3), body=BODY, case_number="甲1")
    return _ready(of, "correct", registering.correct, of, facts, reason="日期看错")


def _void(agency: Agency) -> Ready:
    of = came(agency)
    return _ready(of, "void", registering.void, of, reason="重复登记")


DEEDS: Mapping[str, Callable[[Agency], Ready]] = {
    "procedure": _procedure, "answer": _answer, "plan": _plan, "held": _held, "dropped": _dropped,
    "decide": _decide, "remand": _remand, "appeal": partial(_appeal, ours=False),
    "go-higher": partial(_appeal, ours=True), "close": _close, "lay": partial(_lay, kind="perform", text="履行"),
    "costs": partial(_lay, kind="costs", amount=Decimal("50")),
    "suggest": partial(_lay, kind="judicial_advice", text="完善检索流程", verb="suggest"), "perform": _perform,
    "file": _file, "correct": _correct, "void": _void,
}  # fmt: skip


def unchanged(of: Proceeding) -> object:
    """All that a refused step must leave alone."""
    found = Proceeding.objects.filter(pk=of.pk)
    return (
        list(found.values()), *(list(getattr(found.get(), name).values())
                                for name in ("instances", "hearings", "duties", "files", "events")),
    )  # fmt: skip


__all__ = ["DEEDS", "Level", "Ready"]
