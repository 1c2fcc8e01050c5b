"""The leading group's full meeting (全体会议, article 18(8)): called, attended, decided, its minutes (纪要) on record."""

from datetime import datetime

from django.conf import settings
from django.db import models

from accounts.actors import Actor
from accounts.grants.models import Grant
from applications.cases.models import Application
from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure.documents.models import Scanned, with_hash
from procedure.editions.models import READERS, Edition
from procedure.proposals.models import ActConfirmation
from procedure.supervision.models import watched
from review.evaluation.models import CandidateList


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor, at: datetime) -> "MeetingQuerySet":
        """All of them for those who read editions, a supervisor while invited; none for others."""
        return watched(self, actor, at) if actor.is_(*READERS) else self.none()

    def newest(self, edition: Edition) -> "Meeting | None":
        """Return the meeting called last, or None."""
        return self.filter(edition=edition).select_related("edition", "list").order_by("-number").first()

    def whole(self) -> "MeetingQuerySet":
        """With what its page prints."""
        return self.select_related(
            "edition", "list", "by", "scan", "decision__decision__proposal__by", "decision__decision__by", "minutes__by"
        )


class Meeting(Addressed, Scanned, Covered):
    """A meeting was called (召集): over which version of the candidate list, when, where, how every member was told; the scan proves it."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("次数")
    list = models.ForeignKey(CandidateList, models.PROTECT, related_name="+")
    held_at = models.DateTimeField("开会时间")
    place = LineField("地点", max_length=80)
    called_on = models.DateField("通知日期")
    how = LineField("通知方式", max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_meeting_a_number"),
            with_hash("a_meeting_has_the_hash_of_its_call"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}次全体会议"


class AttendanceQuerySet(models.QuerySet):
    def newest(self, meeting: Meeting) -> "Attendance | None":
        """Return what stands of who came, or None."""
        return self.filter(meeting=meeting).order_by("-event_id").first()


class Attendance(Covered):
    """Who came and who left for an item; a later version takes its place until the meeting has decided.

    `rows` are {"member", "name", "present"}, every member of the group; `leaving` are {"member", "application", "reason"}.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    rows = models.JSONField("到会情况")
    leaving = models.JSONField("回避情况", default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AttendanceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"attendance of {self.meeting_id}"

    def present(self) -> list[str]:
        """Return the keys of the members who came."""
        return [row["member"] for row in self.rows if row["present"]]

    def voting(self, application: str) -> int:
        """Return how many of those who came stay for an application (by its key)."""
        left = {row["member"] for row in self.leaving if row["application"] == application}
        return len(set(self.present()) - left)


class Outcome(models.TextChoices):
    DECIDED = "decided", "作出决定"
    FAILED = "failed", "流会"
    RETURNED = "returned", "退回补充研究"


class MeetingDecisionQuerySet(models.QuerySet):
    def decided(self, edition: Edition) -> "MeetingDecision | None":
        """Return the decision in force: that of the newest meeting that made one."""
        found = self.filter(meeting__edition=edition, outcome=Outcome.DECIDED).select_related("meeting__edition")
        return found.order_by("-event_id").first()


class MeetingDecision(Covered):
    """How a meeting ended, recorded by the secretary, confirmed by a member who was there.

    `rows` name everybody on the table: {"application", "grade" (empty: not proposed), "how", "for", "against", "abstained",
    "reason"} and, where somebody is disqualified, "condition": the article. The moves are made in the same act. `vacancy` says
    why places stay empty, `authority` what the minutes allow without meeting again.
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="decision")
    outcome = models.CharField("结果", max_length=12, choices=Outcome)
    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="+")
    rows = models.JSONField("逐项决定", default=list)
    reason = TextField("流会或者退回的理由", max_length=1000, blank=True)
    vacancy = TextField("名额空缺的理由", max_length=1000, blank=True)
    authority = TextField("会议授权", max_length=1000, blank=True)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = MeetingDecisionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.meeting_id}"

    def row_of(self, application: Application) -> dict | None:
        """Return what was decided over an application, or None."""
        return next((row for row in self.rows if row["application"] == str(application.pk)), None)


class Minutes(Scanned, Covered):
    """The minutes as the leading group issued them: their number, day and scan, entered by the secretary."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    number = LineField("纪要编号", max_length=60)
    dated_on = models.DateField("印发日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [with_hash("minutes_have_the_hash_of_their_scan")]

    def __str__(self) -> str:
        return f"minutes of {self.meeting_id}"


class StrikeOff(Covered):
    """A name was taken off by the authority that the minutes of a meeting give, without meeting again."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="strikes")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    reason = TextField("理由", max_length=1000)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"struck off {self.application_id}"

    def condition(self) -> str:
        """Return the article that the two hands named as not met; empty where the name is only taken off."""
        return self.decision.proposal.content.get("condition", "")
