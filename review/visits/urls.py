"""Addresses of the on-site review."""

from django.urls import path

from review.visits import field, views

urlpatterns = [
    path("review/<uuid:pk>/visits/", views.visits, name="visits"),
    path("review/<uuid:pk>/visits/<uuid:application>/", views.visit_plan, name="visit_plan"),
    path("review/visits/<uuid:pk>/", field.visit, name="visit"),
    path("review/visits/<uuid:pk>/items/<slug:key>/", field.visit_item, name="visit_item"),
    path("review/visits/<uuid:pk>/files/", field.visit_files, name="visit_files"),
    path("review/visits/<uuid:pk>/files/<uuid:file>/", field.visit_file, name="visit_file"),
    path("review/visits/<uuid:pk>/report/", field.visit_report, name="visit_report"),
    path("review/visits/<uuid:pk>/sign/", field.visit_sign, name="visit_sign"),
    path("review/visits/<uuid:pk>/unsigned/<uuid:reviewer>/", field.visit_unsigned, name="visit_unsigned"),
    path("review/visits/<uuid:pk>/decide/<slug:name>/", views.visit_decide, name="visit_decide"),
    path("review/visits/<uuid:pk>/decide/<slug:name>/send-back/", views.visit_send_back, name="visit_send_back"),
    path("applications/<uuid:pk>/visit/", views.visit_told, name="visit_told"),
]
