"""Reading within a hard bound of time, and of memory in a process of its own.

``time_limit`` is for a command that reads in its own main thread. ``read_in_child`` is for files that strangers
send: a fresh interpreter reads, and whatever happens there is an error here.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from gongkai.apart import apart

from .limits import ADVICE, MAX_SECONDS, MIB, check_input, out_of_time

if TYPE_CHECKING:
    from .document import Reading


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TooLarge inside the block when ``seconds`` are over.

    Works by an interval timer, so only in the main thread of a process and not on Windows; elsewhere the
    block runs without it and only the checks of ``limits.Deadline`` hold.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(signum: int, frame: FrameType | None) -> None:
        raise out_of_time(seconds)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def read_in_child(
    data: bytes, name: str = "", *, seconds: float = MAX_SECONDS, memory: int = 1024 * MIB
) -> Reading:
    """As ``readers.read``, in a fresh process that is ended after ``seconds`` and may use ``memory`` bytes.

    Raises the ReadError that the child raised; TooLarge where it ran over a bound; Unreadable where it died.
    """
    check_input(data)
    found: Reading = apart("gongkai.readers:read", data, name, seconds=seconds, memory=memory, advice=ADVICE)
    return found
