from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class SearchConfig(AppConfig):
    name = "gongkai.search"
    label = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("gongkai.search.checks")
        connection_created.connect(_taught, dispatch_uid="search")


def _taught(connection: Any, **others: object) -> None:
    from gongkai.search import sql

    sql.taught(connection)
