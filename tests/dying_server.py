"""The desk as gunicorn serves it, but the first step that comes to its audit entry kills its worker.

``DIE_ONCE`` names a file; it is made just before, so that it happens once.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

from gongkai.wsgi import application as _application

application = _application


def _arm() -> None:
    from gongkai.cases import acting

    original, mark = acting.record, Path(os.environ["DIE_ONCE"])

    def record(*args: Any, **kwargs: Any) -> Any:
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*args, **kwargs)

    acting.record = record


_arm()
