"""Real processes on the database of a test, killed where the test says (SIGKILL: nothing is tidied up).

A test that uses this commits for good: ``pytest.mark.django_db(transaction=True)``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parent.parent
KILLED = -9
_BEGIN = """
import os, signal
from gongkai.server import prepare
prepare()
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def run(code: str, **environment: str) -> int:
    """Python code in a process of its own, Django ready and ``die()`` at hand; its exit status (``KILLED``)."""
    done = subprocess.run(
        [sys.executable, "-c", _BEGIN + code], env=_environment(environment), cwd=ROOT, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    if done.returncode not in (0, KILLED):
        raise AssertionError(done.stderr)
    return done.returncode


def killed(code: str, **environment: str) -> None:
    """It must not have come to its end."""
    assert run(code, **environment) == KILLED


def start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """A process that goes on; whoever starts it ends it."""
    return subprocess.Popen([sys.executable, *arguments], env=_environment(environment), cwd=ROOT)


def _environment(more: dict[str, str]) -> dict[str, str]:
    home = Path(settings.HOME)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gongkai.settings",
        "DATABASE_URL": database_url(),
        "GONGKAI_HOME": str(home),
        "GONGKAI_KEYS": str(settings.KEYS),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
        **more,
    }


def database_url() -> str:
    """The database of this test, as another process names it."""
    stated = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{stated['NAME']}"
    host = stated["HOST"]
    where = f"{quote(stated['USER'] or '')}:{quote(stated['PASSWORD'] or '')}@"
    if host.startswith("/"):
        return f"postgresql://{where}/{stated['NAME']}?host={host}"
    return f"postgresql://{where}{host}:{stated['PORT'] or 5432}/{stated['NAME']}"
