"""How many due dates a second, with their working, and against the least anyone could do with the same days.

``python -m benchmarks.clock`` works out 1,000,000 dates of random histories (``--number`` for fewer) and prints:
dates a second by ``statute.clock.due``, and the ratio to a bare count over the same histories that looks each day
up by ``bisect`` in the same row of working days, takes the same steps, and explains nothing. Both sides are timed
in turn, block by block, in one process; the ratio is the median of the blocks. With ``--text`` every sentence of
the working is written out as well.
"""

from __future__ import annotations

import argparse
import gc
import platform
import random
import statistics
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from gongkai.statute.calendar import official
from gongkai.statute.clock import Event, EventKind, due

K = EventKind
ON = date(2026, 11, 24)
FIRST = date(2019, 5, 15)
BLOCK = 20_000
CONSULT = {
    K.THIRD_PARTY_ASKED: (K.OPINION_RECEIVED, K.THIRD_PARTY_RECEIVED, 15),
    K.JOINT_MAKER_ASKED: (K.JOINT_MAKER_ANSWERED, K.JOINT_MAKER_RECEIVED, 15),
    K.AGENCY_ASKED: (K.AGENCY_ANSWERED, None, 0),
}
# The same by rank, as the bare count uses it.
BY_RANK = {k.rank: (a.rank, r.rank if r else -1, limit) for k, (a, r, limit) in CONSULT.items()}
STOPS = {kind.rank for kind in (K.POSTED, K.SERVED, K.CLOSED, K.WITHDRAWN)}


def history(chance: random.Random) -> list[Event]:
    """A request as they come: most plain, a third with a consultation, some with a supplement, fee, extension."""
    start = FIRST + timedelta(days=chance.randrange(2_600))
    found = [Event(K.RECEIVED, start)]
    for asked, (answer, receipt, _) in CONSULT.items():
        if chance.random() < 0.15:
            found += consultation(chance, start, asked, answer, receipt)
    if chance.random() < 0.15:
        noticed = start + timedelta(days=chance.randrange(1, 10))
        found.append(Event(K.SUPPLEMENT_NOTICED, noticed))
        if chance.random() < 0.8:
            found.append(Event(K.SUPPLEMENT_RECEIVED, noticed + timedelta(days=chance.randrange(20))))
    if chance.random() < 0.03:
        noticed = start + timedelta(days=chance.randrange(1, 30))
        found += [Event(K.FEE_NOTICED, noticed), Event(K.FEE_PAID, noticed + timedelta(days=chance.randrange(25)))]
    if chance.random() < 0.2:
        found.append(
            Event(K.EXTENDED, start + timedelta(days=chance.randrange(15, 35)), days=chance.choice((None, 10)))
        )
    if chance.random() < 0.8:
        found.append(Event(chance.choice((K.POSTED, K.SERVED)), start + timedelta(days=chance.randrange(1, 60))))
    chance.shuffle(found)
    return found


def consultation(
    chance: random.Random, start: date, asked: EventKind, answer: EventKind, receipt: EventKind | None
) -> Iterator[Event]:
    on, mark = start + timedelta(days=chance.randrange(1, 25)), chance.choice(("", "甲"))
    yield Event(asked, on, mark)
    if receipt and chance.random() < 0.7:
        yield Event(receipt, on + timedelta(days=chance.randrange(5)), mark)
    if chance.random() < 0.8:
        yield Event(answer, on + timedelta(days=chance.randrange(30)), mark)


def bare(events: list[Event], days: list[int], on: int) -> int:
    """The due day as an ordinal, 0 while waiting: the same steps by bisect, and not a word about them."""
    keys = sorted([event.order for event in events])
    covered = bisect_right(days, keys[0][0])
    by = covered + 7
    end = covered + 20
    pauses: list[tuple[int, int]] = []
    waiting: set[int] = set()
    noticed = late = extended = False
    for at in range(1, len(keys)):
        day, rank, mark, number, _, _ = keys[at]
        if rank == 1:
            if not noticed and day <= days[by - 1]:
                noticed = True
                waiting.add(2)
            late = not noticed
        elif rank == 3:
            if waiting or day <= days[end - 1]:
                waiting.add(4)
        elif rank in (2, 4):
            if rank in waiting or (rank == 2 and not noticed and not late and day <= days[end - 1]):
                waiting.discard(rank)
                covered = bisect_right(days, day)
                end = covered + 20
                extended = False
                for after, until in pauses:
                    fresh = until - max(after, covered)
                    if fresh > 0:
                        covered = until
                        end += fresh
        elif rank in BY_RANK:
            if not waiting and day > days[end - 1]:
                continue
            answer, receipt, limit = BY_RANK[rank]
            got, ended = day, 0
            for later in keys[at + 1 :]:
                if later[1] == answer and later[2] == mark:
                    ended = later[0]
                    break
                if later[1] == receipt and later[2] == mark:
                    got = later[0] if got == day else got
                elif later[1] in STOPS:
                    ended = later[0]
                    break
            after = bisect_right(days, day)
            last = bisect_right(days, got) + limit
            until = bisect_right(days, ended or (max(on, day) if not limit else day))
            if limit and (not ended or until > last):
                until = last
            pauses.append((after, until))
            fresh = until - max(after, covered)
            if fresh > 0:
                covered = until
                end += fresh
        elif rank == K.EXTENDED.rank:
            if not waiting and not extended and day <= days[end - 1]:
                extended = True
                end += min(number or 20, 20)
        elif rank in STOPS:
            break
    return 0 if waiting else days[end - 1]


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    start = time.perf_counter()
    work()
    taken = time.perf_counter() - start
    gc.enable()
    return taken


def measure(number: int, *, text: bool) -> tuple[float, float, int]:
    """Dates a second, the median ratio to the bare count, and how many differed from it (must be none)."""
    chance, calendar = random.Random(2026), official()
    row = [day.toordinal() for day in calendar.table.days]
    ours, ratios, differing, on = 0.0, [], 0, ON.toordinal()

    def explain(histories: list[list[Event]]) -> None:
        for one in histories:
            found = due(one, calendar=calendar, on=ON)
            if text:
                for reason in found.because:
                    _ = reason.text

    def count(histories: list[list[Event]]) -> None:
        for one in histories:
            bare(one, row, on)

    for _ in range(max(1, number // BLOCK)):
        histories = [history(chance) for _ in range(BLOCK)]
        taken = timed(lambda: explain(histories))  # noqa: B023 - called before the next block
        ours += taken
        ratios.append(taken / timed(lambda: count(histories)))  # noqa: B023 - likewise
        for one in histories[:500]:
            found = due(one, calendar=calendar, on=ON).on
            differing += (found.toordinal() if found else 0) != bare(one, row, on)
    return len(ratios) * BLOCK / ours, statistics.median(ratios), differing


def main() -> None:
    arguments = argparse.ArgumentParser(description="due dates a second, and against a bare bisect")
    arguments.add_argument("--number", type=int, default=1_000_000)
    arguments.add_argument("--text", action="store_true", help="write every sentence out, too")
    given = arguments.parse_args()
    speed, ratio, differing = measure(given.number, text=given.text)
    machine = platform.processor() or platform.machine()
    print(f"Measured {datetime.now(UTC):%Y-%m-%d}, {machine}, Python {platform.python_version()}.")
    print(f"\n| due dates | a second | wanted | against a bare bisect | wanted | differing |\n{'|---' * 6}|")
    print(f"| {given.number:,} | {speed:,.0f} | ≥ 100,000 | {ratio:.2f} | ≤ 6 | {differing} |")


if __name__ == "__main__":
    main()
