"""Only the faces see HTTP. import-linter cannot look inside another package, so the imports are read here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import gongkai

_ROOT = Path(gongkai.__file__).parent
_FACES = {"ui", "portal", "desk", "api", "settings.py", "urls.py", "wsgi.py"}
_HTTP = ("django.http", "django.shortcuts", "ninja", "allauth")
_CAPABILITIES = [path.name for path in _ROOT.iterdir() if path.is_dir() and path.name not in _FACES]


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("capability", sorted(_CAPABILITIES))
def test_only_faces_import_http(capability: str) -> None:
    wrong = [
        f"{path.relative_to(_ROOT)}: {module}"
        for path in (_ROOT / capability).rglob("*.py")
        for module in _imports(path)
        if module.startswith(_HTTP)
    ]
    assert wrong == []


def test_it_would_notice() -> None:
    assert "django.http" in set(_imports(_ROOT / "ui" / "health.py"))
