"""Files of before 2007 (.doc, .wps, .xls): turned into DOCX or XLSX by LibreOffice where it is installed.

It runs headless in a directory and with a profile of its own, for as long as the reading may take, and
nothing of it stays behind.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from gongkai.errors import TooLarge, UnknownKind, Unreadable

from .limits import Deadline

_ENCRYPTED = tuple(n.encode("utf-16-le") for n in ("EncryptedPackage", "EncryptionInfo"))
_SLIDES = "PowerPoint Document".encode("utf-16-le")
_SHEETS = tuple(f"{n}\0".encode("utf-16-le") for n in ("Workbook", "Book"))
_ADVICE = "请用Word或WPS打开后另存为DOCX（表格另存为XLSX）再试。"


def convert(data: bytes, deadline: Deadline) -> bytes:
    """The same document as DOCX or XLSX.

    Raises Unreadable for an encrypted or damaged one, UnknownKind where LibreOffice is not installed, TooLarge
    where it takes too long.
    """
    if any(name in data for name in _ENCRYPTED):
        raise Unreadable("文件设有打开密码；请用原软件去掉密码，另存后再试。")
    if _SLIDES in data:
        raise UnknownKind("这是演示文稿，不是年度报告；请换成报告的DOCX、PDF或网页再试。")
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnknownKind(f"这是旧版Office或WPS文件，本机没有安装LibreOffice，无法转换；{_ADVICE}")
    kind = "xlsx" if any(name in data for name in _SHEETS) else "docx"
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source = Path(folder) / "source.doc"
        source.write_bytes(data)
        _run(program, kind, source, deadline)
        result = source.with_suffix(f".{kind}")
        if not result.exists():
            raise Unreadable(f"旧版文件转换不成功，可能已损坏；{_ADVICE}")
        return result.read_bytes()


def _run(program: str, kind: str, source: Path, deadline: Deadline) -> None:
    folder = source.parent
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        str(source),
    ]
    process = subprocess.Popen(  # noqa: S603 - a fixed command over a file that we wrote
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "HOME": str(folder)},
    )
    try:
        process.wait(deadline.left())
    except subprocess.TimeoutExpired as error:
        raise TooLarge(f"旧版文件转换超过{deadline.seconds:g}秒，已停止；{_ADVICE}") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started: its group is its own."""
    if process.poll() is None and hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()
