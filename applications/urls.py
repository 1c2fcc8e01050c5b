"""The addresses of applications' own pages."""

from django.urls import path

from applications.answers import views as answers
from applications.applicants import views as applicants
from applications.cases import views as cases
from applications.commitments import views as commitments
from applications.corrections import views as corrections
from applications.endings import views as endings
from applications.evidence import views as evidence
from applications.filings import corrected_views as corrected
from applications.filings import views as filings
from applications.honours import views as honours
from applications.qualification import decide, inquiries
from applications.qualification import views as qualification
from applications.recommendations import office_views as bodies
from applications.recommendations import opinion_views as opinions
from applications.recommendations import sealing
from applications.recommendations import views as recommending
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
    path("applications/<uuid:pk>/withdraw/", endings.withdraw, name="withdraw"),
    path("applications/<uuid:pk>/end/", endings.end, name="end"),
    path("applications/<uuid:pk>/end/scan/", endings.end_scan, name="end_scan"),
    path("editions/<uuid:pk>/endings/", endings.endings, name="endings"),
    path("applications/<uuid:pk>/receipt/", snapshots.receipt, name="receipt"),
    path("applications/<uuid:pk>/snapshots/<int:number>.pdf", snapshots.snapshot_pdf, name="snapshot_pdf"),
    path("editions/<uuid:pk>/paper-filings/", filings.paper_filings, name="paper_filings"),
    path("editions/<uuid:pk>/paper-filings/<uuid:filing>/", filings.paper_filing, name="paper_filing"),
    path("editions/<uuid:pk>/paper-filings/<uuid:filing>/correction/", corrected.paper_correction, name="paper_correction"),
    path(
        "editions/<uuid:pk>/paper-filings/<uuid:filing>/correction/<uuid:file>/",
        corrected.paper_correction_scan,
        name="paper_correction_scan",
    ),
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
    path("applications/<uuid:pk>/correction/", corrections.correction, name="correction"),
    path("recommendations/", recommending.recommendations, name="recommendations"),
    path("recommendations/letter/", sealing.letter, name="recommendation_letter"),
    path("recommendations/letter.pdf", sealing.letter_pdf, name="recommendation_letter_pdf"),
    path("recommendations/sealed/<uuid:pk>/", sealing.sealed_scan, name="recommendation_sealed"),
    path("recommendations/sealed/<uuid:pk>/scan/", sealing.sealed_file, name="recommendation_sealed_scan"),
    path("recommendations/<uuid:pk>/", recommending.recommendation, name="recommendation"),
    path("recommendations/<uuid:pk>/files/<uuid:file>/", recommending.recommendation_file, name="recommendation_file"),
    path("recommendations/<uuid:pk>/form.pdf", sealing.form_pdf, name="recommendation_form_pdf"),
    path("recommendations/<uuid:pk>/advise/", recommending.advise, name="recommendation_advise"),
    path("recommendations/<uuid:pk>/examine/", recommending.examine, name="recommendation_examine"),
    path("recommendations/<uuid:pk>/return/", corrections.return_, name="recommendation_return"),
    path("recommendations/<uuid:pk>/check/", recommending.check, name="recommendation_check"),
    path("recommendations/<uuid:pk>/sign/", recommending.sign, name="recommendation_sign"),
    path("recommendations/<uuid:pk>/send-back/", recommending.send_back, name="recommendation_send_back"),
    path("recommendations/<uuid:pk>/seal/", sealing.seal, name="recommendation_seal"),
    path("recommendations/<uuid:pk>/opinions/", opinions.recommendation_opinions, name="recommendation_opinions"),
    path("recommendations/<uuid:pk>/opinions/<uuid:opinion>/", opinions.recommendation_opinion_scan, name="recommendation_opinion_scan"),
    path("recommendations/<uuid:pk>/pass-on/", bodies.pass_on, name="recommendation_pass_on"),
    path("recommendations/<uuid:pk>/overdue/", bodies.overdue, name="recommendation_overdue"),
    path("editions/<uuid:pk>/recommendations/", bodies.bodies, name="recommendation_bodies"),
    path("editions/<uuid:pk>/recommendations/<uuid:body>/remind/", bodies.remind, name="recommendation_remind"),
    path("honours/", honours.honours, name="honours"),
    path("honours/new/", honours.honour_new, name="honour_new"),
    path("honours/<uuid:pk>/", honours.honour, name="honour"),
    path("honours/<uuid:pk>/correct/", honours.honour_correct, name="honour_correct"),
]
