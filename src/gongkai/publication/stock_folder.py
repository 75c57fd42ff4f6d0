"""A folder of existing stock: one list (XLSX or CSV) and beside it the attachments of its rows.

A file or a sub-folder belongs to the row whose 索引号 (with ``_`` for ``/``) or 标题 it is called by; in a
sub-folder every file is one of its attachments, in the order of their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gongkai.errors import Refused
from gongkai.publication.stock_entries import Entry

_LISTS = (".xlsx", ".csv")


class Folder:
    """What lies in a folder. A plain list is a folder without anything beside it."""

    def __init__(self, where: Path) -> None:
        self.list = _list(where) if where.is_dir() else where
        self._files: dict[str, list[Path]] = {}
        for path in sorted(where.iterdir()) if where.is_dir() else ():
            if path != self.list and not path.name.startswith((".", "~$")):
                self._files.setdefault(_key(path), []).extend(_within(path))
        self._asked: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._files)

    def of(self, entry: Entry) -> list[Path]:
        """The attachments of a row."""
        keys = [key for key in (_plain(entry.number), _plain(entry.title)) if key in self._files]
        self._asked.update(keys)
        return [path for key in dict.fromkeys(keys) for path in self._files[key]]

    def left(self) -> Iterator[Path]:
        """Files that no row asked for: something is called otherwise than in the list."""
        for key, paths in self._files.items():
            if key not in self._asked:
                yield from paths


def _list(where: Path) -> Path:
    found = [path for path in where.iterdir() if path.suffix.lower() in _LISTS and not path.name.startswith("~$")]
    if len(found) != 1:
        raise Refused(
            "文件夹中须有且只有一份清单（.xlsx 或者 .csv）；附件是表格的，请放进以索引号或者标题命名的子文件夹。"
        )
    return found[0]


def _key(path: Path) -> str:
    return _plain(path.name if path.is_dir() else path.stem)


def _within(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith((".", "~$")))


def _plain(name: str) -> str:
    """What no file can be called is an underscore."""
    return "".join("_" if sign in '/\\:*?"<>|' else sign for sign in name if not sign.isspace())
