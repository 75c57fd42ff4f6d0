"""``gongkai export``: make or renew the folder of an agency, or prove one."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from gongkai import server

_SAID_EVERY = 1_000


def run(args: Namespace) -> int:
    """0 when done (and sound), 1 when something in the folder is wrong."""
    server.prepare()
    return _check(Path(args.folder)) if args.check else _make(args)


def _make(args: Namespace) -> int:
    from django.utils import timezone

    from gongkai.agencies.queries import find
    from gongkai.errors import Refused
    from gongkai.portal.exported import export

    if not args.agency:
        raise Refused("请用 --agency 写明机关的统一社会信用代码或者全称；只核对已有的文件夹，用 --check。")
    done = export(
        find(args.agency), Path(args.folder), below=args.below, on=timezone.localdate(), told=_Progress().told
    )
    print(f"写了{done.written}个文件，删除{done.removed}个，{done.kept}个没有变化。")
    return 0


class _Progress:
    """A line for every thousand files: a first export of a large stock takes minutes."""

    def __init__(self) -> None:
        self._files = 0

    def told(self, what: str, path: str) -> None:
        self._files += 1
        if self._files % _SAID_EVERY == 0:
            print(f"已处理{self._files}个文件……", file=sys.stderr, flush=True)


def _check(folder: Path) -> int:
    from gongkai.portal.exported.checking import check

    faults = check(folder)
    for fault in faults:
        print(f"✗ {fault.path}：{fault.message}")
    print(f"发现{len(faults)}处问题。" if faults else "✓ 标签齐全、与显示一致，链接都有目标。", file=sys.stdout)
    return 1 if faults else 0
