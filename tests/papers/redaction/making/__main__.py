"""Write every file of the hostile set anew."""

from __future__ import annotations

from pathlib import Path

from . import MAKERS

FOLDER = Path(__file__).parent.parent / "hostile"

for name, make in MAKERS.items():
    (FOLDER / name).write_bytes(make())
