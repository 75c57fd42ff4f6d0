from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "gongkai.supervision"
    label = "supervision"
    verbose_name = "监督保障"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The periodic jobs are known."""
        import_module("gongkai.supervision.telling")
