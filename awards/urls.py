"""Addresses of step 9 and of the register of winners."""

from django.urls import path

from awards import certificates, views
from awards.winners import winners

app_name = "awards"
urlpatterns = [
    path("winners/", winners, name="winners"),
    path("editions/<uuid:pk>/approval/", views.approval_board, name="approval"),
    path("editions/<uuid:pk>/request/", views.request_write, name="request-write"),
    path("requests/<uuid:pk>.pdf", views.request_draft, name="request-draft"),
    path("requests/<uuid:pk>/issue/", views.request_issue, name="request-issue"),
    path("requests/<uuid:pk>/answer/", views.answer, name="answer"),
    path("approvals/<uuid:pk>/commendation/", views.commendation, name="commendation"),
    path("approvals/<uuid:pk>/commendation.pdf", views.commendation_draft, name="commendation-draft"),
    path("approvals/scans/<slug:of>/<uuid:pk>/", views.scan, name="scan"),
    path("editions/<uuid:pk>/register/", views.register_awards, name="register"),
    path("editions/<uuid:pk>/certificates/", certificates.certificates, name="certificates"),
    path("certificates/<uuid:pk>.pdf", certificates.certificate, name="certificate"),
    path("editions/<uuid:pk>/judgments/", views.judgments_board, name="judgments"),
    path("applications/<uuid:pk>/judgment/", views.judgment, name="judgment"),
]
