"""The addresses of applications' own pages."""

from django.urls import path

from applications.answers import views as answers
from applications.applicants import views as applicants
from applications.cases import views as cases
from applications.commitments import views as commitments
from applications.evidence import views as evidence
from applications.filings import views as filings
from applications.snapshots import views as snapshots

app_name = "applications"

urlpatterns = [
    path("apply/", cases.apply, name="apply"),
    path("apply/invitations/<uuid:pk>/", applicants.membership, name="membership"),
    path("applications/<uuid:pk>/", cases.application, name="application"),
    path("applications/<uuid:pk>/body/", cases.application_body, name="application_body"),
    path("applications/<uuid:pk>/check/", cases.check, name="check"),
    path("applications/<uuid:pk>/members/", applicants.members, name="members"),
    path("applications/<uuid:pk>/members/<uuid:member>/leave/", applicants.member_leave, name="member_leave"),
    path("applications/<uuid:pk>/parts/<slug:key>/", answers.part, name="part"),
    path("applications/<uuid:pk>/evidence/", evidence.evidence, name="evidence"),
    path("applications/<uuid:pk>/evidence/<uuid:file>/", evidence.attachment, name="attachment"),
    path("applications/<uuid:pk>/evidence/<uuid:file>/remove/", evidence.attachment_remove, name="attachment_remove"),
    path("applications/<uuid:pk>/commitment/", commitments.commitment, name="commitment"),
    path("applications/<uuid:pk>/submit/", snapshots.submit, name="submit"),
    path("applications/<uuid:pk>/take-back/", snapshots.take_back, name="take_back"),
    path("applications/<uuid:pk>/receipt/", snapshots.receipt, name="receipt"),
    path("applications/<uuid:pk>/snapshots/<int:number>.pdf", snapshots.snapshot_pdf, name="snapshot_pdf"),
    path("editions/<uuid:pk>/paper-filings/", filings.paper_filings, name="paper_filings"),
    path("editions/<uuid:pk>/paper-filings/<uuid:filing>/", filings.paper_filing, name="paper_filing"),
    path("editions/<uuid:pk>/paper-filings/<uuid:filing>/<uuid:file>/", filings.paper_scan, name="paper_scan"),
]
