"""What the editions ask of somebody: gates to open, proposals to confirm; what waits for others; what happened."""

from accounts.grants.models import Role
from core.todo import Happening, Todo, Waiting
from jinzhong_award.steps import EDITION_MOVES, gate
from procedure.asking import Asking
from procedure.editions.models import READERS, Edition, Step, StepChange
from procedure.machine import Move
from procedure.proposals.models import Proposal

RECENT = 8


def todo(asking: Asking) -> list[Todo]:
    """Return the moves of running editions that this actor can make, confirm, or must first make possible."""
    if asking.actor.role == Role.OFFICE and not asking.editions:
        return [
            Todo("建立新的一届", "现在没有正在评选的届次。建立以后先筹备，条件齐了再发布申报通知。", "/editions/new/", "建立新的一届", "5")
        ]
    return [item for edition in asking.editions for move in EDITION_MOVES for item in _of(move, edition, asking)]


def _of(move: Move, edition: Edition, asking: Asking) -> list[Todo]:
    actor = asking.actor
    if actor.role != move.role or edition.step not in move.sources:
        return []
    url = f"/editions/{edition.pk}/moves/{move.name}/"
    proposal = move.proposal(edition)
    if proposal and proposal.by != actor.person:
        text = f"{proposal.by.name}已经办好经办，请核对后确认；不同意的，写明理由退回。"
        return [Todo(f"确认：{edition}{move.label}", text, url, "核对并确认", move.article)]
    if proposal or move.reasoned:
        return []
    found = gate(edition, asking.at)
    shut = [blocker for blocker in found if not blocker.wait]
    if shut:
        text = f"还有{len(shut)}个条件没有满足，第一个：{shut[0].label}。"
        return [Todo(f"{edition}：{Step(edition.step).label}的条件", text, _page(edition), "看缺什么", move.article)]
    if found:
        return []  # only time is missing
    return [Todo(f"{edition}可以{move.label}", "条件都已满足，要两人办理。", url, move.label, move.article)]


def waiting(asking: Asking) -> list[Waiting]:
    """Return the actor's own proposals that wait for the second hand."""
    actor = asking.actor
    if actor.role not in READERS:
        return []
    mine = []
    for edition in asking.editions:
        for move in EDITION_MOVES:
            proposal = move.proposal(edition) if edition.step in move.sources and actor.role == move.role else None
            if proposal and proposal.by == actor.person:
                mine.append(Waiting("另一位办理人", f"确认：{edition}{move.label}。", f"/editions/{edition.pk}/moves/{move.name}/"))
    return mine


def happened(asking: Asking) -> list[Happening]:
    """Return the latest changes of step and proposals, for those who may read editions."""
    if asking.actor.role not in READERS:
        return []
    labels = {move.name: move.label for move in EDITION_MOVES}
    changes = StepChange.objects.select_related("subject", "by").order_by("-at", "-pk")[:RECENT]
    proposals = Proposal.objects.filter(move__in=labels).select_related("edition", "by").order_by("-at")[:RECENT]
    items = [Happening(row.at, f"{row.subject}进入“{row.get_target_display()}”，{row.by.name}确认", _page(row.subject)) for row in changes]
    items += [Happening(row.at, f"{row.by.name}经办：{row.edition}{labels[row.move]}", _page(row.edition)) for row in proposals]
    return sorted(items, key=lambda item: item.at, reverse=True)[:RECENT]


def _page(edition: Edition) -> str:
    return f"/editions/{edition.pk}/"
