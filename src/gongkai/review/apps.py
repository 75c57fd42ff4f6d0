from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "gongkai.review"
    label = "review"
    verbose_name = "行政复议和行政诉讼"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A holiday notice works the days of open ones out anew; the periodic job is known."""
        import_module("gongkai.review.due").register()
        import_module("gongkai.review.reminding")
