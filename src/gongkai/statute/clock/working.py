"""From dated events to the last day of the reply: one pass in the order of days, counting in working days.

Everything is a position in the calendar's row of working days: a period of 20 that begins after a day ends 20
places on, a consultation moves the end by the working days it leaves out. Readings where the law is silent are
parameters (``rules``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from gongkai.errors import Refused
from gongkai.statute.calendar import BASE, FIRST, LAST, Calendar, Table

from .events import STOPS, Event, EventKind, Key
from .result import Due, Reason
from .rules import Rules, rules_at

_LAST: Final = LAST.toordinal()
# Count only inside their own period, which begins with the receipt. Consultations are not among them: of one that
# began before (a letter not yet confirmed) the later days are left out.
IN_PERIOD: Final = {k.rank for k in EventKind if k.rank < EventKind.THIRD_PARTY_ASKED.rank} | {
    EventKind.EXTENDED.rank
}
_LABELS: Final = [kind.label for kind in EventKind]
_STOP_CODES: Final = {k.rank: k.value for k in EventKind if k.rank >= STOPS}


class Walk:
    """Where the clock stands after the events taken so far. ``base``, ``end``, ``covered`` and the ends of
    ``pauses`` are numbers of working days since the table began; ``end`` is the last one of the period."""

    __slots__ = (
        "base", "base_on", "because", "covered", "days", "end", "extended", "fee_from", "keys", "noticed", "on",
        "open", "pauses", "rules", "stopped", "supplement_by", "unanswered", "upto", "waiting",
    )  # fmt: skip

    def __init__(self, keys: list[Key], table: Table, on: int) -> None:
        """``keys`` sorted, the first one of the kind received; ``on`` the day one looks."""
        self.keys, self.on = keys, on
        self.days, self.upto = table.days, table.upto
        self.because: list[Reason] = []
        self.pauses: list[tuple[int, int]] = []
        self.waiting: list[str] = []
        self.stopped: date | None = None
        self.open = self.extended = False
        # Consultations that nobody has answered: the rank of asking and the mark; True once they have it.
        self.unanswered: dict[tuple[int, str], bool] = {}
        # Was a supplement notice sent: None, only too late (False), in its own period (True).
        self.noticed: bool | None = None
        self.fee_from = 0
        first = keys[0]
        self.rules: Rules = rules_at(first[0])
        self.base_on: date = first[5]
        self.base = self.covered = self.upto[first[0] - BASE]
        self.end = self.base + self.rules.reply
        self.supplement_by = self.base + self.rules.supplement if self.rules.supplement else 0
        self.because.append(Reason("received", first[5], self.rules.reply, self.days[self.end - 1]))

    def walk(self) -> None:
        first = self.keys[0][0]
        for at in range(1, len(self.keys)):
            key = self.keys[at]
            if key[0] < first and key[1] in IN_PERIOD:
                self.say("before-receipt", key[5], who=_LABELS[key[1]])
                continue
            STEPS[key[1]](self, key, at)
            if self.stopped:
                break

    def say(self, code: str, on: date, counted: int = 0, who: str = "", ended: date | None = None) -> None:
        self.because.append(Reason(code, on, counted, self.days[self.end - 1], who, ended))

    def over(self, day: int) -> bool:
        """Had the period ended before that day? While the applicant is waited for there is none to end."""
        return not self.waiting and day > self.days[self.end - 1].toordinal()

    def leave_out(self, after: int, until: int) -> int:
        """Move the end by the working days of a pause that no other left out before; how many."""
        fresh = until - max(after, self.covered)
        if fresh <= 0:
            return 0
        self.covered = until
        self.end += fresh
        return fresh

    def restart(self, code: str, key: Key) -> None:
        """A fresh period: what was before falls away, a pause that spans the day counts only after it."""
        self.base_on = key[5]
        self.base = self.covered = self.upto[key[0] - BASE]
        self.end = self.base + self.rules.reply
        self.extended = False
        self.say(code, key[5], self.rules.reply)
        if left := sum(self.leave_out(after, until) for after, until in self.pauses):
            self.say("spans", key[5], -left)

    # One step for each kind of event.

    def received(self, key: Key, at: int) -> None:
        self.say("received-again", key[5])

    def supplement_noticed(self, key: Key, at: int) -> None:
        """In its own period; where the law named none (before 2019), in that of the reply."""
        by = self.days[(self.supplement_by or self.end) - 1]
        if self.noticed is True:
            self.say("supplement-again", key[5])
        elif key[0] > by.toordinal() and (self.supplement_by or self.over(key[0])):
            self.noticed = False
            self.because.append(Reason("supplement-late", key[5], 0, by))
        else:
            self.noticed = True
            self.waiting.append("supplement")
            self.say("supplement-noticed", key[5])

    def supplement_received(self, key: Key, at: int) -> None:
        if "supplement" in self.waiting:
            self.waiting.remove("supplement")
            self.restart("supplement-received", key)
        elif self.noticed is None and not self.over(key[0]):
            self.restart("supplement-unasked", key)
        else:
            self.say("supplement-without-notice", key[5])

    def fee_noticed(self, key: Key, at: int) -> None:
        if self.over(key[0]):
            self.say("fee-late", key[5])
            return
        if "payment" not in self.waiting:
            self.waiting.append("payment")
            self.fee_from = self.upto[key[0] - BASE]
        self.say("fee-noticed", key[5])

    def fee_paid(self, key: Key, at: int) -> None:
        if "payment" not in self.waiting:
            self.say("fee-paid-without-notice", key[5])
            return
        self.waiting.remove("payment")
        if self.rules.payment == "fresh":
            self.restart("fee-paid", key)
            return
        after, until = self.fee_from, self.upto[key[0] - BASE]
        fresh = [n for n in range(after + 1, until + 1) if not any(a < n <= u for a, u in self.pauses)]
        self.end += len(fresh)
        self.covered = max(self.covered, until)
        self.pauses.append((after, until))
        self.say("fee-paid-resumes", key[5], -len(fresh))

    def reasons_asked(self, key: Key, at: int) -> None:
        if self.rules.reasons == "runs":
            self.say("reasons-run", key[5])
        elif self.over(key[0]):
            self.say("reasons-late", key[5])
        else:
            self.waiting.append("reasons")
            self.say("reasons-asked", key[5])

    def reasons_received(self, key: Key, at: int) -> None:
        if "reasons" in self.waiting:
            self.waiting.remove("reasons")
            self.restart("reasons-received", key)
        else:
            self.say("reasons-noted", key[5])

    def delayed_to(self, key: Key, at: int) -> None:
        """The agency's own day; one of rest stands for the working day before it, an earlier one for nothing."""
        until = self.upto[key[4] - BASE]
        if self.waiting:
            self.say("delayed-waiting", key[5])
        elif self.over(key[0]):
            self.say("delayed-late", key[5])
        elif until <= self.end:
            self.say("delayed-shorter", key[5])
        else:
            longer, self.end = until - self.end, until
            told = date.fromordinal(key[4])
            code = "delayed-to" if told == self.days[until - 1] else "delayed-to-rest"
            self.say(code, key[5], longer, ended=told)

    def third_party(self, key: Key, at: int) -> None:
        self.consult("third-party", key, at, self.rules.third_party)

    def joint_maker(self, key: Key, at: int) -> None:
        self.consult("joint-maker", key, at, self.rules.joint_maker)

    def agency(self, key: Key, at: int) -> None:
        self.consult("agency", key, at, 0)

    def consult(self, whom: str, key: Key, at: int, limit: int) -> None:
        """Leave out the working days in (asked, ended]. ``limit``: how many working days after receipt (after
        asking, where that is unknown) it ends without an answer, 0 for never."""
        if self.over(key[0]):
            self.say("asked-late", key[5], who=key[2])
            return
        self.unanswered[key[1], key[2]] = False
        answered, received, stopped = self.answers(key, at)
        after = self.upto[key[0] - BASE]
        last = self.upto[(received or key[0]) - BASE] + limit if limit else 0
        until, how = self.ended(answered, stopped, last, after)
        self.pauses.append((after, until))
        left = self.leave_out(after, until)
        ended = (answered or stopped) if how in ("answered", "stopped") else 0
        day = date.fromordinal(ended) if ended else self.days[until - 1]
        self.say(f"{whom}-{how}", key[5], -left, key[2], day)
        if last and not received and how in ("cut", "silent", "open"):
            self.say("receipt-unknown", key[5], who=key[2])

    def answers(self, key: Key, at: int) -> tuple[int, int, int]:
        """The days (ordinals, 0: none) of the first answer to it, of its first receipt (one put down only after
        the answer, too), and of the reply where that came before an answer."""
        answer, receipt = ANSWERS[key[1]]
        answered = received = 0
        for later in self.keys[at + 1 :]:
            rank = later[1]
            if rank >= STOPS:
                return answered, received, 0 if answered else later[0]
            if later[2] == key[2]:
                if rank == answer:
                    answered = answered or later[0]
                elif rank == receipt:
                    received = received or later[0]
        return answered, received, 0

    def ended(self, answered: int, stopped: int, last: int, after: int) -> tuple[int, str]:
        """Where a consultation ended, and how."""
        if answered or stopped:
            until = self.upto[(answered or stopped) - BASE]
            if last and until > last:
                return last, "cut" if answered else "silent"
            return until, "answered" if answered else "stopped"
        if not last:
            self.open = True
            return max(after, self.upto[self.on - BASE]), "open"
        if self.on > self.days[last - 1].toordinal():
            return last, "silent"
        self.open = True
        return last, "open"

    def reached(self, key: Key, at: int) -> None:
        """It was looked up when asking; here it is said until when they may answer."""
        asked = RECEIVED[key[1]]
        if (asked, key[2]) not in self.unanswered:
            self.say("receipt-without-asking", key[5], who=key[2])
        elif not self.unanswered[asked, key[2]]:
            self.unanswered[asked, key[2]] = True
            third = asked == EventKind.THIRD_PARTY_ASKED.rank
            code, limit = ("third", self.rules.third_party) if third else ("joint", self.rules.joint_maker)
            last = self.days[self.upto[key[0] - BASE] + limit - 1]
            self.because.append(Reason(f"{code}-reached", key[5], None, None, key[2], last))

    def noted(self, key: Key, at: int) -> None:
        """It was looked up when asking; what answers nothing is said."""
        if self.unanswered.pop((ASKED[key[1]], key[2]), None) is None:
            self.say("answer-without-asking", key[5], who=key[2])

    def extend(self, key: Key, at: int) -> None:
        most = self.rules.extension
        if self.waiting:
            self.say("extension-waiting", key[5])
        elif self.extended:
            self.say("extension-again", key[5])
        elif self.over(key[0]):
            self.say("extension-late", key[5])
        else:
            days = min(key[3] or most, most)
            self.extended = True
            self.end += days
            self.say("extended-cut" if key[3] > most else "extended", key[5], days)

    def stop(self, key: Key, at: int) -> None:
        self.stopped = key[5]
        self.say(_STOP_CODES[key[1]], key[5])
        if self.over(key[0]):
            self.say("stopped-late", key[5])


