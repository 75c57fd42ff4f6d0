"""What the tests of the list, the guide and the counts ask the audit chain."""

from __future__ import annotations

import json
from typing import Any

from .conftest import audited


def told(verb: str) -> dict[str, Any]:
    """The data of the last entry of the chain, which is of this verb."""
    found: dict[str, Any] = json.loads(audited(verb).data)
    return found
