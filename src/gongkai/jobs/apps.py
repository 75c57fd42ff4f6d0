from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "gongkai.jobs"
    label = "jobs"
    verbose_name = "定时工作"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("gongkai.jobs.tidying")
