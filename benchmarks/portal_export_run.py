"""Takes a list of existing items in and exports them, in one installation. The last line is JSON."""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from gongkai.server import migrate, prepare

_HEAD = (
    "索引号",
    "标题",
    "文号",
    "成文日期",
    "公开日期",
    "主题分类",
    "条例事项",
    "体裁",
    "有效性",
    "失效日期",
    "渠道",
    "正文",
)
_FIRST, _DAYS = date(2014, 1, 1), 4_000


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--items", type=int, required=True)
    items = given.parse_args().items
    prepare()
    migrate()
    from django.conf import settings

    agency = _agency()
    stock = settings.HOME / "stock.csv"
    _write(stock, items)
    found: dict[str, Any] = {"items": items}
    _measured(found, "import", lambda: _import(agency, stock))
    folder = settings.HOME / "export"
    _measured(found, "export", lambda: _export(agency, folder))
    _measured(found, "again", lambda: _export(agency, folder))
    _withdraw(agency)
    _measured(found, "change", lambda: _export(agency, folder))
    found["bytes"] = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
    print(json.dumps(found))


def _measured(found: dict[str, Any], name: str, work: Callable[[], dict[str, int]]) -> None:
    """Seconds by the clock and of the processor, the highest use of memory so far, and what it says itself."""
    print(name, file=sys.stderr)
    clock, busy = time.perf_counter(), time.process_time()
    said = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found[name] = {
        "clock": time.perf_counter() - clock,
        "processor": time.process_time() - busy,
        "peak": peak,
    } | said


def _agency() -> Any:
    from django.utils import timezone

    from gongkai.agencies import actions
    from gongkai.agencies.kinds import Kind
    from gongkai.agencies.permissions import OPERATOR

    return actions.create(
        "临河区民政局",
        kind=Kind.DEPARTMENT,
        parent=None,
        valid_from=_FIRST,
        by=OPERATOR,
        at=timezone.now(),
        order=1,
    )


def _write(file: Path, items: int) -> None:
    """An office's list, 400 characters an item."""
    from benchmarks.portal_text import Writer

    writer = Writer(5)
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(_HEAD)
        for n in range(items):
            text, on = writer.text(400), _FIRST + timedelta(days=n * _DAYS // items)
            rows.writerow(
                (f"LH{n:08d}", f"{text.title}（{n}）", text.number, on, on, "民政、扶贫、救灾", "20.11", "通知",
                 "有效", "", "政府网站", text.body)
            )  # fmt: skip


def _import(agency: Any, stock: Path) -> dict[str, int]:
    from django.utils import timezone

    from gongkai.agencies.permissions import OPERATOR
    from gongkai.publication.importing import import_items

    outcome = import_items(OPERATOR, agency, stock, at=timezone.now())
    if not outcome.applied:
        raise SystemExit(f"{outcome.errors} rows are wrong")
    return {"taken": outcome.taken}


def _export(agency: Any, folder: Path) -> dict[str, int]:
    from django.utils import timezone

    from gongkai.portal.exported import export

    done = export(agency, folder, on=timezone.localdate())
    return {"written": done.written, "removed": done.removed, "kept": done.kept}


def _withdraw(agency: Any) -> None:
    from django.utils import timezone

    from gongkai.agencies.permissions import OPERATOR
    from gongkai.publication import departing
    from gongkai.publication.queries import shown

    middle = shown().filter(agency=agency).order_by("pk")[shown().count() // 2]
    departing.withdraw(OPERATOR, middle, reason="文稿有误。", at=timezone.now())


if __name__ == "__main__":
    main()
