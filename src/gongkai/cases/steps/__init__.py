"""What this person may do with this case now, as data that a page can draw (what the state, the role and the law
allow together), and doing it.

offers(user, case, *, on) -> [Offer]        possible(state) ∩ permission ∩ law, nearest first
perform(user, case, code, …) -> object      the action behind an offer; it asks everything again itself
needs_of(code, case, about, on) -> [Need]   the fields of one
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date, datetime

from django.db.models import prefetch_related_objects

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import person
from gongkai.cases import effects
from gongkai.cases.acting import allowed
from gongkai.cases.models import Case, Service
from gongkai.cases.states import possible
from gongkai.cases.steps.described import About, Need, Offer, Step
from gongkai.cases.steps.needs import of_reply
from gongkai.cases.steps.table import BY_CODE, STEPS
from gongkai.errors import Refused
from gongkai.letters.models import Letter

__all__ = ["BY_CODE", "STEPS", "About", "Need", "Offer", "Step", "needs_of", "of_reply", "offers", "perform"]


def offers(user: Who, case: Case, *, on: date) -> list[Offer]:
    """In the order in which a page shows them. A step with an obstacle is shown with the reason."""
    case = _seen(case)
    may = {one: allowed(user, one, case, on=on) for one in {step.permission for step in STEPS}}
    verbs, me = frozenset(possible(case.state)), person(user)
    found = [
        offer
        for step in STEPS
        if may[step.permission]
        for offer in _of(step, case, verbs, on)
        if me is None or step.theirs(me, case)
    ]
    return sorted(found, key=lambda offer: (bool(offer.obstacle), offer.step.order))


def _seen(case: Case) -> Case:
    """A copy with what nearly every law asks for, fetched once; the actions look at the rows themselves."""
    seen = copy(case)
    # Of its own: the copy would otherwise share what the page has fetched, or fetch it for the page.
    vars(seen)["_prefetched_objects_cache"] = {}
    prefetch_related_objects([seen], "events", "consultations__letter", "consultations__notice")
    return seen


def needs_of(code: str, case: Case, *, about: str = "", on: date) -> tuple[Need, ...]:
    """The fields of a step. Refused for a step or an object that is not there."""
    step = _step(code)
    target = _target(step, case, about)
    return step.needs(case, target.object if target else case, on)


def perform(
    user: Who,
    case: Case,
    code: str,
    *,
    about: str = "",
    values: Mapping[str, object],
    revision: int | None = None,
    at: datetime,
) -> object:
    """Take a step with what was entered, by the codes of its needs. Refused for an object that is not of this
    case; otherwise whatever the action says."""
    step = _step(code)
    target = _target(step, case, about)
    return step.act(user, case, target.object if target else case, dict(values), revision, at)


def _of(step: Step, case: Case, verbs: frozenset[str], on: date) -> Iterator[Offer]:
    for about in [None] if step.targets is None else step.targets(case):
        target = about.object if about else case
        if _verb(step, case, target) not in verbs:
            continue
        obstacle = step.law(case, target, on)
        if obstacle is not None:
            title = f"{step.title}：{about.label}" if about else step.title
            yield Offer(step, step.needs(case, target, on), about, obstacle, title)


def _verb(step: Step, case: Case, target: object) -> str:
    """What a letter does to the state depends on the letter."""
    if isinstance(target, Letter) and step.code in ("dispatch", "deliver"):
        return effects.of(case, target).verb
    if isinstance(target, Service) and step.code == "serve":
        return effects.of_service(target).on_result(acts=False, came=True)
    return step.verb


def _step(code: str) -> Step:
    if code not in BY_CODE:
        raise Refused("没有这一步；请回到申请页面重新选择。")
    return BY_CODE[code]


def _target(step: Step, case: Case, about: str) -> About | None:
    if step.targets is None:
        return None
    found = next((one for one in step.targets(case) if one.key == about), None)
    if found is None:
        raise Refused("这一项已经办过或者不属于这件申请；请回到申请页面查看最新情况。")
    return found
