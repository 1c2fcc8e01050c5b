"""The receipt: what the applicant keeps, on a page and by mail."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.actors import Actor
from applications.snapshots.models import Snapshot
from core.clock import SHANGHAI
from core.dates import moment_in_words
from core.ledger.services import receipt, ref
from core.outbox.services import put_mail

METHODS = {
    "password": "只凭密码（签字人没有第二重验证）",
    "password+totp": "密码和动态码",
    "passkey": "通行密钥",
    "demo": "演示口令",
    "paper": "纸质申报，由评选办两人代录",
}


@dataclass(frozen=True)
class Receipt:
    """Number, version, time, fingerprint, the place in the ledger, and how it was signed."""

    snapshot: Snapshot

    @property
    def reference(self) -> str:
        return receipt(self.snapshot.event)

    def facts(self) -> list[tuple[str, str]]:
        """Return what the receipt says, line by line."""
        snapshot, application = self.snapshot, self.snapshot.application
        return [
            ("申报编号", application.number),
            ("申报者", application.applicant.unit.name),
            ("奖项", f"{application.edition}（{application.get_category_display()}）"),
            ("推荐单位", application.body.name if application.body_id else ""),
            ("版本", str(snapshot)),
            ("收到时间", f"{moment_in_words(snapshot.at)}:{snapshot.at.astimezone(SHANGHAI):%S}（服务器时间）"),
            ("提交人", snapshot.by.name),
            ("签字方式", METHODS.get(snapshot.method or "", snapshot.method or "")),
            ("内容指纹", snapshot.fingerprint),
            ("台账凭据", self.reference),
        ]


def send(receipt: Receipt, *, by: Actor, at: datetime) -> None:
    """Mail the receipt to whoever submitted and to the address in the declaration; it leaves at once."""
    snapshot = receipt.snapshot
    declared = snapshot.content["parts"].get("contact", {}).get("contact_email", "")
    lines = [f"{label}：{value}" for label, value in receipt.facts()]
    text = "\n".join(["您的申报已经收到。", "", *lines, "", f"回执页面：{reverse('applications:receipt', args=[snapshot.application_id])}"])
    subject = f"申报回执：{snapshot.application.number}，{snapshot}"
    for address in dict.fromkeys(one.strip() for one in (by.person.email, declared) if one.strip()):
        put_mail(address, subject=subject, text=text, at=at, about=ref(snapshot))
