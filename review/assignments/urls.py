"""Addresses of this room."""

from django.urls import path

from review.assignments import views

ALL = "review/<uuid:pk>/assignments/"

urlpatterns = [
    path(ALL, views.assignments, name="assignments"),
    path(f"{ALL}deploy/", views.assignments_deploy, name="assignments_deploy"),
    path(f"{ALL}deployments/<uuid:decision>/undo/", views.assignments_undo, name="assignments_undo"),
    path(f"{ALL}<uuid:assignment>/replace/", views.assignment_replace, name="assignment_replace"),
]
