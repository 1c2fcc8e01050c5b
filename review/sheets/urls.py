"""Addresses of this room."""

from django.urls import path

from review.sheets import office, views

ONE = "review/assignments/<uuid:pk>/"
ALL = "review/<uuid:pk>/sheets/"

urlpatterns = [
    path("review/assignments/", views.my_assignments, name="my_assignments"),
    path(ONE, views.sheet, name="sheet"),
    path(f"{ONE}items/<str:key>/", views.sheet_item, name="sheet_item"),
    path(f"{ONE}check/", views.sheet_check, name="sheet_check"),
    path(f"{ONE}materials/", views.sheet_materials, name="sheet_materials"),
    path(f"{ONE}files/<uuid:file>/", views.sheet_file, name="sheet_file"),
    path(f"{ONE}explanation/", views.sheet_explain, name="sheet_explain"),
    path(ALL, office.sheets, name="sheets"),
    path(f"{ALL}<uuid:sheet>/", office.sheet_read, name="sheet_read"),
    path(f"{ALL}<uuid:sheet>/aside/", office.sheet_aside, name="sheet_aside"),
    path(f"{ALL}<slug:name>/", office.sheets_round, name="sheets_round"),
    path(f"{ALL}<slug:name>/close/", office.sheets_close, name="sheets_close"),
    path(f"{ALL}<slug:name>/reopen/", office.sheets_reopen, name="sheets_reopen"),
]
