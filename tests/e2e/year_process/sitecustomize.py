"""Begins every process of the installation under test (through PYTHONPATH) on another day.

The file that YEAR_CLOCK names holds the seconds between the real time and that of the installation; it is read at
each question, so that a test moves the day on under a running server. Only what the product calls now is moved:
cookies, one-time codes and the ends of sessions go by the machine's own time, as does the browser.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

_real, _file = timezone.now, Path(os.environ["YEAR_CLOCK"])


def _moved() -> datetime:
    return _real() + timedelta(seconds=float(_file.read_text("ascii")))


timezone.now = _moved
