from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "gongkai.jobs"
    label = "jobs"
    verbose_name = "定时工作"
    default_auto_field = "django.db.models.BigAutoField"
