"""发布信息: the office composes the call with what the form suggests, its head confirms. Publishing is a matter of time."""

from jinzhong_award.demonstration.scene import Scene
from procedure.calendar.services import workdays
from procedure.calls import services
from procedure.calls.defaults import first_draft
from procedure.calls.models import Call
from procedure.calls.window import in_force, pending


def rest(scene: Scene) -> list[str]:
    """Bring the call to its hour."""
    if in_force(scene.edition, scene.at) or pending(scene.edition, scene.at):
        return []
    first, second = scene.office
    newest = Call.objects.newest(scene.edition)
    if newest is None or newest.by_id == second.person_id:
        newest = services.compose(scene.edition, first_draft(scene.edition, workdays=workdays(), at=scene.at), by=first, at=scene.at)
        scene.pause(minutes=40)
    services.confirm(newest, by=second, at=scene.at)
    return ["申报通知已经拟定并确认"]
