from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gongkai.portal"
    label = "portal"
    verbose_name = "门户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Says how a page is got that is to be looked at, and registers the periodic job and its check."""
        for name in ("looked_at", "exported.keeping"):
            import_module(f"gongkai.portal.{name}")
