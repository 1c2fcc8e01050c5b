"""Addresses of notices and objections."""

from django.urls import path, register_converter

from publicity.holds import views as holds
from publicity.meetings import views as meetings
from publicity.notices import media, office, pages
from publicity.objections import office as cases
from publicity.objections import pages as objecting


class NoticeNumber:
    """Year and serial: 2026-3."""

    regex = r"20\d\d-[1-9]\d{0,3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NoticeNumber, "notice")

app_name = "publicity"
urlpatterns = [
    path("notices/", pages.notices, name="notices"),
    path("notices/feed.xml", pages.feed, name="feed"),
    path("notices/<notice:number>/", pages.notice, name="notice"),
    path("notices/<notice:number>.pdf", pages.notice_pdf, name="notice-pdf"),
    path("notices/<notice:number>/object/", objecting.object_to, name="object"),
    path("notices/<uuid:pk>/", office.draft, name="draft"),
    path("notices/<uuid:pk>.pdf", office.draft_pdf, name="draft-pdf"),
    path("objections/challenge/", objecting.challenge, name="challenge"),
    path("objections/<uuid:pk>/", objecting.objection, name="objection"),
    path("objections/<uuid:pk>/case/", cases.objection_case, name="objection-case"),
    path("objections/<uuid:pk>/case/decide/", cases.objection_decide, name="objection-decide"),
    path("objections/<uuid:pk>/case/identity/", cases.objection_identity, name="objection-identity"),
    path("objections/files/<uuid:pk>/", cases.objection_file, name="objection-file"),
    path("notices/<uuid:pk>/appearance/", media.appearance, name="appearance"),
    path("editions/<uuid:pk>/meetings/", meetings.meetings, name="meetings"),
    path("editions/<uuid:pk>/meetings/call/", meetings.meeting_call, name="meeting-call"),
    path("meetings/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:pk>/attendance/", meetings.meeting_attendance, name="meeting-attendance"),
    path("meetings/<uuid:pk>/result/", meetings.meeting_decide, name="meeting-decide"),
    path("meetings/<uuid:pk>/minutes/", meetings.meeting_minutes, name="meeting-minutes"),
    path("meetings/<uuid:pk>/minutes.pdf", meetings.meeting_minutes_draft, name="meeting-minutes-draft"),
    path("meetings/<uuid:pk>/scans/<slug:of>/", meetings.meeting_scan, name="meeting-scan"),
    path("applications/<uuid:pk>/strike-off/", meetings.strike_off, name="strike-off"),
    path("publicity/", office.publicity, name="publicity"),
    path("editions/<uuid:pk>/notices/", office.notices_office, name="notices-office"),
    path("editions/<uuid:pk>/notices/<slug:kind>/", office.notice_compose, name="notice-compose"),
    path("editions/<uuid:pk>/objections/", cases.objections, name="objections"),
    path("editions/<uuid:pk>/holds/", holds.holds, name="holds"),
    path("applications/<uuid:pk>/holds/<slug:act>/", holds.hold, name="hold"),
]
