"""Reading within a hard bound of time, and of memory in a process of its own.

``time_limit`` is for a command that reads in its own main thread. ``read_in_child`` is for files that strangers
send: a fresh interpreter reads, the bounds are the kernel's, and whatever happens there is an error here.
"""

from __future__ import annotations

import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from gongkai import errors
from gongkai.errors import ReadError, TooLarge, Unreadable

from .limits import MAX_SECONDS, MIB, check_input, out_of_time

if TYPE_CHECKING:
    from .document import Reading

_HEAD = struct.Struct("!dQQ")  # seconds, memory, length of the name
_STARTING = 5.0  # seconds for the child to start and to say what it found
_TOO_MUCH = "读取这个文件需要的内存过多，已停止；请只保留年度报告正文，另存为新的DOCX或PDF后重试。"


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
    written = name.encode("utf-8", "replace")
    child = subprocess.Popen(
        [sys.executable, "-m", "gongkai.readers.guarded"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        answer, _ = child.communicate(
            _HEAD.pack(seconds, memory, len(written)) + written + data, timeout=seconds + _STARTING
        )
    except subprocess.TimeoutExpired as error:
        raise out_of_time(seconds) from error
    finally:
        _end(child)
    return _result(answer, child.returncode, seconds)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and what it started (LibreOffice); they are a group of their own."""
    import os

    if child.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()


def _result(answer: bytes, status: int, seconds: float) -> Reading:
    if not answer:
        if hasattr(signal, "SIGALRM") and status in (-signal.SIGALRM, -signal.SIGXCPU):
            raise out_of_time(seconds)
        if status == -signal.SIGKILL:
            raise TooLarge(_TOO_MUCH)
        raise Unreadable("读取这个文件时程序中断，文件可能已损坏；请用原软件打开后另存一份再试。")
    # From our own child over a pipe of our own; nothing of the file is unpickled.
    kind, content = pickle.loads(answer)  # noqa: S301 - written by _main below
    if kind == "reading":
        reading: Reading = content
        return reading
    raise _error(kind, content)


def _error(kind: str, sentence: str) -> ReadError:
    found = getattr(errors, kind, Unreadable)
    return found(sentence) if issubclass(found, ReadError) else Unreadable(sentence)


def _bound(memory: int, seconds: float) -> None:
    try:
        import resource
    except ImportError:  # Windows: time is bounded by the parent, memory is not
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 2, int(seconds) + 4))


def _main() -> None:
    """The child: reads the file from standard input, writes what it found to standard output."""
    from . import read

    seconds, memory, length = _HEAD.unpack(sys.stdin.buffer.read(_HEAD.size))
    name = sys.stdin.buffer.read(length).decode("utf-8", "replace")
    data = sys.stdin.buffer.read()
    _bound(memory, seconds)
    answer: tuple[str, object]
    try:
        with time_limit(seconds):
            answer = ("reading", read(data, name))
    except ReadError as error:
        answer = (type(error).__name__, str(error))
    except (MemoryError, RecursionError):
        answer = ("TooLarge", _TOO_MUCH)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    _main()
