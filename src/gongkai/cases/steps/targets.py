"""What of a case a step can be done to now: its letters, attempts of service, consultations, tasks, lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gongkai.agencies.who import day
from gongkai.cases import consulting, effects, events, letter_dates, lines, papers, redating
from gongkai.cases.models import Case, CaseEvent, Consultation, Withheld
from gongkai.cases.states import State
from gongkai.cases.steps.described import About
from gongkai.letters.models import Letter
from gongkai.statute.clock import EventKind
from gongkai.statute.letters import letter_kind
from gongkai.statute.outcomes import reply

_TO = {effects.APPLICANT: "申请人", effects.OTHERS: "其他单位"}
_KINDS = frozenset(str(kind) for kind in EventKind)


def letters_in(*states: str) -> Callable[[Case], Iterator[About]]:
    """Letters in one of these states, by what they are called."""

    def find(case: Case) -> Iterator[About]:
        for letter in papers.of_case(case).filter(state__in=states):
            yield about_letter(letter)

    return find


def about_letter(letter: Letter) -> About:
    name = papers.title(letter.kind, day(letter.drafted_at))
    return About(letter.key, f"《{name}》{letter.number}", letter)


def to_dispatch(case: Case) -> Iterator[About]:
    """Sealed, and not under way or served."""
    busy = case.services.filter(result__in=["", "served", "refused"]).values("letter")
    for letter in papers.of_case(case).filter(state=Letter.State.SEALED).exclude(pk__in=busy):
        if letter_kind(letter.kind, day(letter.drafted_at)).to != "internal":
            yield about_letter(letter)


def to_deliver(case: Case) -> Iterator[About]:
    """Of those, the applicant's own, where they agreed to receive them electronically."""
    if case.electronic_service:
        for one in to_dispatch(case):
            if isinstance(one.object, Letter) and effects.receiver(case, one.object) == effects.APPLICANT:
                yield one


def delivered(case: Case) -> Iterator[About]:
    """Laid ready electronically and not followed by paper: at any time, for whoever asks for paper gets it."""
    rows = case.services.exclude(delivery=None).exclude(followed_by__result__in=["", "served", "refused"])
    for service in rows.select_related("letter", "delivery"):
        opened = "已打开" if service.delivery.opened_at else "没有打开"
        yield About(service.key, f"{about_letter(service.letter).label}（{opened}）", service)


def voidable(case: Case) -> Iterator[About]:
    """What has not left; the sealed letter of a decision goes with its decision."""
    left, decided = case.services.values("letter"), case.decisions.exclude(letter=None).values("letter")
    rows = papers.of_case(case).exclude(state=Letter.State.VOID).exclude(pk__in=left)
    for letter in rows.exclude(pk__in=decided, state=Letter.State.SEALED):
        yield about_letter(letter)


def under_way(case: Case) -> Iterator[About]:
    """Attempts without a result."""
    for service in case.services.filter(result="").select_related("letter"):
        to = _TO.get(service.to, f"被征求意见方{service.to}")
        name = about_letter(service.letter).label
        yield About(
            service.key, f"{name}（{to}，{service.get_route_display()}，{service.dispatched_on}）", service
        )


def waiting(case: Case) -> Iterator[About]:
    """Consultations whose letter has left and that nobody has answered, or answered by silence only."""
    left = {one.pk for one in consulting.waiting(case)}
    for one in case.consultations.filter(opinion__in=["", "silent", "deemed"]):
        if one.opinion or one.pk in left:
            yield About(one.key, f"{one.get_whom_display()}{one.tag}", one)


def disagreeing(case: Case) -> Iterator[About]:
    """Third parties who did not agree, or said nothing."""
    asked_ = case.consultations.filter(whom=Consultation.Whom.THIRD_PARTY).exclude(opinion__in=["", "agrees"])
    for one in asked_:
        yield About(one.key, f"第三方{one.tag}", one)


def tasks(case: Case) -> Iterator[About]:
    """Offices that have not answered."""
    for task in case.tasks.filter(answered_at=None).select_related("unit"):
        yield About(task.key, task.unit.name, task)


def unsigned_searches(case: Case) -> Iterator[About]:
    for one in case.searches.filter(signed_at=None):
        yield About(one.key, f"{one.searched_on}检索", one)


def datable(case: Case) -> Iterator[About]:
    """Lines whose day can be put right."""
    for line in _lines(case):
        if (line.kind in _KINDS or line.kind in letter_dates.FOLLOWED) and not redating.by_ourselves(line):
            yield About(f"event:{line.pk}", f"{line.on} {lines.label(line.kind)}", line)


def strikable(case: Case) -> Iterator[About]:
    """Lines that no state rests on."""
    for line in _lines(case):
        if line.kind in _KINDS and line.kind not in events.BEARING:
            yield About(f"event:{line.pk}", f"{line.on} {lines.label(line.kind)}", line)


def _lines(case: Case) -> Iterable[CaseEvent]:
    """Those of this round, while it is not closed."""
    if case.state == State.CLOSED:
        return []
    return case.events.filter(struck_at=None, round=case.round)


def to_reassess(case: Case) -> Iterator[About]:
    """What was held back and is to be looked at again."""
    rows = Withheld.objects.filter(decision__case=case, reassessed_on=None).exclude(reassess_on=None)
    for one in rows:
        title = reply(one.ground, one.reassess_on).title if one.reassess_on else one.ground
        yield About(one.key, f"{title}（{one.reassess_on}复核）", one)
