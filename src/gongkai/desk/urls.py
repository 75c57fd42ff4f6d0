from __future__ import annotations

from django.urls import URLPattern, path

from . import (
    agencies,
    agency_import,
    audit,
    home,
    operations,
    people,
    people_steps,
    report_overview,
    report_review,
    report_settings,
    report_steps,
    report_uploads,
)

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("reports/", report_overview.overview, name="reports"),
    path("reports/<int:agency>/<int:year>/", report_overview.latest, name="latest"),
    path("reports/districts/<int:pk>/due/", report_settings.due_dates, name="due_dates"),
    path("reports/districts/<int:pk>/<int:year>/totals/", report_settings.totals, name="totals"),
    path("reports/upload/", report_uploads.upload, name="upload"),
    path("reports/batches/<uuid:batch>/", report_uploads.batch, name="batch"),
    path("reports/files/", report_uploads.file_list, name="files"),
    path("reports/files/<int:pk>/", report_uploads.file_detail, name="file"),
    path("reports/files/<int:pk>/original", report_uploads.file_original, name="original"),
    path("reports/files/<int:pk>/discard/", report_uploads.file_discard, name="discard"),
    path("reports/files/<int:pk>/retry/", report_uploads.file_retry, name="retry"),
    path("reports/versions/<int:pk>/", report_review.review, name="review"),
    path("reports/versions/<int:pk>/cells/<str:place>/", report_review.cell, name="cell"),
    path("reports/versions/<int:pk>/cells/<str:place>/undo/", report_review.undo, name="undo"),
    path(
        "reports/versions/<int:pk>/cells/<str:place>/reading/", report_review.choose_reading, name="choose_reading"
    ),
    path("reports/versions/<int:pk>/accept/", report_steps.accept, name="accept"),
    path("reports/versions/<int:pk>/return/", report_steps.return_, name="return"),
    path("reports/versions/<int:pk>/reopen/", report_steps.reopen, name="reopen"),
    path("reports/versions/<int:pk>/publish/", report_steps.publish, name="publish"),
    path("reports/versions/<int:pk>/revise/", report_steps.revise, name="revise"),
    path("agencies/", agencies.agency_list, name="agencies"),
    path("agencies/import/", agency_import.agency_import, name="agency_import"),
    path("agencies/<int:pk>/", agencies.agency_detail, name="agency"),
    path("agencies/<int:pk>/contact/", agencies.agency_contact, name="agency_contact"),
    path("people/", people.people_list, name="people"),
    path("people/invite/", people_steps.invite, name="invite"),
    path("people/<int:pk>/", people.person_detail, name="person"),
    path("people/<int:pk>/appoint/", people_steps.appoint, name="appoint"),
    path("people/<int:pk>/disable/", people_steps.disable, name="disable"),
    path("people/<int:pk>/enable/", people_steps.enable, name="enable"),
    path("people/<int:pk>/invitation/", people_steps.send_invitation, name="send_invitation"),
    path("people/roles/<int:pk>/dismiss/", people_steps.dismiss, name="dismiss"),
    path("people/roles/<int:pk>/stand-in/", people_steps.stand_in, name="stand_in"),
    path("audit/", audit.audit_list, name="audit"),
    path("audit/verify/", audit.audit_verify, name="audit_verify"),
    path("operations/", operations.operations, name="operations"),
]
