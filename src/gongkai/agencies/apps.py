from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "gongkai.agencies"
    label = "agencies"
    verbose_name = "机关"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("gongkai.agencies.checks")
        import_module("gongkai.agencies.heads")
