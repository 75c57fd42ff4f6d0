"""Working on a file that somebody sent in, in a process of its own: bounds of time and memory are the kernel's, a
library that breaks takes nobody along, and one that does not bear several at once is never asked to.

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
_TOO_MUCH: Final = "处理这个文件需要的内存过多，已停止；请拆分文件或者降低图片的分辨率后重试。"
_BROKE: Final = "处理这个文件时程序中断，文件可能已损坏；请用原软件打开后另存一份再试。"


def apart(function: str, *args: object, seconds: float, memory: int = MEMORY, **kwargs: object) -> Any:
    """What ``module:function`` gives back, or the GongkaiError that it raised; TooLarge over a bound, Unreadable
    where it died. The function stands in a part of the project that knows no Django."""
    child = subprocess.Popen(
        [sys.executable, "-m", "gongkai.documents.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    asked = _HEAD.pack(seconds, memory) + pickle.dumps((function, args, kwargs))
    try:
        answer, _ = child.communicate(asked, timeout=seconds + _STARTING)
    except subprocess.TimeoutExpired as error:
        raise _late(seconds) from error
    finally:
        _end(child)
    return _result(answer, child.returncode, seconds)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _late(seconds: float) -> TooLarge:
    return TooLarge(f"处理这个文件超过{seconds:.0f}秒，已停止；请拆分文件后重试。")


def _result(answer: bytes, status: int, seconds: float) -> Any:
    if not answer:
        if status in (-signal.SIGALRM, -signal.SIGXCPU):
            raise _late(seconds)
        raise TooLarge(_TOO_MUCH) if status == -signal.SIGKILL else Unreadable(_BROKE)
    # From our own child over a pipe of our own; nothing of the file is unpickled.
    kind, content = pickle.loads(answer)  # noqa: S301 - written by _main below
    if kind == "":
        return content
    found = getattr(errors, kind, Unreadable)
    raise found(content) if issubclass(found, GongkaiError) else Unreadable(content)


def _bound(memory: int, seconds: float) -> None:
    import resource

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
        answer = ("TooLarge", _TOO_MUCH)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    _main()
