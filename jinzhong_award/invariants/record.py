"""R7, R10, R13, R14: secrets stay secret, no fee is asked, nothing is out before its hour, nothing acknowledged is lost."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, Subquery

from applications.cases.models import Application, Status
from applications.forms.spec import CURRENT, form
from applications.snapshots.models import Snapshot
from awards.register.models import Register
from core.ledger.models import Checkpoint
from core.ledger.verify import verify
from jinzhong_award.invariants.promises import promise
from procedure.letters.models import LetterKind, LetterRelease
from publicity.notices.models import OF_AWARD, NoticePublication
from publicity.notices.publishing import fingerprint
from publicity.notices.scan import IDENTITY, private
from review.assignments.models import Assignment

FEES = ("缴费", "收费", "报名费", "评审费", "申报费", "付款")


@promise("R7", "28", "发布的公示公告里没有证件号、手机号和住址")
def notices_name_nobodys_number() -> Iterator[str]:
    """As the scan that refuses them when they are composed; the contact after the list may give the office's own telephone."""
    for publication in NoticePublication.objects.select_related("notice").order_by("event_id").iterator(200):
        notice = publication.notice
        if notice.call_id:
            continue
        words = [notice.title, notice.text, *(str(row.get(name, "")) for row in notice.rows for name in ("name", "place"))]
        if found := [word for text in words for word in private(text)] + private(notice.contact, IDENTITY):
            yield f"公示{publication}里有{found[0]}。"


@promise("R7", "28", "看到申报材料的评审员都先签署了保密承诺")
def files_behind_a_pledge() -> Iterator[str]:
    """Nobody is assigned before he accepted and pledged."""
    pledged = Q(invitation__answer__accepted=True, invitation__pledge__event_id__lt=F("event_id"))
    rows = Assignment.objects.exclude(pledged).order_by("event_id").values_list("pk", flat=True)
    yield from (f"分派{pk}的评审员没有先签署承诺。" for pk in rows.iterator())


@promise("R10", "7", "没有收费的栏目")
def no_fee_is_asked() -> Iterator[str]:
    """No column of any table and no field of any form is for a payment."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            words = f"{getattr(field, 'verbose_name', '')}{getattr(field, 'help_text', '')}"
            if any(fee in words for fee in FEES):
                yield f"{model._meta.label_lower}.{field.name}：{words}。"
    for part in (part for name in CURRENT.values() for part in form(name).parts):
        yield from (f"{part.title}：{field.label}。" for field in part.fields if any(fee in field.label for fee in FEES))


@promise("R13", "18(8)", "结果在公示以前不公开")
def nothing_before_its_notice() -> Iterator[str]:
    """Out only when two confirmed it and its hour had come; no letter tells a result, and nobody is registered, before the award notice."""
    early = NoticePublication.objects.exclude(published_at__gte=F("notice__publish_at"), notice__confirmation__event_id__lt=F("event_id"))
    yield from (f"公示{row}在确认以前或者没到时间就发布了。" for row in early.order_by("event_id").iterator())
    first = NoticePublication.objects.filter(notice__kind__in=OF_AWARD).order_by("event_id").values("event_id")
    told = LetterRelease.objects.filter(letter__kind=LetterKind.RESULT)
    told = told.annotate(notice=Subquery(first.filter(notice__edition=OuterRef("letter__edition"))[:1]))
    yield from (
        f"评选结果{row.pk}在公示以前发出。"
        for row in told.exclude(notice__isnull=False, notice__lt=F("event_id")).order_by("event_id").iterator()
    )
    registered = Register.objects.annotate(notice=Subquery(first.filter(notice__edition=OuterRef("edition"))[:1]))
    registered = registered.exclude(notice__isnull=False, notice__lt=F("event_id")).select_related("edition")
    yield from (f"{row.edition}的授奖在公示以前登记。" for row in registered.iterator())


@promise("R13", "18(8)", "发布的公示公告与当时的文字一致，当时留有检查点")
def notices_are_sealed() -> Iterator[str]:
    """The words are those whose digest went out, and a checkpoint covers the publication."""
    for publication in NoticePublication.objects.select_related("notice", "event").order_by("event_id").iterator(200):
        if publication.fingerprint != fingerprint(publication.notice):
            yield f"公示{publication}的文字与发布时不一致。"
        if not Checkpoint.objects.filter(chain__name=publication.event.chain, size__gte=publication.event.seq).exists():
            yield f"公示{publication}没有检查点。"


@promise("R14", "18(2)", "提交的申报都留有提交的版本")
def submitted_is_kept() -> Iterator[str]:
    """Whoever went past the draft has what he submitted."""
    beyond = Application.objects.exclude(status__in=[Status.DRAFT, Status.LAPSED]).exclude(status=Status.WITHDRAWN, number="")
    lost = beyond.exclude(Exists(Snapshot.objects.filter(application=OuterRef("pk"))))
    for application in lost.select_related("applicant__unit", "edition").order_by("pk").iterator():
        yield f"{application}“{application.get_status_display()}”，没有提交的版本。"


@promise("R14", "18(9)", "授奖与批准的名单一致")
def awards_as_approved() -> Iterator[str]:
    """The register and the states say the same names in the same grades, all of them approved; whoever left since is in neither."""
    for register in Register.objects.select_related("edition", "approval__request").order_by("event_id").iterator():
        rows = register.approval.request.rows if register.approval else []
        approved = {(row["application"], row["grade"]) for row in rows if row["application"] in register.approval.approved}
        listed = {(row["application"], row["grade"]) for row in register.rows}
        won = Application.objects.filter(edition=register.edition, status__in=[Status.AWARDED, Status.REVOKED])
        if not approved >= listed or listed != {(str(pk), grade) for pk, grade in won.values_list("pk", "grade")}:
            yield f"{register.edition}的授奖与批准的名单不一致。"


@promise("R14", "18", "账目完整，每一行记录都有它的事件")
def ledger_whole() -> Iterator[str]:
    """Everything that `verify_ledger` asks."""
    yield from map(str, verify())
