"""Back-up and restore of an installation: database and files in one folder, the keys in another."""

from __future__ import annotations

from gongkai.backup.restoring import restore
from gongkai.backup.taking import backup

__all__ = ["backup", "restore"]
