"""组织申报: everybody who has not begun begins, fills in what is blank, hands in the proofs, commits himself and submits."""

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.grants.models import Grant, Role
from accounts.units.models import Unit
from accounts.users.models import User
from applications.answers.services import answers_by_part, save_part
from applications.applicants.models import ApplicantKind, TeamMember
from applications.applicants.services import add_member, confirm_member
from applications.cases.models import Application, Status
from applications.cases.rules import window_blockers
from applications.cases.services import begin, begin_team, choose_body
from applications.commitments.services import commit, commit_blockers
from applications.evidence.kinds import COMMITMENT, kinds
from applications.evidence.services import attach, standing
from applications.forms.checks import is_blank
from applications.forms.parts import parts_of
from applications.forms.spec import BLANK, Part
from applications.moves import SUBMIT
from applications.snapshots.content import content_of, frozen_content
from applications.snapshots.services import submit
from core.canonical import digest
from jinzhong_award.demonstration import words
from jinzhong_award.demonstration.applicants import CROWD_NAME, ENTRANTS, Entrant, Fate, crowd, entrant_of
from jinzhong_award.demonstration.cast import BODIES
from jinzhong_award.demonstration.evidence import upload
from jinzhong_award.demonstration.scene import Scene, signed


def rest(scene: Scene) -> list[str]:
    """Bring every application to its submission; whoever lets his draft lapse has only begun."""
    if window_blockers(scene.edition, scene.at):
        return []
    begun = sum(1 for entrant in scene.each("开始申报", registered(scene)) if begun_by(scene, entrant))
    sent = sum(1 for application in scene.each("填写、承诺、提交", list(drafts(scene))) if sent_in(scene, application))
    return [f"{begun}个申报者开始申报"] * bool(begun) + [f"{sent}份申报填写完整并提交"] * bool(sent)


def registered(scene: Scene) -> list[Entrant]:
    """Return everybody who is registered and has no application yet, in the order of the cast."""
    applied = set(Application.objects.filter(edition=scene.edition).values_list("applicant__unit__name", flat=True))
    people = set(Grant.objects.standing().filter(role=Role.APPLICANT).values_list("person__username", flat=True))
    named = Unit.objects.filter(name__regex=CROWD_NAME.pattern).order_by("name").values_list("name", flat=True)
    many = [crowd(int(CROWD_NAME.fullmatch(name)[1])) for name in named]
    return [one for one in (*ENTRANTS, *many) if one.name not in applied and one.head.mobile in people]


def begun_by(scene: Scene, entrant: Entrant) -> bool:
    """Let somebody begin; a team is founded by its first member, the others confirm themselves."""
    by = scene.as_(User.objects.get(username=entrant.head.mobile), Role.APPLICANT)
    body = Unit.objects.bodies().get(short_name=_short(entrant.body))
    scene.pause(hours=2)
    if entrant.kind != ApplicantKind.TEAM:
        begin(scene.edition, body=body, by=by, at=scene.at)
        return True
    team = begin_team(scene.edition, name=entrant.name, body=body, by=by, at=scene.at).applicant
    founder = of_unit(scene, team.unit)[0]
    for person in entrant.people[1:]:
        member = add_member(team, mobile=person.mobile, by=founder, at=scene.at)
        confirm_member(member, by=scene.as_(User.objects.get(username=person.mobile), Role.APPLICANT), at=scene.at)
    return True


def drafts(scene: Scene) -> QuerySet[Application]:
    """Return what is begun and not submitted, the oldest unit first."""
    found = Application.objects.filter(edition=scene.edition, status=Status.DRAFT).whole()
    return found.order_by("applicant__unit__registered_at", "applicant__unit__name")


def sent_in(scene: Scene, application: Application) -> bool:
    """Fill in, prove, commit and submit one draft. What a visitor typed stays; what only he can do is left to him."""
    entrant = entrant_of(application.applicant.unit.name) or words.entrant_for(application)
    hands = of_unit(scene, application.applicant.unit)
    if entrant.fate == Fate.LAPSES or not hands:
        return False
    scene.pause(hours=4)
    by = next((one for one in hands if one.person.name == entrant.head.name), hands[0])
    if not application.body_id:
        choose_body(application, Unit.objects.bodies().first(), by=by, at=scene.at)
    complete(scene, application, entrant, by)
    scene.pause(minutes=50)
    application = application.fresh()
    if SUBMIT.blockers(application, by, at=scene.at):
        return False
    submit(application, by=by, at=scene.at, signature=signed(digest(frozen_content(application))))
    return True


def complete(scene: Scene, application: Application, entrant: Entrant, by: Actor) -> None:
    """Answer every field that is blank, hand in every proof that is missing, and commit oneself to what stands there."""
    present = answers_by_part(application)
    for part in parts_of(application):
        if answers := blanks(scene, entrant, part, present.get(part.key, {})):
            save_part(application, part, answers=answers, bases={}, by=by, at=scene.at)
    there = {one.kind for one in standing(application)}
    for kind in kinds(application.category, team=entrant.kind == ApplicantKind.TEAM):
        if kind.required and kind.key not in there:
            attach(application, upload=upload(kind.label), kind=kind.key, title="", by=by, at=scene.at)
    signature = signed(digest(content_of(application)))
    if commit_blockers(application, by, at=scene.at):
        attach(application, upload=upload("承诺声明"), kind=COMMITMENT, title="", by=by, at=scene.at)
    else:
        commit(application, by=by, at=scene.at, signature=signature)


def blanks(scene: Scene, entrant: Entrant, part: Part, present: dict) -> dict:
    """Return an answer for every field of a part that has none."""
    dice = scene.dice("answers", entrant.key, part.key)
    answered = {field.key: words.answer(entrant, entrant.head, part, field, dice) for field in part.fields}
    found = {field.key: answered[field.key] for field in part.fields if is_blank(field, present.get(field.key))}
    return {key: said for key, said in found.items() if said} | ({BLANK: words.BLANK_REASON} if "" in found.values() else {})


def of_unit(scene: Scene, unit: Unit) -> list[Actor]:
    """Return who acts for an applicant; of a team those who have confirmed."""
    out = set(TeamMember.objects.filter(applicant__unit=unit, left_at__isnull=False).values_list("person", flat=True))
    return [one for one in scene.all(Role.APPLICANT, unit) if one.person_id not in out]


def _short(key: str) -> str:
    return next(short for known, _, short, *_ in BODIES if known == key)
