from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "gongkai.audit"
    label = "audit"
    verbose_name = "审计"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("gongkai.audit.checks")
        import_module("gongkai.checks")
