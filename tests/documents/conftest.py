from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Files of a test lie in a folder of its own."""
    settings.FILES = tmp_path
    return tmp_path
