"""What a back-up folder says about itself: every file with its hash, and which keys belong to it.

It is sealed with a key that lies apart: who can write to where back-ups lie, but has no keys, cannot put another
database into one and hashes that fit it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from gongkai.errors import Refused

NAME = "manifest.json"
VERSION = 2
_SEALS = "hmac_key"
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """``files``: path inside the folder -> SHA-256. ``keys``: name -> fingerprint, never the key. ``seal``: see
    ``sealed``."""

    version: int
    created_at: str
    engine: str
    audit_head: str
    files: dict[str, str]
    keys: dict[str, str]
    seal: str = ""

    def __str__(self) -> str:
        return f"{self.created_at}，{self.engine}，{len(self.files)} 个文件，审计链头 {self.audit_head}"

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Refused when the folder is no back-up, or of a later version than this program knows."""
    try:
        manifest = Manifest(**json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise Refused(f"{folder} 不是备份目录（没有可读的 {NAME}），请核对路径。") from error
    if manifest.version > VERSION:
        raise Refused("备份来自更新的版本，请先升级本系统。")
    return manifest


def sealed(manifest: Manifest, keys: Path) -> Manifest:
    """With the seal over everything else it says, made with the key among ``keys``."""
    return replace(manifest, seal=_seal(manifest, keys))


def check_seal(manifest: Manifest, keys: Path) -> None:
    """Refused for a manifest that was written by somebody without these keys."""
    try:
        right = hmac.compare_digest(manifest.seal.encode(), _seal(manifest, keys).encode())
    except OSError:
        right = False
    if not right:
        raise Refused(
            "备份清单的封签与密钥不符：备份之后被改动过，或来自没有封签的旧版本。"
            "没有改动任何内容，请改用另一份备份。"
        )


def _seal(manifest: Manifest, keys: Path) -> str:
    said = json.dumps(asdict(replace(manifest, seal="")), ensure_ascii=False, sort_keys=True)
    key = b"gongkai back-up\n" + (keys / _SEALS).read_bytes().strip()
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def verify(manifest: Manifest, folder: Path) -> None:
    """Refused unless every file is there, unchanged, and none was added."""
    found = digests(folder)
    missing = sorted(set(manifest.files) - set(found))
    strange = sorted(set(found) - set(manifest.files))
    changed = sorted(name for name, digest in manifest.files.items() if found.get(name, digest) != digest)
    for what, names in (("缺少", missing), ("多出", strange), ("内容有变", changed)):
        if names:
            raise Refused(f"备份不完整，{what}：{'、'.join(names[:5])}。没有改动任何内容，请改用另一份备份。")


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file beneath, except the manifest itself."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): digest(path) for path in paths if path != folder / NAME}


def digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def fingerprints(keys: Path) -> dict[str, str]:
    """For each key file a short hash, enough to tell whether it is the same key."""
    return {path.name: _fingerprint(path) for path in sorted(keys.glob("*")) if _is_key(path)}


def _is_key(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(b"gongkai key\n" + path.read_bytes().strip()).hexdigest()[:16]
