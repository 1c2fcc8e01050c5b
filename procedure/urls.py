"""The addresses of procedure's own pages."""

from django.urls import path

from procedure.articles import views as articles
from procedure.calendar import views as calendar
from procedure.calls import views as calls
from procedure.documents import views as documents
from procedure.interpretations import views as interpretations
from procedure.letters import messages
from procedure.letters import views as letters
from procedure.parameters import views as parameters
from procedure.rubrics import views as rubrics
from procedure.supervision import views as supervision

app_name = "procedure"

urlpatterns = [
    path("rules/", articles.rules, name="rules"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<int:year>/", calendar.calendar_year, name="calendar_year"),
    path("calendar/<int:year>/enter/", calendar.calendar_enter, name="calendar_enter"),
    path("interpretations/", interpretations.interpretations, name="interpretations"),
    path("letters/", letters.letters, name="letters"),
    path("letters/outbox/", letters.letters_outbox, name="letters_outbox"),
    path("letters/remedies/", letters.remedies, name="letter_remedies"),
    path("letters/remedies/<slug:kind>/", letters.remedy, name="letter_remedy"),
    path("letters/<uuid:pk>/", letters.letter, name="letter"),
    path("letters/<uuid:pk>/pdf/", letters.letter_pdf, name="letter_pdf"),
    path("letters/<uuid:pk>/edit/", letters.letter_edit, name="letter_edit"),
    path("letters/<uuid:pk>/delivery/", letters.letter_delivery, name="letter_delivery"),
    path("outbox/", messages.outbox, name="outbox"),
    path("outbox/<uuid:pk>/retry/", messages.message_retry, name="message_retry"),
    path("editions/<uuid:pk>/call/", calls.call, name="call"),
    path("editions/<uuid:pk>/call/compose/", calls.call_compose, name="call_compose"),
    path("editions/<uuid:pk>/documents/", documents.documents, name="documents"),
    path("editions/<uuid:pk>/documents/<slug:kind>/", documents.document_enter, name="document_enter"),
    path("documents/<uuid:pk>/approval/", documents.document_approve, name="document_approve"),
    path("documents/<uuid:pk>/scan/", documents.document_scan, name="document_scan"),
    path("documents/<uuid:pk>/minutes/", documents.document_minutes, name="document_minutes"),
    path("editions/<uuid:pk>/supervision/", supervision.supervision, name="supervision"),
    path("editions/<uuid:pk>/supervision/invite/", supervision.supervision_invite, name="supervision_invite"),
    path("editions/<uuid:pk>/parameters/", parameters.parameters, name="parameters"),
    path("editions/<uuid:pk>/parameters/demo/", parameters.parameters_demo, name="parameters_demo"),
    path("editions/<uuid:pk>/parameters/<slug:name>/", parameters.parameter, name="parameter"),
    path("editions/<uuid:pk>/rubrics/", rubrics.rubrics, name="rubrics"),
    path("editions/<uuid:pk>/rubrics/<slug:category>/import/", rubrics.rubric_import, name="rubric_import"),
    path("editions/<uuid:pk>/rubrics/<slug:category>/sheet/", rubrics.rubric_sheet, name="rubric_sheet"),
]
