"""Addresses of this room."""

from django.urls import path

from review.panels import views

ALL = "review/<uuid:pk>/panels/"

urlpatterns = [
    path(ALL, views.panels, name="panels"),
    path(f"{ALL}new/<slug:name>/", views.panel_form, name="panel_form"),
    path(f"{ALL}seats/<uuid:seat>/", views.panel_seat, name="panel_seat"),
    path(f"{ALL}<uuid:panel>/dissolve/", views.panel_dissolve, name="panel_dissolve"),
]
