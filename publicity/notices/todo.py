"""What notices ask of the office: compose the acceptance list, confirm what another composed, mend what cannot go out."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from core.clock import shanghai
from core.todo import Todo
from procedure.asking import Asking
from procedure.editions.models import Edition, Step, StepChange
from publicity.meetings.decided import DECIDING
from publicity.notices.award_lists import is_award_out
from publicity.notices.lists import in_words, is_out, undecided, unnoticed
from publicity.notices.models import OF_AWARD, Notice, NoticeKind, NoticePublication
from publicity.notices.publishing import outdated
from publicity.notices.services import ARTICLE, compose_blockers


def todo(asking: Asking) -> list[Todo]:
    """Return what the notices of the running editions ask of this actor."""
    actor, at = asking.actor, asking.at
    if not actor.is_(Role.OFFICE):
        return []
    waiting = list(Notice.objects.filter(publication=None, replaced_by=None).select_related("edition", "by", "confirmation"))
    found = [item for notice in waiting for item in _of(notice, actor, at)]
    known = {(notice.edition_id, notice.kind) for notice in waiting}
    found += [item for edition in asking.within(Step.QUALIFICATION, Step.EVALUATION) for item in _lists(edition, known)]
    late = [edition for edition in asking.editions if edition.step in DECIDING]
    found += [item for edition in late for item in _awards(edition, known, actor, at)]
    return found + [_terminated(edition) for edition in _unannounced() if (edition.pk, NoticeKind.EXPLANATION.value) not in known]


def _unannounced() -> list[Edition]:
    """The editions that the leading group terminated and of which no notice says so yet."""
    said = NoticePublication.objects.filter(notice__kind=NoticeKind.EXPLANATION, published_at__gte=OuterRef("at"))
    changes = StepChange.objects.filter(target=Step.TERMINATED).annotate(said=Exists(said.filter(notice__edition=OuterRef("subject"))))
    return [change.subject for change in changes.filter(said=False).select_related("subject")]


def _terminated(edition: Edition) -> Todo:
    url = reverse("publicity:notice-compose", args=[edition.pk, NoticeKind.EXPLANATION.value])
    return Todo(f"公告{edition}终止", "领导小组已经决定终止，请向社会公告，并在“送达”里发出告知申报者的文书。", url, "拟定公告", "12(1)")


def _of(notice: Notice, actor: Actor, at: datetime) -> list[Todo]:
    url, label = reverse("publicity:draft", args=[notice.pk]), notice.get_kind_display()
    if outdated(notice):
        text = "拟稿以后决定或者暂缓有了变化，这一稿不会发布。请另拟一稿。"
        again = reverse("publicity:notice-compose", args=[notice.edition_id, notice.kind])
        return [Todo(f"另拟{notice.edition}的{label}", text, again, "另拟一稿", ARTICLE, shanghai(notice.publish_at))]
    if hasattr(notice, "confirmation") or notice.by_id == actor.person_id:
        return []
    text = f"{notice.by.name}已经拟好，请核对后确认。确认以后，到发布时间自动发布。"
    return [Todo(f"确认{notice.edition}的{label}", text, url, "核对并确认", ARTICLE, shanghai(notice.publish_at))]


def _awards(edition: Edition, known: set, actor: Actor, at: datetime) -> list[Todo]:
    """The award notice once the leading group decided; then its first news medium; then whoever was added later."""
    open_ones = NoticePublication.objects.filter(notice__edition=edition, notice__kind__in=OF_AWARD, appearance=None)
    found = [
        Todo(
            f"登记媒体刊登：{one.notice.title}",
            "登记首家刊登的新闻媒体以后，公示期才起算。",
            reverse("publicity:appearance", args=[one.notice_id]),
            "登记媒体刊登",
            "18(8)",
        )
        for one in open_ones.select_related("notice")
    ]
    kind = NoticeKind.AWARD_SUPPLEMENT if is_award_out(edition) else NoticeKind.AWARD
    if (edition.pk, kind.value) in known or compose_blockers(edition, kind, actor, at=at):
        return found
    url = reverse("publicity:notice-compose", args=[edition.pk, kind.value])
    text = "领导小组已经作出决定，纪要已经登记，请受委托拟定公示。"
    return [*found, Todo(f"拟定{edition}的{kind.label}", text, url, f"拟定{kind.label}", "18(8)")]


def _lists(edition: Edition, known: set) -> list[Todo]:
    """The list that decisions ask for and that nobody composed yet; in a later step, for whoever was held until now."""
    out = is_out(edition)
    kind = NoticeKind.SUPPLEMENT if out else NoticeKind.ACCEPTANCE
    if (edition.pk, kind.value) in known or (not out and undecided(edition)):
        return []
    fresh = unnoticed(edition)
    if out and not fresh:
        return []
    if out:
        text = f"{in_words([one.applicant for one in fresh])}已经受理，还没有公示。补充公示满期以前，不能进入下一步。"
    else:
        text = f"{len(fresh)}份已经受理的申报还没有公示。" if fresh else "没有受理的申报，也要公示结果。"
    url = reverse("publicity:notice-compose", args=[edition.pk, kind.value])
    return [Todo(f"拟定{edition}的{kind.label}", text, url, f"拟定{kind.label}", "18(3)")]
