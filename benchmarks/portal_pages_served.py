"""Our own application with a folder of finished pages that whitenoise serves from among its static files."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")

from django.conf import settings

settings.WHITENOISE_ROOT = os.environ["BENCH_FILES"]

from gongkai.wsgi import application  # noqa: E402 - after whitenoise was told

__all__ = ["application"]
