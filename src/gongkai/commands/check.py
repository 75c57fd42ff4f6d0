"""``gongkai check``: read any number of annual reports and say exactly what is wrong with each.

One process or several; elements leave in the order of the inputs, and nothing of a report is kept once its
element is printed, so ten thousand reports cost the memory of a few.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator

from . import verdict
from .element import Checker, Element
from .inputs import expand
from .last_year import LastYear


def run(args: Namespace) -> int:
    paths = list(expand(args.paths))
    if not paths:
        print("gongkai: 没有找到文件；请给出年度报告文件或文件夹。", file=sys.stderr)
        return 2
    checker = Checker(LastYear.load(args.last_year) if args.last_year else None, texts=args.alike)
    status = 0
    with verdict.output(args, len(paths)) as out:
        for element in _asked_for(_elements(checker, paths, args.jobs), args):
            status = max(status, element.status)
            out.write(element.plain)
    return status


def _asked_for(elements: Iterator[Element], args: Namespace) -> Iterator[Element]:
    if not args.alike:
        return elements
    from .alike import with_likeness

    return with_likeness(elements, args.last_year)


def _elements(checker: Checker, paths: list[str], jobs: int) -> Iterator[Element]:
    if jobs == 1 or len(paths) == 1 or "-" in paths:
        yield from map(checker, paths)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(checker,)) as pool:
        yield from pool.map(_one, paths, chunksize=max(1, min(16, len(paths) // (4 * jobs))))


_checker: Checker | None = None


def _start(checker: Checker) -> None:
    """One checker a worker process, instead of one pickled with each path."""
    global _checker
    _checker = checker


def _one(path: str) -> Element:
    if _checker is None:
        raise RuntimeError("worker used before it was started")
    return _checker(path)
