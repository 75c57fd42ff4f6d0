"""Reading in a process of its own: what it found or why not, and never longer or larger than allowed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gongkai import apart
from gongkai.errors import NotText, TooLarge, Unreadable
from gongkai.readers import limits
from gongkai.readers.guarded import read_in_child, time_limit

REAL = Path(__file__).parent.parent / "real"


class TestTimeLimit:
    def test_ends_what_takes_too_long(self) -> None:
        start = time.monotonic()
        with pytest.raises(TooLarge, match="已停止"), time_limit(0.1):
            time.sleep(20)
        assert time.monotonic() - start < 2

    def test_leaves_nothing_behind(self) -> None:
        before = signal.getsignal(signal.SIGALRM)
        with time_limit(5):
            pass
        assert signal.getsignal(signal.SIGALRM) is before
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)

    def test_in_another_thread_it_only_stands_aside(self) -> None:
        done: list[bool] = []

        def work() -> None:
            with time_limit(0.01):
                done.append(True)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert done == [True]


class TestChild:
    def test_reads(self) -> None:
        reading = read_in_child((REAL / "pingtan-2023-html.html").read_bytes(), "a.html")
        assert reading.report.figures["行政规范性文件/现行有效件数"] == 470
        assert reading.document is not None
        assert reading.document.kind == "html"

    def test_raises_what_the_child_raised(self) -> None:
        with pytest.raises(NotText, match="图片"):
            read_in_child(b"\x89PNG\r\n\x1a\n" + b"x" * 100, "报告.docx")
        with pytest.raises(Unreadable, match="空的"):
            read_in_child(b"")

    def test_too_large_is_refused_before_a_child_starts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "MAX_INPUT", 10)
        monkeypatch.setattr(subprocess, "Popen", None)
        with pytest.raises(TooLarge):
            read_in_child(b"x" * 11)


class TestBounds:
    def child(self, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
        """Put a child of ours in the place of the reader."""
        real = subprocess.Popen

        def popen(command: list[str], **options: object) -> object:
            return real([sys.executable, "-c", script], **options)  # type: ignore[call-overload]  # as given

        monkeypatch.setattr(apart.subprocess, "Popen", popen)

    def test_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(apart, "_STARTING", 0.3)
        self.child(monkeypatch, "import time; time.sleep(30)")
        start = time.monotonic()
        with pytest.raises(TooLarge, match="已停止"):
            read_in_child(b"x", seconds=0.2)
        assert time.monotonic() - start < 5

    @pytest.mark.parametrize("how", ["os.kill(os.getpid(), 11)", "os._exit(3)"])
    def test_a_child_that_dies(self, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
        self.child(monkeypatch, f"import os; {how}")
        with pytest.raises(Unreadable, match="中断"):
            read_in_child(b"x")

    def test_a_child_that_was_killed_for_its_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.child(monkeypatch, "import os; os.kill(os.getpid(), 9)")
        with pytest.raises(TooLarge, match="内存"):
            read_in_child(b"x")

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to an address space")
    def test_memory(self) -> None:
        with pytest.raises(TooLarge, match=r"过大|内存"):
            read_in_child(b"<html><!-- -->" + b"<p>x" * 1_900_000, memory=300 * 2**20)
