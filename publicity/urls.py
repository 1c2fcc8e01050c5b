"""Addresses of notices."""

from django.urls import path, register_converter

from publicity import views


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
    path("notices/", views.notices, name="notices"),
    path("notices/<notice:number>/", views.notice, name="notice"),
    path("notices/<notice:number>.pdf", views.notice_pdf, name="notice-pdf"),
]
