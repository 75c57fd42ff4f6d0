"""The addresses under 监督; ``urls`` has them in its list."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import (
    supervision_board,
    supervision_inspection_steps,
    supervision_inspections,
    supervision_leading,
    supervision_publishing,
    supervision_work_steps,
    supervision_works,
)

ROUTES: list[URLPattern] = [
    path("supervision/", supervision_works.works, name="works"),
    path("supervision/works/import/", supervision_work_steps.work_import, name="work_import"),
    path("supervision/works/<slug:kind>/", supervision_works.work_list, name="work_list"),
    path("supervision/works/<slug:kind>/new/", supervision_work_steps.work_new, name="work_new"),
    path("supervision/works/<slug:kind>/<int:pk>/", supervision_works.work_one, name="work"),
    path(
        "supervision/works/<slug:kind>/<int:pk>/correct/",
        supervision_work_steps.work_correct,
        name="work_correct",
    ),
    path(
        "supervision/works/<slug:kind>/<int:pk>/withdraw/",
        supervision_work_steps.work_withdraw,
        name="work_withdraw",
    ),
    path(
        "supervision/complaints/<int:pk>/lead-on/",
        supervision_leading.complaint_lead_on,
        name="complaint_lead_on",
    ),
    path("supervision/doors/<int:pk>/lead-on/", supervision_leading.door_lead_on, name="door_lead_on"),
    path("supervision/led-on/<int:pk>/<slug:verb>/", supervision_leading.led_on_do, name="led_on_do"),
    path("supervision/board/", supervision_board.board, name="board"),
    path("supervision/board/<int:pk>/", supervision_board.board_one, name="board_one"),
    path("supervision/inspections/", supervision_inspections.inspection_list, name="inspections"),
    path("supervision/inspections/begin/", supervision_inspection_steps.inspection_begin, name="inspection_begin"),
    path(
        "supervision/inspections/begin-own/",
        supervision_inspection_steps.inspection_begin_own,
        name="inspection_begin_own",
    ),
    path("supervision/inspections/sheet/", supervision_inspection_steps.sheet_import, name="sheet_import"),
    path("supervision/inspections/sheet.csv", supervision_inspection_steps.sheet_template, name="sheet_template"),
    path("supervision/inspections/<int:pk>/", supervision_inspections.inspection_one, name="inspection"),
    path(
        "supervision/inspections/<int:pk>/points/<int:point>/",
        supervision_inspection_steps.inspection_judge,
        name="inspection_judge",
    ),
    path(
        "supervision/inspections/<int:pk>/look/",
        supervision_inspection_steps.inspection_look,
        name="inspection_look",
    ),
    path(
        "supervision/inspections/<int:pk>/close/",
        supervision_inspection_steps.inspection_close,
        name="inspection_close",
    ),
    path("supervision/inspections/<int:pk>/word/", supervision_publishing.inspection_word, name="inspection_word"),
    path(
        "supervision/inspections/<int:pk>/publish/",
        supervision_publishing.inspection_publish,
        name="inspection_publish",
    ),
    path(
        "supervision/inspections/<int:pk>/approve/",
        supervision_publishing.inspection_approve,
        name="inspection_approve",
    ),
    path(
        "supervision/inspections/<int:pk>/take-back/",
        supervision_publishing.inspection_take_back,
        name="inspection_take_back",
    ),
    path("supervision/shortcomings/", supervision_inspections.shortcoming_list, name="shortcomings"),
    path(
        "supervision/shortcomings/<int:pk>/files/<int:file>/",
        supervision_inspections.shortcoming_file,
        name="shortcoming_file",
    ),
    path("supervision/shortcomings/<int:pk>/", supervision_inspections.shortcoming_one, name="shortcoming"),
    path(
        "supervision/shortcomings/<int:pk>/<slug:verb>/",
        supervision_inspection_steps.shortcoming_do,
        name="shortcoming_do",
    ),
]
