"""Addresses of this room."""

from django.urls import path

from review.mandates import views

urlpatterns = [
    path("review/<uuid:pk>/mandates/", views.mandates, name="mandates"),
    path("review/<uuid:pk>/mandates/new/", views.mandate_new, name="mandate_new"),
    path("review/<uuid:pk>/mandates/scans/<uuid:file>/", views.mandate_scan, name="mandate_scan"),
    path("review/mandates/<uuid:pk>/end/", views.mandate_end, name="mandate_end"),
]
