from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "gongkai.reports"
    label = "reports"
    verbose_name = "年报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the periodic jobs, the system check, what an inspection asks of the reports, and the locks."""
        import_module("gongkai.reports.tasks")
        import_module("gongkai.reports.checks")
        import_module("gongkai.reports.inspected")
        import_module("gongkai.reports.locking")
        import_module("gongkai.reports.opening_year")
        import_module("gongkai.reports.reminding")
