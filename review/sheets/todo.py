"""What sheets ask of a reviewer: his own. What they ask of the organizers stands in `organizing`."""

from django.urls import reverse

from accounts.actors import Actor
from accounts.grants.models import Role
from core.todo import Todo
from procedure.asking import Asking
from review.rounds import ARTICLE_OF
from review.sheets.desk import desk_of
from review.sheets.models import RoundClosing, Sheet
from review.sheets.outlying import asked

LOCKED_WHEN = {True: "全部评完后锁定。", False: "还没有陈述，可以先记，陈述之后锁定。"}
MOST = 5  # more of one kind are one line, which leads to their list


def reviewing(asking: Asking) -> list[Todo]:
    """Return what a reviewer's own assignments ask of him."""
    actor = asking.actor
    if not actor.is_(Role.REVIEWER):
        return []
    desks = [desk for desk in desk_of(actor) if desk.open and desk.of]
    if len(desks) > MOST:
        due = min((desk.due for desk in desks if desk.due), default=None)
        text = "逐条评分，全部评完后锁定。别人看不到您的评分。"
        found = [Todo(f"评审{len(desks)}份申报", text, reverse("review:my_assignments"), "去评分", "18(4)", due)]
    else:
        found = [
            Todo(
                f"评审{desk.application.applicant.unit}",
                f"{desk.assignment.get_round_display()}，已评{desk.scored}条，共{desk.of}条。{LOCKED_WHEN[bool(desk.heard)]}",
                reverse("review:sheet", args=[desk.assignment.pk]),
                desk.action,
                ARTICLE_OF[desk.assignment.round],
                desk.due,
            )
            for desk in desks
        ]
    return _reasons(actor) + found


def _reasons(actor: Actor) -> list[Todo]:
    """Sheets for which a reason is asked. It says nothing of anybody else's."""
    mine = Sheet.objects.visible_to(actor).filter(explanation=None).select_related("assignment__application__edition")
    rounds = {(sheet.assignment.application.edition, sheet.assignment.round) for sheet in mine}
    closed = set(RoundClosing.objects.standing().filter(edition__in=[edition for edition, _ in rounds]).values_list("edition", "round"))
    open_ = [(edition, round_) for edition, round_ in rounds if (edition.pk, round_) not in closed]
    waiting = [sheet for edition, round_ in open_ for sheet in asked(edition, round_) if sheet in mine]
    return [
        Todo(
            "请说明评分依据",
            "评选办请您对锁定的一份评分作书面说明。锁定的得分不会改变。",
            reverse("review:sheet_explain", args=[sheet.assignment_id]),
            "去说明",
            ARTICLE_OF[sheet.assignment.round],
        )
        for sheet in waiting
    ]
