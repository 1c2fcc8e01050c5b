"""What of notices and meetings is in others' hands, and what happened, for the home pages of the house."""

from django.urls import reverse

from accounts.grants.models import Role
from core.dates import day_in_words
from core.todo import Happening, Waiting
from procedure.acts.act import Act
from procedure.asking import Asking
from procedure.calendar.services import workdays
from procedure.proposals.models import Proposal
from publicity.meetings import deciding, guards, striking
from publicity.meetings.decided import DECIDING
from publicity.meetings.models import MeetingDecision, Minutes, StrikeOff
from publicity.notices.models import NoticeAppearance, NoticePublication
from publicity.notices.period import period_of
from publicity.objections.models import Objection, ObjectionConfirmation

WHO = (Role.OFFICE, Role.SECRETARY, Role.LEADING_GROUP)
RECENT = 8
SECOND = "另一位办理人"


def waiting(asking: Asking) -> list[Waiting]:
    """Return running periods, the meeting that the office waits for, and this actor's acts that wait for the second hand."""
    if not asking.actor.is_(*WHO):
        return []
    return [*_periods(asking), *_meetings(asking), *prepared((deciding.DECIDE, striking.STRIKE), asking, "publicity:meetings")]


def happened(asking: Asking) -> list[Happening]:
    """Return what went out, what was objected, what the meetings decided: newest first."""
    if not asking.actor.is_(*WHO):
        return []
    items = [*_notices(), *_meeting_acts(), *(_objections() if asking.actor.is_(Role.OFFICE) else [])]
    return sorted(items, key=lambda item: item.at, reverse=True)[:RECENT]


def prepared(acts: tuple[Act, ...], asking: Asking, page: str) -> list[Waiting]:
    """Return what this actor prepared and another has to confirm; `page` is the edition's page where it stands."""
    labels = {act.name: act.label for act in acts}
    mine = Proposal.objects.standing().filter(move__in=labels, by=asking.actor.person, confirmation=None, edition__in=asking.editions)
    found = mine.select_related("edition").order_by("-event_id")[:RECENT]
    return [Waiting(SECOND, f"确认{labels[one.move]}。", reverse(page, args=[one.edition_id])) for one in found]


def _periods(asking: Asking) -> list[Waiting]:
    found = list(NoticePublication.objects.shown().filter(notice__workdays__gt=0, notice__edition__in=asking.editions))
    calendar = workdays() if found else None
    running = ((row, period_of(row, calendar)) for row in found)
    return [
        Waiting("公示期", f"《{row.notice.title}》公示到{day_in_words(period.closes_on)}24:00止。", f"/notices/{row.number}/")
        for row, period in running
        if period and not period.open and period.runs(asking.at)
    ]


def _meetings(asking: Asking) -> list[Waiting]:
    if not asking.actor.is_(Role.OFFICE):
        return []
    open_ones = [one for one in asking.editions if one.step in DECIDING and guards.meeting_decided.check(one, asking.at)]
    return [Waiting("领导小组", "召开全体会议，审议候选名单。", reverse("publicity:meetings", args=[one.pk])) for one in open_ones]


def _notices() -> list[Happening]:
    out = NoticePublication.objects.shown()[:RECENT]
    seen = NoticeAppearance.objects.select_related("publication__notice").order_by("-event_id")[:RECENT]
    items = [Happening(row.published_at, f"发布《{row.notice.title}》（编号{row.number}）", f"/notices/{row.number}/") for row in out]
    return items + [Happening(row.at, f"{row.outlet}刊登编号{row.publication.number}的公示，已经登记") for row in seen]


def _meeting_acts() -> list[Happening]:
    ended = MeetingDecision.objects.select_related("meeting__edition").order_by("-event_id")[:RECENT]
    minutes = Minutes.objects.select_related("meeting").order_by("-event_id")[:RECENT]
    strikes = StrikeOff.objects.select_related("application__applicant__unit").order_by("-event_id")[:RECENT]
    items = [Happening(row.at, f"{row.meeting}：{row.get_outcome_display()}", _meeting(row.meeting_id)) for row in ended]
    items += [Happening(row.at, f"{row.meeting}的纪要已经登记：{row.number}", _meeting(row.meeting_id)) for row in minutes]
    return items + [Happening(row.at, f"依纪要授权取消{row.application.applicant}的拟授奖", _meeting(row.meeting_id)) for row in strikes]


def _meeting(key) -> str:
    return reverse("publicity:meeting", args=[key])


def _objections() -> list[Happening]:
    filed = Objection.objects.order_by("-event_id")[:RECENT]
    decided = ObjectionConfirmation.objects.select_related("objection", "decision").order_by("-event_id")[:RECENT]
    items = [Happening(row.at, f"收到{row}", _case(row.pk)) for row in filed]
    ends = [(row, row.decision.get_outcome_display()) for row in decided]
    return items + [Happening(row.at, f"{row.objection}办结：{outcome}", _case(row.objection_id)) for row, outcome in ends]


def _case(key) -> str:
    return reverse("publicity:objection-case", args=[key])
