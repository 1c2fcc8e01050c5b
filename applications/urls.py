"""The addresses of applications' own pages."""

from django.urls import path

from applications.answers import views as answers
from applications.applicants import views as applicants
from applications.cases import views as cases
from applications.commitments import views as commitments
from applications.evidence import views as evidence
from applications.filings import views as filings
from applications.honours import views as honours
from applications.qualification import decide, inquiries
from applications.qualification import views as qualification
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
    path("editions/<uuid:pk>/qualification/", qualification.queue, name="qualification"),
    path("editions/<uuid:pk>/qualification/sheet/", qualification.queue_sheet, name="qualification_sheet"),
    path("editions/<uuid:pk>/qualification/departments/", inquiries.inquiries, name="inquiries"),
    path("qualification/", qualification.qualification_now, name="qualification_now"),
    path("qualification/<uuid:pk>/", qualification.case, name="qualification_case"),
    path("qualification/<uuid:pk>/files/<uuid:file>/", qualification.case_file, name="qualification_file"),
    path("qualification/<uuid:pk>/decide/<slug:name>/", decide.decide, name="qualification_decide"),
    path("qualification/<uuid:pk>/decide/<slug:name>/send-back/", decide.decide_send_back, name="qualification_send_back"),
    path("qualification/departments/<uuid:pk>/", inquiries.inquiry, name="inquiry"),
    path("qualification/departments/<uuid:pk>/overdue/", inquiries.inquiry_overdue, name="inquiry_overdue"),
    path("honours/", honours.honours, name="honours"),
    path("honours/new/", honours.honour_new, name="honour_new"),
    path("honours/<uuid:pk>/", honours.honour, name="honour"),
    path("honours/<uuid:pk>/correct/", honours.honour_correct, name="honour_correct"),
]
