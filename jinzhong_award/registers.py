"""The registers that `/verify/` asks for a paper's number, one after another: notices first."""

import re

from awards.lookup import certificates, commendations
from core.clock import shanghai
from core.registers import Register, Registered
from publicity.notices.models import NoticePublication

NOTICE = re.compile(r"20\d\d-[1-9]\d{0,3}")


def notices(number: str) -> Registered | None:
    """Return the notice of a number, year and serial (2026-3), that is out."""
    publication = NoticePublication.objects.whole().numbered(number).first() if NOTICE.fullmatch(number) else None
    if publication is None:
        return None
    point = publication.checkpoint()
    facts = (
        ("编号", number),
        ("类别", publication.notice.get_kind_display()),
        ("发布机关", publication.issuer),
        ("发布日期", shanghai(publication.published_at).isoformat()),
        ("校验点", str(point)),
        ("正文指纹", publication.fingerprint),
    )
    return Registered(publication.notice.title, facts, url=f"/notices/{number}/", fingerprint=point.root)


REGISTERS: tuple[Register, ...] = (notices, commendations, certificates)


def registered(number: str) -> Registered | None:
    """Return what the first register that knows a number says; None where none does."""
    return next((found for register in REGISTERS if (found := register(number))), None)
