"""Makes the installation that ``benchmarks.portal_pages`` asks, and writes its items for the other site."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from gongkai.server import migrate, prepare


def main() -> None:
    prepare()
    migrate()
    from benchmarks.portal_made import write
    from gongkai.publication.queries import shown

    number, file = int(sys.argv[1]), Path(sys.argv[2])
    write(number)
    rows = shown().order_by("pk").values(
        "id", "number", "title", "document_number", "agency__name", "category", "subject", "genre", "validity",
        "made_on", "released_at", "current__body",
    )  # fmt: skip
    with file.open("w", encoding="utf-8") as out:
        for row in rows.iterator(500):
            row["agency"], row["body"] = row.pop("agency__name"), row.pop("current__body")
            out.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


if __name__ == "__main__":
    main()
