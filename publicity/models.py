"""Models of publicity, gathered for Django from its rooms."""

from publicity.notices.models import Notice, NoticeConfirmation, NoticeKind, NoticePaper, NoticePublication

__all__ = ["Notice", "NoticeConfirmation", "NoticeKind", "NoticePaper", "NoticePublication"]
