from __future__ import annotations

from django.urls import URLPattern, path

from . import agencies, agency_import, audit, operations, people, people_steps

app_name = "desk"
urlpatterns: list[URLPattern] = [
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
