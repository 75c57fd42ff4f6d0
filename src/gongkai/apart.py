"""Working on a file that somebody sent in, in a process of its own: bounds of time and memory are the kernel's, a
library that breaks takes nobody along, and one that does not bear several at once is never asked to. It knows
``errors`` and nothing else of the project.

apart("gongkai.papers.hidden:examine", data, name, seconds=60) -> whatever the function gives back
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
from importlib import import_module
from typing import Any, Final

from gongkai import errors
from gongkai.errors import GongkaiError, TooLarge, Unreadable

MEMORY: Final = 2 * 2**30
_HEAD: Final = struct.Struct("!dQ")  # seconds, memory
_STARTING: Final = 5.0  # seconds for the child to start and to say what it found
_ADVICE: Final = "请拆分文件或者降低图片的分辨率后重试。"
_BROKE: Final = "处理这个文件时程序中断，文件可能已损坏；请用原软件打开后另存一份再试。"
_NO_MEMORY: Final = "memory"  # what a child answers that ran into its bound; any other word names an error


def apart(
    function: str,
    *args: object,
    seconds: float,
    memory: int = MEMORY,
    advice: str = _ADVICE,
    **kwargs: object,
) -> Any:
    """What ``module:function`` gives back, or the GongkaiError that it raised; TooLarge over a bound, with
    ``advice`` on what to do about it, Unreadable where it died. The function stands in a part of the project that
    knows no Django."""
    child = subprocess.Popen(
        [sys.executable, "-m", "gongkai.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    asked = _HEAD.pack(seconds, memory) + pickle.dumps((function, args, kwargs))
    try:
        answer, _ = child.communicate(asked, timeout=seconds + _STARTING)
    except subprocess.TimeoutExpired as error:
        raise _late(seconds, advice) from error
    finally:
        _end(child)
    if not answer:
        raise _died(child.returncode, seconds, advice)
    # From our own child over a pipe of our own; nothing of the file is unpickled.
    kind, content = pickle.loads(answer)  # noqa: S301 - written by _main below
    if kind == "":
        return content
    raise _too_much(advice) if kind == _NO_MEMORY else _error(kind, content)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and what it started (LibreOffice); they are a group of their own."""
    if child.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()


def _died(status: int, seconds: float, advice: str) -> GongkaiError:
    if hasattr(signal, "SIGALRM") and status in (-signal.SIGALRM, -signal.SIGXCPU):
        return _late(seconds, advice)
    return _too_much(advice) if status == -signal.SIGKILL else Unreadable(_BROKE)


def _late(seconds: float, advice: str) -> TooLarge:
    return TooLarge(f"处理这个文件超过{seconds:g}秒，已停止；{advice}")


def _too_much(advice: str) -> TooLarge:
    return TooLarge(f"处理这个文件需要的内存过多，已停止；{advice}")


def _error(kind: str, sentence: str) -> GongkaiError:
    found = getattr(errors, kind, Unreadable)
    return found(sentence) if issubclass(found, GongkaiError) else Unreadable(sentence)


def _bound(memory: int, seconds: float) -> None:
    try:
        import resource
    except ImportError:  # Windows: time is bounded by the parent, memory is not
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 2, int(seconds) + 4))
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _main() -> None:
    """The child: what to do comes by standard input, what came of it goes to standard output."""
    seconds, memory = _HEAD.unpack(sys.stdin.buffer.read(_HEAD.size))
    # From our own parent over a pipe of our own.
    function, args, kwargs = pickle.loads(sys.stdin.buffer.read())  # noqa: S301
    _bound(memory, seconds)
    module, _, name = function.partition(":")
    answer: tuple[str, object]
    try:
        answer = ("", getattr(import_module(module), name)(*args, **kwargs))
    except GongkaiError as error:
        answer = (type(error).__name__, str(error))
    except (MemoryError, RecursionError):
        answer = (_NO_MEMORY, None)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    _main()
