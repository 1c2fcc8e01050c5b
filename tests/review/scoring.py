"""A round of scoring for tests: an edition with rubrics and parameters, reviewers with assignments, and their sheets."""

from dataclasses import dataclass

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from applications.cases.models import Status
from core.canonical import moment
from procedure.editions.models import Step
from procedure.parameters import services as parameters
from procedure.parameters.models import ParameterSetting
from procedure.parameters.reviewing import SHEETS_EACH
from procedure.rubrics import services as rubrics
from review.reports import services as reports
from review.reports.drafts import MATERIALS_REPORT
from review.rounds import Round
from review.sheets import closing
from review.sheets.entries import points_at
from review.sheets.items import items_of
from review.sheets.models import SheetDraft
from review.sheets.services import lock_sheet, sheet_of
from tests.factories import AT, at_step, make_actor, make_application, make_edition, office
from tests.reviewing import acting_as, assign, invite, make_panel, make_reviewer, snapshot_of


@dataclass
class Scoring:
    """Everybody in one round."""

    edition: object
    applications: list
    reviewers: list
    panel: object
    first: object
    second: object

    def by(self, place):
        """The reviewer at a place, acting."""
        return acting_as(self.reviewers[place])


def scoring(*, reviewers=3, applications=2, round_=Round.MATERIALS, status=None, each=3, number=3):
    """Step 4 (or 6) of a demonstration edition; everybody is assigned to every application."""
    edition = make_edition(number, demo=True)
    rubrics.fill_demo(edition, at=AT)
    parameters.fill_demo(edition, at=AT)
    set_parameter(edition, SHEETS_EACH.name, each)
    step = Step.MATERIALS if round_ == Round.MATERIALS else Step.DEFENSE
    edition = at_step(edition, step)
    found = [make_reviewer(email=f"reviewer-{place}@example.com") for place in range(reviewers)]
    for one in found:
        invite(edition, one)
    panel = make_panel(edition, found, round=round_)
    status = status or (Status.ACCEPTED if round_ == Round.MATERIALS else Status.PASSED)
    made = [make_application(edition, status, number=f"JZ3-O-{place:03}", form="organization-1") for place in range(1, applications + 1)]
    for application in made:
        snapshot_of(application, parts={"assessment": {"i4-1-2": "本单位的自评文字。"}})
        for one in found:
            assign(application, one, panel, round=round_)
    return Scoring(edition, made, found, panel, make_actor(Role.OFFICE), make_actor(Role.OFFICE, office(), head=True))


def set_parameter(edition, name, value):
    """A parameter of a test, whatever stood before."""
    setting = ParameterSetting.objects.in_force(edition).filter(name=name).first()
    if setting is None or setting.typed != value:
        parameters.set_parameter(edition, name=name, value=value, basis="细则", reason="测试", by=SYSTEM, at=AT)


def assignment_of(world, application, place, round_=Round.MATERIALS):
    """The assignment of a reviewer to an application."""
    reviewer = world.reviewers[place]
    return reviewer.assignments.select_related("application__edition", "reviewer__person", "snapshot", "application__applicant__unit").get(
        application=application, round=round_
    )


def fill(assignment, by, *, rate=70, at=AT, words="有依据。", only=None):
    """Type the same rate for every item, or for some of them: the draft as saving leaves it, in one row."""
    draft, _ = SheetDraft.objects.get_or_create(assignment=assignment)
    for item in only or items_of(assignment):
        typed = {"points": points_at(rate, item), "strengths": words, "improvements": "", "page": "3"}
        draft.entries[item.key] = typed
        draft.revisions[item.key] = {field: {"n": 1, "at": moment(at)} for field in typed}
    draft.save(update_fields=["entries", "revisions"])


def lock_it(assignment, by, *, at=AT):
    """Sign what stands in the draft."""
    signature = {"method": "demo", "digest": sheet_of(assignment).fingerprint}
    return lock_sheet(assignment, by=by, at=at, signature=signature)


def scored(world, application, rates=(70, 72, 74), round_=Round.MATERIALS):
    """Everybody's locked sheet on an application; rates are rounded to points item by item."""
    found = []
    for place, rate in enumerate(rates):
        assignment, by = assignment_of(world, application, place, round_), world.by(place)
        fill(assignment, by, rate=rate)
        found.append(lock_it(assignment, by))
    return found


def close(world, round_=Round.MATERIALS, *, at=AT):
    """Two close a round."""
    closing.propose(world.edition, round_, by=world.first, at=at)
    return closing.confirm(world.edition, round_, by=world.second, at=at)


def report(world, *, room=MATERIALS_REPORT, at=AT):
    """Two issue the report as it was drafted."""
    draft = room.draft(world.edition)
    row = reports.save(room, world.edition, title=draft.title, text=draft.text, base="", by=world.first, at=at)
    reports.propose_issue(room, row, by=world.first, at=at)
    return reports.confirm_issue(room, row, by=world.second, at=at)
