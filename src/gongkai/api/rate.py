"""How often one address may ask, in windows of a minute, counted in the memory of this process.

It keeps a script that runs wild from taking the site away from people; it is no bill. With several processes each
counts for itself. ``rate`` is the hook: another object with the same ``wait`` may stand in its place.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache

_WINDOW = 60


class Rate:
    """``limit`` answers a window; 0 is no limit. Addresses that were not seen for a while are forgotten."""

    def __init__(self, limit: Callable[[], int], clock: Callable[[], float] = time.time) -> None:
        self._limit, self._clock = limit, clock
        self._counts = LocMemCache("gongkai-api-rate", {"timeout": _WINDOW, "OPTIONS": {"MAX_ENTRIES": 20_000}})

    def wait(self, address: str) -> int:
        """Counts this request; 0 when it is answered, else the seconds until one is again."""
        limit = self._limit()
        if not limit:
            return 0
        now = self._clock()
        window, passed = divmod(now, _WINDOW)
        key = f"{address}:{int(window)}"
        if self._counts.add(key, 1) or self._more(key) <= limit:
            return 0
        return max(1, math.ceil(_WINDOW - passed))

    def _more(self, key: str) -> int:
        try:
            return int(self._counts.incr(key))
        except ValueError:  # forgotten between two steps, because very many addresses ask
            return 1


rate = Rate(lambda: int(settings.GONGKAI_API_RATE))
