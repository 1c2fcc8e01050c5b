"""批准公告: the request leaves, the government's answer and its commendation are entered, the awards registered by two."""

from accounts.grants.models import Role
from awards.approvals import services as approvals
from awards.approvals.models import Answer, Approval
from awards.register import services as register
from awards.requests import services as requests
from awards.requests.models import Request
from core.clock import shanghai
from jinzhong_award.demonstration.scene import Scene
from jinzhong_award.demonstration.step_7 import read_again
from procedure.editions.models import Step


def request(scene: Scene) -> list[str]:
    """Send the request to the city government."""
    read = read_again(scene, Step.APPROVAL)
    asked = ask(scene)
    scene.pause(days=3 if asked else 0)
    return ["再次核对资格条件"] * read + ["请示已经印发"] * asked


def approve(scene: Scene) -> list[str]:
    """Enter the government's answer and its commendation."""
    answered = answer(scene)
    scene.pause(days=2 if answered else 0)
    commended = commend(scene)
    return ["市政府的答复已经登记"] * answered + ["表彰通报已经登记"] * commended


def register_awards(scene: Scene) -> list[str]:
    """Bring the awards into the register, and tell everybody."""
    registered = enter(scene)
    scene.release_letters()
    return ["授奖已经登记，获奖名册已经公开"] * registered


def ask(scene: Scene) -> bool:
    """The secretary writes the request and records its issue, a member confirms; tell whether it was issued."""
    edition, secretary, at = scene.edition, scene.one(Role.SECRETARY), scene.at
    newest = Request.objects.newest(edition)
    if newest is None or newest.rows != requests.rows_of(edition):
        if requests.write_blockers(edition, secretary, at=at):
            return False
        title, text = requests.suggested(edition)
        newest = requests.write(edition, title=title, text=text, by=secretary, at=at)
    if requests.issue_blockers(newest, secretary, at=at):
        return False
    requests.propose_issue(newest, requests.Issued("演示请〔2026〕1号", shanghai(at)), by=secretary, at=at)
    requests.confirm_issue(newest, by=scene.one(Role.LEADING_GROUP), at=at)
    return True


def answer(scene: Scene) -> bool:
    """Two of the office enter the city government's approval; tell whether they did."""
    (first, second), at = scene.office, scene.at
    request = Request.objects.issued(scene.edition)
    if request is None or approvals.blockers(request, first, at=at):
        return False
    words = approvals.Answered(Answer.APPROVED.value, shanghai(at), document_number="演示批〔2026〕1号")
    approvals.propose(request, words, by=first, at=at)
    approvals.confirm(request, by=second, at=at)
    return True


def commend(scene: Scene) -> bool:
    """Two of the office enter the commendation; tell whether they did."""
    (first, second), at = scene.office, scene.at
    approval = Approval.objects.filter(request__edition=scene.edition).select_related("request__edition").order_by("-event_id").first()
    if approval is None or approvals.commendation_blockers(approval, first, at=at):
        return False
    words = approvals.Commended(f"关于表彰{scene.edition}获奖组织和个人的通报（演示）", "演示发〔2026〕1号", shanghai(at))
    approvals.propose_commendation(approval, words, by=first, at=at)
    approvals.confirm_commendation(approval, by=second, at=at)
    return True


def enter(scene: Scene) -> bool:
    """Two of the office register the awards; tell whether they did."""
    first, second = scene.office
    if register.blockers(scene.edition, first, at=scene.at):
        return False
    register.propose(scene.edition, by=first, at=scene.at)
    register.confirm(scene.edition, by=second, at=scene.at)
    return True