_K = EventKind
# What answers a question, and what says that the question arrived.
ANSWERS: Final = {
    _K.THIRD_PARTY_ASKED.rank: (_K.OPINION_RECEIVED.rank, _K.THIRD_PARTY_RECEIVED.rank),
    _K.JOINT_MAKER_ASKED.rank: (_K.JOINT_MAKER_ANSWERED.rank, _K.JOINT_MAKER_RECEIVED.rank),
    _K.AGENCY_ASKED.rank: (_K.AGENCY_ANSWERED.rank, -1),
}
ASKED: Final = {answer: asked for asked, (answer, _) in ANSWERS.items()}
RECEIVED: Final = {receipt: asked for asked, (_, receipt) in ANSWERS.items()}

_STEPS: Final[dict[EventKind, Callable[[Walk, Key, int], None]]] = {
    _K.RECEIVED: Walk.received,
    _K.SUPPLEMENT_NOTICED: Walk.supplement_noticed,
    _K.SUPPLEMENT_RECEIVED: Walk.supplement_received,
    _K.FEE_NOTICED: Walk.fee_noticed,
    _K.FEE_PAID: Walk.fee_paid,
    _K.REASONS_ASKED: Walk.reasons_asked,
    _K.REASONS_RECEIVED: Walk.reasons_received,
    _K.DELAYED_TO: Walk.delayed_to,
    _K.THIRD_PARTY_ASKED: Walk.third_party,
    _K.JOINT_MAKER_ASKED: Walk.joint_maker,
    _K.AGENCY_ASKED: Walk.agency,
    _K.THIRD_PARTY_RECEIVED: Walk.reached,
    _K.JOINT_MAKER_RECEIVED: Walk.reached,
    _K.OPINION_RECEIVED: Walk.noted,
    _K.JOINT_MAKER_ANSWERED: Walk.noted,
    _K.AGENCY_ANSWERED: Walk.noted,
    _K.EXTENDED: Walk.extend,
    _K.POSTED: Walk.stop,
    _K.SERVED: Walk.stop,
    _K.CLOSED: Walk.stop,
    _K.WITHDRAWN: Walk.stop,
}
STEPS: Final = [_STEPS[kind] for kind in EventKind]


