"""Permanent addresses of the portal. What was published once stays where it is."""

from __future__ import annotations

from django.urls import path

from . import agencies, comparing, converters, deadline, downloads, home, outlets, reports, years

converters.register()

app_name = "portal"
_REPORT = "reports/<agency:word>/<year:year>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("reports/", home.reports, name="reports"),
    path(_REPORT, reports.current, name="report"),
    path(f"{_REPORT}v<number:number>/", reports.version, name="version"),
    path(f"{_REPORT}v<number:number>/report.<format:format>", downloads.file, name="file"),
    path("agencies/<agency:word>/", agencies.agency, name="agency"),
    path("agencies/<agency:word>/years/", years.years, name="years"),
    path("compare/", comparing.compare, name="compare"),
    path("deadline/", deadline.deadline, name="deadline"),
    path("feed.xml", outlets.feed, name="feed"),
    path("sitemap.xml", outlets.sitemap, name="sitemap"),
    path("robots.txt", outlets.robots, name="robots"),
]
