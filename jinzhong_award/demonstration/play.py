"""The play: the rest of a stage is done, two open the next step, the clock is moved to what is due. Nothing passes a guard."""

from datetime import datetime

from accounts.grants.models import Role
from accounts.units.models import Unit, UnitKind
from applications.cases.rules import window_blockers
from core import clock
from core.dates import moment_in_words
from core.rules import RuleRefused
from jinzhong_award.demonstration.applicants import CROWD_NAME, ENTRANTS
from jinzhong_award.demonstration.many import MOST, many, submit_crowd
from jinzhong_award.demonstration.many_qualified import qualify_crowd
from jinzhong_award.demonstration.scene import SEED, Scene, Tell, signed, to_nobody
from jinzhong_award.demonstration.stages import STAGES, Stage
from jinzhong_award.demonstration.times import deadlines
from jinzhong_award.editions import confirm, prepare
from jinzhong_award.steps import ADVANCE, gate, row_of
from jinzhong_award.tasks import seal_daily
from procedure.calendar.models import CalendarYear
from procedure.editions.models import Edition, Step
from publicity.notices.publishing import publish_due

MOST_TURNS = 60  # of the clock: a play that needs more has stopped


def rest(scene: Scene) -> tuple[list[str], Stage | None]:
    """Bring what is left of the present step as far as the moment allows; say what was done, and which stage comes next.

    Where a visitor looks on, only the first stage in which something is left: the next is his to begin.
    """
    many_done(scene)
    done: list[str] = []
    stages = STAGES.get(Step(scene.edition.step), ())
    for place, stage in enumerate(stages, start=1):
        done += stage.act(scene)
        if done and scene.live:
            return done, next(iter(stages[place:]), None)
    return done, None


def many_done(scene: Scene) -> None:
    """Where there are too many to play them one by one, bring those behind the cast along in bulk (their sheets: step_4)."""
    if Unit.objects.filter(name__regex=CROWD_NAME.pattern).count() <= MOST:
        return
    if scene.edition.step == Step.APPLYING and not window_blockers(scene.edition, scene.at):
        submit_crowd(scene)
    if scene.edition.step == Step.QUALIFICATION:
        qualify_crowd(scene, many(scene))


def open_next(scene: Scene) -> bool:
    """Let two of the office open the next step; tell whether nothing stood against it. What one has prepared, another confirms."""
    edition = scene.edition.fresh()
    if edition.step >= Step.COMPLETED or gate(edition, scene.at):
        return False
    move, (first, second) = ADVANCE[Step(edition.step)], scene.office
    signature = signed(move.digest(edition, "", {}))
    proposal = move.proposal(edition)
    if proposal is None:
        prepare(move, edition, by=first, at=scene.at, reason="", signature=signature)
        scene.pause(minutes=20)
    elif proposal.by_id == second.person_id:
        second = first
    confirm(move, edition, by=second, at=scene.at, reason="", signature=signature)
    scene.edition = edition.fresh()
    return True


def may_carry_on(edition: Edition, *, at: datetime) -> None:
    """RuleRefused for a real edition, and where nobody acts for the office."""
    if not edition.demo or not Scene(edition, at).all(Role.OFFICE):
        raise RuleRefused("只有演示届、并且评选办已经有人，才能其余照办。")


def carry_on(edition: Edition, *, at: datetime, tell: Tell = to_nobody) -> str:
    """其余照办: bring what is left to the gate, or open the next step where all is done; say what was done and what comes next.

    RuleRefused where it may not be, and by whatever a service refuses.
    """
    may_carry_on(edition, at=at)
    scene = Scene(edition, at, tell=tell)
    done, following = rest(scene)
    scene.edition = edition.fresh()
    if not done and open_next(scene):
        return f"{'、'.join(one.person.name for one in scene.office)}两人办理，{entered(scene.edition)}"
    return f"{'；'.join(done) or '这一刻没有可以代办的'}。{what_next(scene, following)}"


def entered(edition: Edition) -> str:
    """Return where an edition has come to, and who acts there."""
    row, label = row_of(edition), Step(edition.step).label
    if row is None:
        return f"本届{label}，可以去看获奖名册。"
    return f"进入“{label}”。{invited(STAGES[row.step][0])}"


def invited(stage: Stage) -> str:
    """Return whose turn it is in a sentence."""
    return f"接着轮到{stage.who}：{stage.what}。可以进入其中一人办一件，其余的再按“其余照办”。"


def what_next(scene: Scene, following: Stage | None = None) -> str:
    """Return what to do next in a sentence: begin the next stage, open the next step, move the clock, or what is missing."""
    found = gate(scene.edition, scene.at)
    if not found:
        return f"条件都已满足，请评选办两人{ADVANCE[Step(scene.edition.step)].label}，或者再按一次“其余照办”。"
    shut = [one for one in found if not one.wait]
    if following and not following.timed:
        return invited(following)
    coming = deadlines(scene.at, CalendarYear.objects.workdays())
    if coming:
        label, hour = coming[0]
        return f"接着请把时钟拨到“{label}”（{moment_in_words(hour)}）。"
    return f"还差：{(shut or found)[0].sentence}"


def play_to(step: Step, edition: Edition, *, seed: int = SEED) -> Edition:
    """Play from where an edition stands until it stands in a step, moving the demonstration's clock as far as that takes.

    RuleRefused, with what stands against it, where the play cannot go on.
    """
    scene = Scene(edition, clock.now().replace(microsecond=0), seed=seed, live=False, pace=pace())
    for _ in range(MOST_TURNS):
        if scene.edition.step >= step:
            break
        scene.pause(hours=1)
        rest(scene)
        scene.edition = scene.edition.fresh()
        if not open_next(scene):
            pass_time(scene)
    else:
        raise RuleRefused(gate(scene.edition, scene.at))
    set_clock(scene.at)
    return scene.edition


def pace() -> float:
    """Return how fast people act, so that many are done in the same days as the cast."""
    return min(1, len(ENTRANTS) / (Unit.objects.filter(kind=UnitKind.APPLICANT).count() or 1))


def pass_time(scene: Scene) -> None:
    """Go on to the next hour at which something is due, and do what is due then."""
    coming = deadlines(scene.at, CalendarYear.objects.workdays())
    if not coming:
        raise RuleRefused(gate(scene.edition, scene.at))
    scene.at = coming[0][1]
    set_clock(scene.at)
    publish_due(scene.at)
    seal_daily(clock.now())


def set_clock(at: datetime) -> None:
    """Move the clock to a moment, unless it is there already."""
    if at > clock.now():
        clock.advance(at)
