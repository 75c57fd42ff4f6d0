from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongkai.cases"
    label = "cases"
    verbose_name = "依申请公开"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A holiday notice works open cases out anew; the periodic jobs and the hashes are known."""
        for name in ("applicants", "reminders", "mailbox", "self_test", "unopened"):
            import_module(f"gongkai.cases.{name}")
        import_module("gongkai.cases.asking.drafts")
        import_module("gongkai.cases.asking.infected")
        for name in ("proposing", "carrying"):
            import_module(f"gongkai.cases.retention.{name}")
        import_module("gongkai.cases.due").register()
