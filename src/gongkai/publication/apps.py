from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "gongkai.publication"
    label = "publication"
    verbose_name = "主动公开"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The periodic jobs are known, and who is told of a change."""
        for name in ("scheduling", "validity", "obligations", "reminding", "pushing.owing", "pushing.sending",
                     "checks.stock", "checks.link_checking", "indexing", "index_agreement", "saved_searches",
                     "import_runs", "seals",
                     "taking_in.reading"):  # fmt: skip
            import_module(f"gongkai.publication.{name}")
