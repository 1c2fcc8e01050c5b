"""Signing the commitment. Changing anything afterwards voids it, because its fingerprint fits no more."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from applications.answers.services import answers_by_part
from applications.applicants.models import ApplicantKind, TeamMember
from applications.cases.models import Application
from applications.cases.rules import editing_blockers
from applications.commitments.models import Commitment
from applications.snapshots.content import content_of
from core.canonical import digest
from core.ledger.services import cover, lock
from core.rules import Blocker, RuleRefused

ARTICLE = "18(2)"
LABEL = "签署承诺声明"
CHANGED = "打开页面之后内容有了变化，请看过再签。"
WORDS = (
    "申报表、自我评价报告和证实材料真实、完整，没有隐瞒，没有涉密内容。",
    "符合《晋中市质量奖管理办法》规定的申报条件；情况有变化的，及时告知评选办。",
    "遵守评选纪律，不以任何方式影响评审，配合材料核查和现场评审。",
    "如有弄虚作假，愿意承担撤销奖项、收回奖牌证书和奖励金等后果。",
)


def commit_blockers(application: Application, actor: Actor, *, at: datetime) -> list[Blocker]:
    """Return what stands against this person vouching for the application: he must be who stands for it himself."""
    if blockers := editing_blockers(application, actor, at=at):
        return blockers
    if application.applicant.kind == ApplicantKind.TEAM:
        members = TeamMember.objects.filter(applicant=application.applicant, left_at=None, confirmed_at__isnull=False)
        return [] if members.filter(person=actor.person).exists() else [_blocker("小组的承诺声明由已确认的成员签署。")]
    if application.applicant.kind == ApplicantKind.ORGANIZATION:
        head = answers_by_part(application).get("basic", {}).get("legal_representative", "").strip()
        if not head:
            return [_blocker("请先在“基本信息”里填法定代表人。")]
        if head != actor.person.name:
            return [_blocker(f"承诺声明由法定代表人{head}用自己的账号签署；没有账号的，把签字盖章的承诺声明扫描后上传。")]
    return []


@transaction.atomic
def commit(application: Application, *, by: Actor, at: datetime, signature: dict) -> Commitment:
    """Vouch for exactly the content that was shown. Raises RuleRefused when it has changed or somebody else signs."""
    head, application = lock(application.edition.chain), application.fresh()
    if blockers := commit_blockers(application, by, at=at):
        raise RuleRefused(blockers)
    fingerprint = digest(content_of(application))
    if signature.get("digest") != fingerprint:
        raise RuleRefused(CHANGED, article=ARTICLE)
    row = Commitment(application=application, fingerprint=fingerprint, method=signature["method"], by=by.person, at=at)
    return cover(head, row, at=at, by=by, action="commit", payload={"signature": signature, "words": list(WORDS)})


def _blocker(sentence: str) -> Blocker:
    return Blocker(ARTICLE, LABEL, sentence)
