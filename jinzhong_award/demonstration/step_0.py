"""筹备: what the edition has neither set nor entered is filled with the demonstration's values, marked 演示."""

from jinzhong_award.demonstration.scene import Scene
from procedure.documents import services as documents
from procedure.parameters import services as parameters
from procedure.rubrics import services as rubrics


def rest(scene: Scene) -> list[str]:
    """Fill documents, parameters and rubrics up to the gate."""
    filled = [row for room in (documents, parameters, rubrics) for row in room.fill_demo(scene.edition, at=scene.at)]
    return [f"填入{len(filled)}项演示的文件、参数和评价标准"] * bool(filled)
