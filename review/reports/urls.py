"""Addresses of this room."""

from django.urls import path

from review.reports import list_views
from review.reports.drafts import MATERIALS_REPORT
from review.reports.views import report_urls

urlpatterns = [
    *report_urls(MATERIALS_REPORT),
    path("review/<uuid:pk>/list/", list_views.on_site_list, name="on_site_list"),
]
