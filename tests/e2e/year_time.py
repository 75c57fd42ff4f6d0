"""The time of an installation that a test moves on: ``year_process`` asks for it in every process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

PROCESS = Path(__file__).parent / "year_process"
# A person signs in once and works the whole year: how long a session lasts is tested elsewhere.
_HOURS = 24 * 500


@dataclass(frozen=True)
class Clock:
    file: Path

    def turn_to(self, day: date, hour: int = 10) -> None:
        """It is this hour of that day in Shanghai, and goes on from there."""
        at = datetime.combine(day, time(hour), ZoneInfo("Asia/Shanghai"))
        new = self.file.with_suffix(".new")
        new.write_text(str((at - datetime.now(UTC)).total_seconds()), "ascii")
        # At once: a process that reads meanwhile finds the old or the new.
        new.rename(self.file)

    def today(self) -> date:
        """What the pages call today."""
        moved = datetime.now(UTC).timestamp() + float(self.file.read_text("ascii"))
        return datetime.fromtimestamp(moved, ZoneInfo("Asia/Shanghai")).date()

    def environment(self, path: str) -> dict[str, str]:
        """What a process of the installation needs beside its own; ``path`` is the PYTHONPATH it would have."""
        return {
            "PYTHONPATH": f"{PROCESS}{os.pathsep}{path}",
            "YEAR_CLOCK": str(self.file),
            "GONGKAI_SESSION_HOURS": str(_HOURS),
        }
