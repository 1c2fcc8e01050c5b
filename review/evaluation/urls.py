"""Addresses of the evaluation."""

from django.urls import path

from review.evaluation import leftover_views, views
from review.evaluation.report import EVALUATION_REPORT
from review.reports.views import report_urls

urlpatterns = [
    path("review/<uuid:pk>/evaluation/", views.evaluation, name="evaluation"),
    path("review/<uuid:pk>/evaluation/sheet/", views.evaluation_sheet, name="evaluation_sheet"),
    path("review/<uuid:pk>/evaluation/conditions/", views.eligibility, name="eligibility"),
    path("review/<uuid:pk>/evaluation/candidates/", views.candidates, name="candidates"),
    path("review/<uuid:pk>/evaluation/reported/", views.group_report, name="group_report"),
    path("review/<uuid:pk>/evaluation/reported/scan/", views.group_proposed_scan, name="group_proposed_scan"),
    path("review/<uuid:pk>/evaluation/reported/<int:number>/scan/", views.group_report_scan, name="group_report_scan"),
    path("review/left-out/<uuid:pk>/", leftover_views.leave_out, name="leave_out"),
    path("review/left-out/<uuid:pk>/send-back/", leftover_views.leave_out_back, name="leave_out_back"),
    *report_urls(EVALUATION_REPORT),
]
