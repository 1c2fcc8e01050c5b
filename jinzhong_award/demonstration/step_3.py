"""资格审查: three hands of each body, then the office; the list of the accepted goes out for its period."""

from jinzhong_award.demonstration.qualifying import ask_departments, decide_all, examine_all, publish_list
from jinzhong_award.demonstration.recommending import recommend_all
from jinzhong_award.demonstration.scene import Scene


def recommend(scene: Scene) -> list[str]:
    """Bring every application through its body."""
    return recommend_all(scene)


def qualify(scene: Scene) -> list[str]:
    """Bring every application to its decision, and the list of the accepted before the public."""
    asked = ask_departments(scene)
    examine_all(scene)
    decided = decide_all(scene)
    letters = scene.release_letters()
    published = publish_list(scene)
    said = [f"就{asked}份申报征求部门意见并登记答复"] * bool(asked)
    said += [f"决定受理或者不予受理{decided}份"] * bool(decided)
    said += [f"发出{letters}份文书"] * bool(letters)
    return said + ["受理名单已经公示"] * published
