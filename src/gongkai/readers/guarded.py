"""Reading within a hard bound of time, and of memory in a process of its own."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from .limits import out_of_time


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
