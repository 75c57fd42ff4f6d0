from __future__ import annotations

from django.urls import path

from .display import large_print

app_name = "ui"
urlpatterns = [path("large-print", large_print, name="large_print")]
