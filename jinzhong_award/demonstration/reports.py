"""Writing a report as it is drafted, and issuing it by two."""

from jinzhong_award.demonstration.scene import Scene
from review.reports import services
from review.reports.drafts import ReportRoom
from review.reports.models import Report


def issue(scene: Scene, room: ReportRoom) -> bool:
    """Save a version where none stands over the present results, and let two issue it; tell whether they did."""
    edition, (first, second) = scene.edition, scene.office
    if services.writing_blockers(room, edition, first, at=scene.at):
        return False
    newest, draft = Report.objects.newest(edition, room.kind), room.draft(edition)
    if newest is not None and hasattr(newest, "issue") and newest.table == draft.table:
        return False
    if newest is None or newest.table != draft.table:
        base = str(newest.pk) if newest else ""
        newest = services.save(room, edition, title=draft.title, text=draft.text, base=base, by=first, at=scene.at)
    scene.pause(minutes=40)
    services.propose_issue(room, newest, by=first, at=scene.at)
    services.confirm_issue(room, newest, by=second, at=scene.at)
    return True
