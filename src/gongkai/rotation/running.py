"""The two commands. Both may be killed at any moment and run again: the old keys stay in the rings until
nothing needs them, and everything stays readable all the while, for other processes too (``fields`` looks at
the rings anew).

rotate(at) -> Rotated      new keys unless a rotation is under way, then everything under them
drop_old(at) -> Dropped    only the newest keys stay; Refused while anything needs another
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from gongkai import keys
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.rotation import encrypted, hashed

# What other processes wrote under the old key while we went through; they have looked at the ring since.
_ROUNDS = 3


@dataclass(frozen=True)
class Rotated:
    """``renewed``: the rings that got a new key in this run. ``stuck``: rows whose hash another row has
    already."""

    renewed: tuple[str, ...]
    values: int
    hashes: int
    stuck: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Nothing needs an old key any more."""
        return not self.stuck


@dataclass(frozen=True)
class Dropped:
    """How many old keys were taken away, by ring."""

    keys: dict[str, int]


def rotate(at: datetime) -> Rotated:
    """Misconfigured when another process is at it, or when something cannot be opened with any key."""
    folder = Path(settings.KEYS)
    with keys.held(folder):
        renewed = tuple(name for name in keys.RINGS if len(keys.read(folder, name).split()) == 1)
        for name in renewed:
            keys.renew(folder, name)
        _take_up(folder)
        values, hashes, stuck = 0, 0, list[str]()
        for _ in range(_ROUNDS):
            values += encrypted.rewrap()
            more, stuck = hashed.rehash()
            hashes += more
            if not encrypted.left() and hashed.left() == len(stuck):
                break
        data = {"renewed": list(renewed), "values": values, "hashes": hashes, "stuck": len(stuck)}
        record("operations.rotate-keys", actor="operator", agency=None, object="keys", data=data, at=at)
    return Rotated(renewed, values, hashes, tuple(stuck))


def drop_old(at: datetime) -> Dropped:
    """Every value and every hash is looked at before."""
    folder = Path(settings.KEYS)
    with keys.held(folder):
        _take_up(folder)
        old = {name: len(keys.read(folder, name).split()) - 1 for name in keys.RINGS}
        if not any(old.values()):
            raise Refused("没有旧密钥；需要更换时请运行 gongkai keys rotate。")
        if needing := encrypted.left() + hashed.left():
            raise Refused(f"还有{needing}处要用旧密钥，没有删除；请先运行 gongkai keys rotate。")
        for name in keys.RINGS:
            keys.keep_first(folder, name)
        _take_up(folder)
        record("operations.drop-keys", actor="operator", agency=None, object="keys", data=dict(old), at=at)
    return Dropped(old)


def _take_up(folder: Path) -> None:
    """This process reads the rings as they are on disk now."""
    settings.FIELD_KEYS = keys.read(folder, "field_keys").split()
    settings.HMAC_KEYS = keys.read(folder, "hmac_key").split()
