"""``gongkai redact IN --term TEXT --out OUT``: every occurrence gone, the rest kept as text, and that proved.

0 only when proved; else 1 with the reason, and nothing at OUT.
"""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from gongkai.errors import GongkaiError, Refused
from gongkai.papers import redaction
from gongkai.papers.redaction import Redacted

REASON = "按词去除"


def run(args: Namespace) -> int:
    source, target = Path(args.source), Path(args.out)
    try:
        _apart(source, target)
        data = source.read_bytes()
        # A copy of an earlier run must not be taken for one of this run, whatever happens from here on.
        target.unlink(missing_ok=True)
        made = redaction.without(data, args.term, reason=REASON)
        _put(made.data, target)
    except (GongkaiError, OSError) as error:
        print(f"gongkai: {_told(args.source, error)}", file=sys.stderr)
        return 1
    for remark in made.proof.remarks:
        print(f"{args.source}：{remark}", file=sys.stderr)
    _report(made)
    return 0


def _apart(source: Path, target: Path) -> None:
    if target.is_dir():
        raise Refused("OUT是一个目录；请写上文件名。")
    if target.exists() and source.exists() and target.samefile(source):
        raise Refused("OUT和IN是同一个文件；原件不能被盖掉，请换一个名字。")


def _put(data: bytes, target: Path) -> None:
    """Whole or not at all: written beside, then put in place. A copy of an earlier run is replaced."""
    handle, name = tempfile.mkstemp(prefix=".redact-", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o666 & ~_umask())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _told(source: str, error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or source}：{error.strerror}；没有生成文件。"
    return f"{source}：{error}"


def _report(made: Redacted) -> None:
    print(f"已去除并经证明：查找{made.proof.marked}个词，均未留存。")
    for check in made.proof.checked:
        print(f"  {check.what}：{check.number}（{check.reader}）")
    print(f"  SHA-256 原件 {made.sha256_before}\n  SHA-256 结果 {made.sha256_after}")
