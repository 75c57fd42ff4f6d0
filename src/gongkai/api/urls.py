"""Version 1: the page that explains it, its operations and their description, and a problem for all else."""

from __future__ import annotations

from django.urls import path

from .described import docs
from .intake import intake
from .problems import nothing_here
from .v1 import api

app_name = "api"
urlpatterns = [
    path("", docs, name="docs"),
    *api.urls[0],
    path("intake/<int:key>/", intake, name="intake"),
    path("<path:rest>", nothing_here, name="nothing"),
]
