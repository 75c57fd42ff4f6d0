from __future__ import annotations

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "gongkai.publication"
    label = "publication"
    verbose_name = "主动公开"
    default_auto_field = "django.db.models.BigAutoField"
