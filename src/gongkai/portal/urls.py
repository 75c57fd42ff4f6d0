"""Permanent addresses of the portal. What was published once stays where it is."""

from __future__ import annotations

from django.urls import path

from . import (
    agencies,
    ask,
    ask_begin,
    ask_check,
    ask_form,
    ask_paper,
    ask_published,
    ask_receipt,
    comparing,
    converters,
    deadline,
    downloads,
    follow,
    follow_files,
    follow_page,
    follow_send,
    home,
    letters,
    outlets,
    own_data,
    reports,
    years,
)

converters.register()

app_name = "portal"
_ASK = "ask/<agency:word>/"
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
    path("ask/", ask.choose, name="ask"),
    path(_ASK, ask.agency, name="ask_agency"),
    path(f"{_ASK}form.<paper:format>", ask_paper.paper_form, name="ask_paper"),
    path(f"{_ASK}begin/", ask_begin.begin, name="ask_begin"),
    path(f"{_ASK}discard/", ask_begin.discard, name="ask_discard"),
    path(f"{_ASK}published/", ask_published.look, name="ask_published"),
    path(f"{_ASK}check/", ask_check.check, name="ask_check"),
    path(f"{_ASK}receipt/", ask_receipt.receipt, name="ask_receipt"),
    path(f"{_ASK}<slug:code>/", ask_form.step, name="ask_step"),
    path("follow/", follow.lookup, name="follow"),
    path("follow/lost/", follow.lost, name="follow_lost"),
    path("follow/leave/", follow.leave, name="follow_leave"),
    path("follow/request/", follow_page.overview, name="follow_all"),
    path("follow/request/<int:number>/", follow_page.one, name="follow_one"),
    path("follow/request/<int:number>/<slug:what>/", follow_send.send, name="follow_send"),
    path("follow/files/<slug:key>/", follow_files.file, name="follow_file"),
    path("data/<agency:word>/", own_data.own_data, name="own_data"),
    path("letters/<slug:token>/", letters.letter, name="letter"),
    path("letters/<slug:token>/<slug:key>/", letters.file, name="letter_file"),
    path("feed.xml", outlets.feed, name="feed"),
    path("sitemap.xml", outlets.sitemap, name="sitemap"),
    path("robots.txt", outlets.robots, name="robots"),
]