def walked(events: Iterable[Event], calendar: Calendar, on: date) -> Walk:
    """The clock after all events. Refused where none of them is the receipt, and for days too far away."""
    keys = sorted([event.order for event in events])
    on_ordinal = on.toordinal()
    if not BASE <= on_ordinal <= _LAST or (keys and keys[0][0] < BASE):
        raise Refused(_TOO_FAR)
    if not keys or keys[0][1]:
        keys = _receipt_first(keys)
    try:
        walk = Walk(keys, calendar.table, on_ordinal)
        walk.walk()
    except IndexError:
        raise Refused(_TOO_FAR) from None
    return walk


def _receipt_first(keys: list[Key]) -> list[Key]:
    """What happened before the day that counts as receipt (a letter not yet confirmed) is taken after it."""
    at = next((n for n, key in enumerate(keys) if key[1] == 0), None)
    if at is None:
        raise Refused("没有收到申请的日期，不能计算期限；请写明哪一天收到（《条例》第三十一条）。")
    return [keys[at], *keys[:at], *keys[at + 1 :]]


_TOO_FAR: Final = f"日期太远：应在 {FIRST.year} 年至 {LAST.year} 年之间。"


def due(events: Iterable[Event], *, calendar: Calendar, on: date) -> Due:
    """The last day of the reply with how it came about, whatever the order in which the events are given.

    ``on``: the day one looks; it decides whether a consultation without an answer has ended (Arts 32, 34) and how
    far one of other agencies has got. Refused without a receipt, and for days too far away.
    """
    walk = walked(events, calendar, on)
    found = _found(walk, calendar)
    if walk.rules.supplement:
        return found
    return found._replace(because=tuple(one._replace(old=True) for one in found.because))


def _found(walk: Walk, calendar: Calendar) -> Due:
    because = walk.because
    if walk.waiting:
        waiting_for = None if walk.stopped else walk.waiting[0]
        if waiting_for:
            because.append(Reason(f"waiting-{waiting_for}", None))
        return Due(None, False, tuple(because), waiting_for, walk.stopped)
    last = walk.days[walk.end - 1]
    missing = _missing(walk, last, calendar)
    if walk.open:
        because.append(Reason("open", None))
    if missing:
        because.append(Reason("missing-years", None, None, None, "、".join(map(str, missing))))
    because.append(Reason("due", None, None, last))
    return Due(last, walk.open or bool(missing), tuple(because), None, walk.stopped, missing)


def _missing(walk: Walk, last: date, calendar: Calendar) -> tuple[int, ...]:
    table = calendar.table
    if table.known_from <= walk.base_on.toordinal() and last.toordinal() <= table.known_until:
        return ()
    return calendar.missing(walk.base_on, last)
