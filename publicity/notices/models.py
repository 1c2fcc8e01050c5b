"""Notices (公示、公告): composed by one, confirmed by another, published at their hour under a number of the year's register."""

from datetime import datetime

from django.conf import settings
from django.db import models

from accounts.actors import Actor
from accounts.grants.models import Grant
from core.fields import LineField, TextField
from core.files.models import StoredFile
from core.ledger.models import Addressed, Checkpoint, Covered, Event
from procedure.calls.models import Call
from procedure.documents.models import Scanned, with_hash
from procedure.editions.models import READERS, Edition
from procedure.supervision.models import watched


class NoticeKind(models.TextChoices):
    CALL = "call", "申报通知"
    ACCEPTANCE = "acceptance", "受理名单公示"
    SUPPLEMENT = "supplement", "补充公示"
    AWARD = "award", "拟授奖名单公示"
    AWARD_SUPPLEMENT = "award-supplement", "拟授奖名单补充公示"
    EXPLANATION = "explanation", "说明"


OF_ACCEPTANCE = (NoticeKind.ACCEPTANCE, NoticeKind.SUPPLEMENT)
# Their period counts from the later of this site and the first news medium.
OF_AWARD = (NoticeKind.AWARD, NoticeKind.AWARD_SUPPLEMENT)
PERIODIC = (*OF_ACCEPTANCE, *OF_AWARD)


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor, at: datetime) -> "NoticeQuerySet":
        """Those that an actor may read before publication: the house, a supervisor while invited; published ones are everybody's."""
        return watched(self, actor, at) if actor.is_(*READERS) else self.none()

    def due(self, at: datetime) -> "NoticeQuerySet":
        """Those that two confirmed, whose hour has come and that are not out yet."""
        return self.filter(confirmation__at__lte=at, publish_at__lte=at, publication=None, replaced_by=None)

    def unpublished(self, edition: Edition, kind: str) -> "Notice | None":
        """Return the newest version of a kind that is not out, confirmed or not."""
        return self.filter(edition=edition, kind=kind, publication=None, replaced_by=None).order_by("-event_id").first()


class Notice(Addressed, Covered):
    """One version of a notice. `text` stands before the list, `contact` after it; `rows` have application, name, category, place
    and, where awards are meant, grade.

    A notice of a call says what `call` says: no hand composes or confirms it a second time.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=20, choices=NoticeKind)
    title = LineField("标题", max_length=120)
    text = TextField("正文", max_length=8000)
    rows = models.JSONField("名单", default=list)
    contact = TextField("名单后的说明", max_length=2000, blank=True)
    workdays = models.PositiveSmallIntegerField("公示工作日", default=0)
    publish_at = models.DateTimeField("发布时间")
    call = models.OneToOneField(Call, models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind__in=["acceptance", "supplement", "award", "award-supplement"]) | models.Q(workdays__gte=5),
                name="at_least_five_working_days",
                violation_error_message="公示期不少于5个工作日（第十八条）。",
            ),
            models.CheckConstraint(condition=models.Q(kind="call") ^ models.Q(call=None), name="a_notice_of_a_call_has_its_call"),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeConfirmation(Covered):
    """The second hand."""

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="confirmation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"confirmed {self.notice_id}"


class NoticePublicationQuerySet(models.QuerySet):
    def shown(self) -> "NoticePublicationQuerySet":
        """Everything that is out, newest first, as lists print it."""
        return self.select_related("notice__edition", "appearance").defer("notice__text", "notice__rows", "notice__contact").newest_first()

    def whole(self) -> "NoticePublicationQuerySet":
        """With everything that the page of one prints."""
        return self.select_related("notice__edition", "notice__call", "paper", "appearance")

    def newest_first(self) -> "NoticePublicationQuerySet":
        return self.order_by("-year", "-serial")

    def numbered(self, number: str) -> "NoticePublicationQuerySet":
        """The one of a number, year and serial (2026-3)."""
        year, _, serial = number.partition("-")
        return self.filter(year=int(year), serial=int(serial))


class NoticePublication(Covered):
    """A notice went out: its number, its period, its issuer, the digest of its words. The checkpoint is taken in the same act.

    `closes_on` is the last day as it was counted then; what holds now says `period.period_of`.
    """

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="publication")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    closes_on = models.DateField(null=True)
    issuer = LineField(max_length=80)
    fingerprint = models.CharField(max_length=64)

    objects = NoticePublicationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "serial"], name="one_notice_a_number")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.year}-{self.serial}"

    def checkpoint(self) -> Checkpoint:
        """Return the checkpoint taken with this publication: the first that covers its event. Runs a query."""
        event = Event.objects.filter(pk=self.event_id)
        covering = Checkpoint.objects.filter(chain__name=event.values("chain")[:1], size__gte=event.values("seq")[:1])
        return covering.select_related("chain").earliest("number")


class NoticeAppearance(Scanned, Covered):
    """The first news medium (新闻媒体) that printed an award notice, with its proof (article 18(8)). The count begins with it."""

    publication = models.OneToOneField(NoticePublication, models.PROTECT, related_name="appearance")
    outlet = LineField("新闻媒体", max_length=80)
    appeared_on = models.DateField("刊登日期")
    where = LineField("版面或者网址", max_length=200, blank=True)
    closes_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [with_hash("an_appearance_has_the_hash_of_its_proof")]

    def __str__(self) -> str:
        return f"{self.outlet} {self.appeared_on}"


class NoticePaper(Covered):
    """The notice as it was printed: rendered after the commit, its hash an event of its own."""

    publication = models.OneToOneField(NoticePublication, models.PROTECT, related_name="paper")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"paper of {self.publication_id}"
