"""What was decided and where to turn; and where to turn when the day has passed and nothing came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gongkai.agencies.models import Agency
from gongkai.cases import due, settings
from gongkai.cases.correcting import Result
from gongkai.cases.deciding import letter_kind
from gongkai.cases.effects import APPLICANT
from gongkai.cases.letter_values import grounds_of
from gongkai.cases.models import Case, Decision, Service
from gongkai.cases.states import UNDECIDED
from gongkai.errors import Refused
from gongkai.statute import letters, outcomes, parameters, remedies
from gongkai.statute.calendar import Calendar

from .given import reached
from .standing import Until

_REVIEW_FIRST = "《行政复议法》第二十三条、《行政诉讼法》第四十五条"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to turn: what, to whom, the last day where one is known; ``after`` says what must come before."""

    what: str
    body: str
    until: date | None = None
    link: str = ""
    article: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as its applicant knows it. ``received_on`` is their own receipt; remedies count from it."""

    title: str
    articles: str
    number: str
    sent_on: date
    route: str
    postal_number: str
    received_on: date | None
    ways: tuple[Way, ...]


def answers(case: Case) -> tuple[Answer, ...]:
    """Those that reached the applicant, the newest first: one for each time the case was answered."""
    rows = case.decisions.exclude(decided_on=None).exclude(reply="withdrawn").order_by("-round")
    came = ((one, _came(case, one)) for one in rows.select_related("letter"))
    return tuple(_answer(case, decision, service) for decision, service in came if service is not None)


def sent(case: Case) -> Service | None:
    """The answer on its way: that it left is told, what it says is told when it has come."""
    decision = case.decision()
    if decision is None or decision.letter is None:
        return None
    found = case.services.filter(letter=decision.letter, to=APPLICANT, result="").last()
    return found if found and not reached(found) else None


def _came(case: Case, decision: Decision) -> Service | None:
    rows = case.services.filter(letter=decision.letter, to=APPLICANT).select_related("delivery", "letter")
    return next((one for one in rows if reached(one)), None)


def _answer(case: Case, decision: Decision, service: Service) -> Answer:
    assert decision.decided_on is not None
    received = decision.served_on or service.result_on or (service.dispatched_on if reached(service) else None)
    return Answer(
        title=_title(decision),
        articles=_articles(decision),
        number=service.letter.number,
        sent_on=service.dispatched_on,
        route=service.get_route_display(),
        postal_number=service.postal_number,
        received_on=received,
        ways=_ways(case, decision, received),
    )


def _title(decision: Decision) -> str:
    assert decision.decided_on is not None
    if decision.reply in Result.values:
        return str(Result(decision.reply).label)
    return outcomes.reply(decision.reply, decision.decided_on).title


def _articles(decision: Decision) -> str:
    assert decision.decided_on is not None
    if decision.reply in Result.values:
        return outcomes.cited(letters.letter_kind(letter_kind(decision.reply), decision.decided_on).articles)
    grounds = grounds_of(json.loads(decision.values))
    return outcomes.cited(outcomes.articles_for(decision.reply, decision.decided_on, grounds))


def _ways(case: Case, decision: Decision, received: date | None) -> tuple[Way, ...]:
    found = _remedy(case, decision)
    if found is None or found.kind == "none":
        return ()
    calendar, link = due.calendar_of(case), settings.of(case.agency).review_link
    until = remedies.review_until(received, calendar).on if received else None
    review = Way("申请行政复议", found.review_body, until, link, "《行政复议法》第二十条")
    if found.kind == "not-docketed":
        return (review,)
    last = remedies.suit_until(received, calendar).on if received else None
    suit = Way("提起行政诉讼", found.court, last, article="《行政诉讼法》第四十六条")
    if found.kind == "review-or-lawsuit":
        return (review, suit)
    after = f"先申请行政复议；对复议决定不服的，收到决定书之日起{found.after_review_days}日内"
    first = Way("提起行政诉讼", "人民法院", article=_REVIEW_FIRST, after=after)
    if not found.mixed:
        return (review, first)
    return (
        review,
        replace(first, what="对不予公开的部分提起行政诉讼"),
        replace(suit, what="对其他内容提起行政诉讼"),
    )


def _remedy(case: Case, decision: Decision) -> remedies.Remedy | None:
    """As the letter says it, from the same settings. None where names are lacking, or for an answer from before
    the law that these words are of."""
    mine, on = settings.of(case.agency), decision.decided_on
    assert on is not None
    body = settings.review_body(case.agency, on=on)
    try:
        if decision.reply in Result.values:
            kind = letters.letter_kind(letter_kind(decision.reply), on).remedy_kind
            return remedies.worded(kind, on=on, review_body=body, court=mine.court)
        parts = grounds_of(json.loads(decision.values))
        return remedies.remedy(decision.reply, on=on, review_body=body, court=mine.court, parts=parts)
    except Refused:
        return None


def unanswered(case: Case, until: Until | None, *, on: date) -> tuple[Way, ...]:
    """Where to turn when the day has passed without an answer; nothing before that day."""
    if until is None or not until.late or case.state not in UNDECIDED:
        return ()
    calendar: Calendar = due.calendar_of(case)
    return tuple(_when_silent(case.agency, until.on, calendar, on))


def _when_silent(agency: Agency, due_on: date, calendar: Calendar, on: date) -> Iterator[Way]:
    mine = settings.of(agency)
    supervisor = agency.supervisor.name if agency.supervisor else "本机关的政府信息公开工作主管部门"
    yield Way("向主管部门提出", supervisor, article="《条例》第五十一条")
    body = settings.review_body(agency, on=on) or "本机关的行政复议机关"
    yield Way(
        "申请行政复议", body, remedies.unanswered_review_until(due_on, calendar).on, mine.review_link,
        "《行政复议法》第二十条",
    )  # fmt: skip
    yield _suit_when_silent(mine.court or "有管辖权的人民法院", due_on, calendar)


def _suit_when_silent(court: str, due_on: date, calendar: Calendar) -> Way:
    """Since 2024 duties that were not performed go to review first, as we read it ("reading.silence-remedy")."""
    reading = parameters.at("reading.silence-remedy", due_on)
    if reading is not None and reading.value == "review-first":
        days = parameters.number("lawsuit-after-review-days", due_on)
        after = f"先申请行政复议；不服复议决定，或者复议机关逾期不作决定的，{days}日内"
        article = "《行政复议法》第二十三条第一款第（三）项、第三十四条"
        return Way("提起行政诉讼", "人民法院", article=article, after=after)
    until = remedies.unanswered_suit_until(due_on, calendar).on
    return Way("提起行政诉讼", court, until, article="《行政诉讼法》第四十六条、行诉解释第六十六条")
