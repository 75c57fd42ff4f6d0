from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gongkai.documents"
    label = "documents"
    verbose_name = "文件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the periodic job."""
        import_module("gongkai.documents.burning")
