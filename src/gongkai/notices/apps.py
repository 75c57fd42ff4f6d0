from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gongkai.notices"
    label = "notices"
    verbose_name = "通知"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the periodic job and the checks."""
        for name in ("checks", "sending", "keeping"):
            import_module(f"gongkai.notices.{name}")
