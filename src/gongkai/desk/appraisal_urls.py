"""The addresses of 社会评议 under 监督; ``urls`` has them in its list."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import appraisal_pages as pages
from . import appraisal_steps as steps

_ONE = "supervision/appraisals/<int:pk>/"
ROUTES: list[URLPattern] = [
    path("supervision/appraisals/", pages.appraisal_list, name="appraisals"),
    path("supervision/appraisals/new/", steps.appraisal_new, name="appraisal_new"),
    path(_ONE, pages.appraisal_one, name="appraisal"),
    path(f"{_ONE}edit/", steps.appraisal_edit, name="appraisal_edit"),
    path(f"{_ONE}preview/", pages.appraisal_preview, name="appraisal_preview"),
    path(f"{_ONE}results/", pages.appraisal_results, name="appraisal_results"),
    path(f"{_ONE}questions/new/", steps.appraisal_question, name="appraisal_question_new"),
    path(f"{_ONE}questions/<int:number>/", steps.appraisal_question, name="appraisal_question"),
    path(f"{_ONE}questions/<int:number>/<slug:verb>/", steps.appraisal_question_do, name="appraisal_question_do"),
    path(f"{_ONE}panels/new/", steps.appraisal_panel, name="appraisal_panel_new"),
    path(f"{_ONE}panels/<int:number>/", steps.appraisal_panel, name="appraisal_panel"),
    path(f"{_ONE}panels/<int:number>/remove/", steps.appraisal_panel_remove, name="appraisal_panel_remove"),
    path(f"{_ONE}panels/<int:number>/codes/", steps.appraisal_codes, name="appraisal_codes"),
    path(f"{_ONE}<slug:verb>/", steps.appraisal_do, name="appraisal_do"),
]
