"""Everything that the database itself refuses: each capability keeps its triggers in a module ``sql``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper


def _modules() -> list[ModuleType]:
    names = [f"{app.name}.sql" for app in apps.get_app_configs() if app.name.startswith("gongkai.")]
    return [module for name in names if find_spec(name) and hasattr(module := import_module(name), "missing")]


def install(connection: BaseDatabaseWrapper) -> None:
    for module in _modules():
        module.install(connection)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Only the flush between tests has a reason to."""
    for module in _modules():
        module.drop(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Every trigger, of whatever capability, that is not there or was switched off."""
    return [str(name) for module in _modules() for name in module.missing(connection)]
