"""Models of publicity, gathered for Django from its rooms."""

from publicity.meetings.models import Attendance, Meeting, MeetingDecision, Minutes, StrikeOff
from publicity.notices.models import Notice, NoticeAppearance, NoticeConfirmation, NoticeKind, NoticePaper, NoticePublication
from publicity.objections.models import Objection, ObjectionConfirmation, ObjectionDecision, ObjectionFile

__all__ = [
    "Attendance",
    "Meeting",
    "MeetingDecision",
    "Minutes",
    "Notice",
    "NoticeAppearance",
    "NoticeConfirmation",
    "NoticeKind",
    "NoticePaper",
    "NoticePublication",
    "Objection",
    "ObjectionConfirmation",
    "ObjectionDecision",
    "ObjectionFile",
    "StrikeOff",
]
