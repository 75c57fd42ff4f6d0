"""What the how-to tells a receiver to do, done: both examples know a genuine delivery, and no other."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gongkai.publication.pushing import payload

GUIDE = Path(__file__).parents[3] / "docs/how-to/outlets.md"
BODY = b'{"event": "remove", "id": 7}\n'
SECRET = "a secret with 空格"
Check = Callable[[str, dict[str, str], bytes], bool]


def example(language: str, holding: str) -> str:
    blocks = re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    return next(one for one in blocks if holding in one)


def in_python(secret: str, headers: dict[str, str], body: bytes) -> bool:
    names: dict[str, Check] = {}
    exec(example("python", "def genuine"), names)
    return names["genuine"](secret, headers, body)


def in_shell(secret: str, headers: dict[str, str], body: bytes, folder: Path) -> bool:
    (folder / "body").write_bytes(body)
    script = example("sh", "genuine()") + '\ngenuine "$@"'
    given = [secret, headers[payload.TIME], headers[payload.SIGNATURE], str(folder / "body")]
    return subprocess.run(["sh", "-c", script, "sh", *given], check=False).returncode == 0


@pytest.fixture(params=["python", "shell"])
def genuine(request: pytest.FixtureRequest, tmp_path: Path) -> Check:
    if request.param == "python":
        return in_python
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here")
    return lambda secret, headers, body: in_shell(secret, headers, body, tmp_path)


def sent(secret: str = SECRET, at: datetime | None = None) -> dict[str, str]:
    return payload.headers(secret, BODY, delivery="1", at=at or datetime.now(UTC))


def test_a_genuine_delivery_is_known(genuine: Check) -> None:
    assert genuine(SECRET, sent(), BODY)


def test_no_other_is(genuine: Check) -> None:
    assert not genuine("another", sent(), BODY)
    assert not genuine(SECRET, sent(), BODY + b" ")
    for minutes in (-6, 6):
        assert not genuine(SECRET, sent(at=datetime.now(UTC) + timedelta(minutes=minutes)), BODY)
