"""Models of publicity, gathered for Django from its rooms."""

from publicity.notices.models import Notice, NoticeConfirmation, NoticeKind, NoticePaper, NoticePublication
from publicity.objections.models import Objection, ObjectionConfirmation, ObjectionDecision, ObjectionFile

__all__ = [
    "Notice",
    "NoticeConfirmation",
    "NoticeKind",
    "NoticePaper",
    "NoticePublication",
    "Objection",
    "ObjectionConfirmation",
    "ObjectionDecision",
    "ObjectionFile",
]
