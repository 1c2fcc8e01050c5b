"""The crowd in step 3, in bulk: three hands of each body, departments' answers, conditions, decisions of two, letters sent."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.actors import Actor
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from applications.moves import ACCEPT, RECOMMEND
from applications.qualification.conditions import CODES
from applications.qualification.decisions import accepted
from applications.qualification.departments import Question, ask
from applications.qualification.models import AnswerKind, CheckVerdict, ConditionCheck, DepartmentAnswer, DepartmentQuery
from applications.recommendations.checklist import CHECKLIST, OK
from applications.recommendations.models import Check, Examination, Signature, Way
from applications.snapshots.models import Snapshot
from core.canonical import digest
from core.clock import shanghai
from core.ledger.many import Act, record_many
from core.ledger.services import lock, ref
from jinzhong_award.demonstration.many import AT_ONCE, batches, moved
from jinzhong_award.demonstration.qualifying import BASIS, DEPARTMENTS, QUESTION, TERM
from jinzhong_award.demonstration.recommending import GOOD
from jinzhong_award.demonstration.scene import Scene, signed
from procedure.letters.models import Delivery, Letter, LetterKind, LetterRelease, Method
from procedure.proposals.models import Proposal

LINES = [{"key": line.key, "label": line.label, "result": OK, "note": ""} for line in CHECKLIST]


def qualify_crowd(scene: Scene, crowd) -> int:
    """Bring what the crowd submitted to its acceptance; return how many."""
    keys = list(crowd.filter(status=Status.SUBMITTED).order_by("applicant__unit__name").values_list("pk", flat=True))
    hands: dict = {}
    for some in scene.each("成批推荐", list(batches(keys, AT_ONCE))):
        recommend(scene, some, hands)
    queries = ask_about(scene, crowd.filter(status=Status.RECOMMENDED))
    keys = list(crowd.filter(status=Status.RECOMMENDED).order_by("applicant__unit__name").values_list("pk", flat=True))
    for some in scene.each("成批审查、受理", list(batches(keys, AT_ONCE))):
        decide(scene, some, queries)
    return len(keys)


def loaded(keys: Sequence) -> list[tuple[Application, Snapshot]]:
    """Return applications with their one version, without its content."""
    newest = {row.application_id: row for row in Snapshot.objects.filter(application__in=keys).defer("content")}
    found = Application.objects.filter(pk__in=keys).whole().annotate(last=Max("changes__pk")).order_by("applicant__unit__name")
    return [(one, newest[one.pk]) for one in found]


@transaction.atomic
def recommend(scene: Scene, keys: Sequence, hands: dict) -> None:
    """Three hands of its body on each."""
    head, acts = lock(scene.edition.chain), []
    for application, snapshot in loaded(keys):
        if application.body_id not in hands:
            hands[application.body_id] = [scene.one(role, application.body) for role in (Role.EXAMINER, Role.CHECKER, Role.SIGNER)]
        acts += _recommended(application, snapshot, hands[application.body_id], scene.at)
    record_many(head, acts)


def _recommended(application: Application, snapshot: Snapshot, hands: Sequence[Actor], at: datetime) -> Iterator[Act]:
    examiner, checker, signer = hands
    about, signature = ref(application), signed(snapshot.fingerprint)
    examination = Examination(
        snapshot=snapshot, checklist=LINES, recommend=True, opinion=GOOD, by=examiner.person, grant=examiner.grant, at=at
    )
    yield Act(at, examiner, "examine", about, row=examination)
    check = Check(examination=examination, agrees=True, note="", by=checker.person, grant=checker.grant, at=at)
    yield Act(at, checker, "check", about, row=check)
    row = Signature(
        snapshot=snapshot, checked=check, recommend=True, opinion=GOOD, way=Way.SYSTEM, signature=signature, by=signer.person,
        grant=signer.grant, at=at,
    )  # fmt: skip
    yield Act(at, signer, "sign", about, row=row)
    content = {"snapshot": str(snapshot.pk), "fingerprint": snapshot.fingerprint, "way": Way.SYSTEM.value}
    yield moved(application, RECOMMEND, Status.SUBMITTED, signer, at, content, signature=signature)


def ask_about(scene: Scene, found) -> list[DepartmentQuery]:
    """Ask every department about all of them in one letter each."""
    today, applications = shanghai(scene.at), list(found)
    letters = [Question(name, QUESTION, sent_on=today, due_on=today + TERM, number="演示函〔2026〕2号") for name in DEPARTMENTS]
    asked = [ask(scene.edition, one, applications=applications, by=scene.office[0], at=scene.at) for one in letters if applications]
    return sorted(asked, key=lambda query: query.pk)


@transaction.atomic
def decide(scene: Scene, keys: Sequence, queries: Sequence[DepartmentQuery]) -> None:
    """Answers, conditions, the decision of two and its letter on each."""
    head, acts = lock(scene.edition.chain), []
    for application, snapshot in loaded(keys):
        acts += _accepted(scene, application, snapshot, queries)
    record_many(head, acts)


def _accepted(scene: Scene, application: Application, snapshot: Snapshot, queries: Sequence[DepartmentQuery]) -> Iterator[Act]:
    (first, second), at, about = scene.office, scene.at, ref(application)
    answers = [
        DepartmentAnswer(
            query=query, application=application, answer=AnswerKind.NONE, answered_on=shanghai(at), document="演示复函",
            by=first.person, at=at,
        )
        for query in queries
    ]  # fmt: skip
    checks = [
        ConditionCheck(snapshot=snapshot, condition=code, verdict=CheckVerdict.PASS, basis=BASIS, by=first.person, at=at)
        for code in CODES[application.category]
    ]
    yield from (Act(at, first, "department.answer", about, row=row) for row in answers)
    yield from (Act(at, first, "check-condition", about, row=row) for row in checks)
    content = {
        "snapshot": snapshot.fingerprint,
        "checks": sorted([row.condition, "", row.verdict, row.digest()] for row in checks),
        "answers": [[str(row.query_id), row.digest(), False] for row in answers],
    }
    said = digest([ACCEPT.name, about, Status.RECOMMENDED.value, application.last, "", content])
    proposal = Proposal(
        edition=scene.edition, move=ACCEPT.name, subject=str(application.pk), after=application.last, content=content,
        subject_digest=said, by=first.person, grant=first.grant, at=at,
    )  # fmt: skip
    yield Act(at, first, f"propose:{ACCEPT.name}", payload={"subject": about, "signature": signed(said)}, row=proposal)
    yield moved(application, ACCEPT, Status.RECOMMENDED, second, at, content, signature=signed(said), proposal=str(proposal.pk))
    yield from _told(scene, application, second)


def _told(scene: Scene, application: Application, by: Actor) -> Iterator[Act]:
    """The letter, its release and its place on the site."""
    at, (title, text) = scene.at, accepted(application)
    letter = Letter(
        edition=scene.edition, kind=LetterKind.ACCEPTED, recipient=application.applicant.unit, act=f"{scene.edition.chain}:{ACCEPT.name}",
        subject_ref=ref(application), title=title, text=text, article=ACCEPT.article, by=by.person, at=at,
    )  # fmt: skip
    yield Act(at, by, "letter.write", row=letter)
    yield Act(at, by, "letter.release", row=LetterRelease(letter=letter, by=by.person, at=at))
    proof = "在系统的“送达文书”中发布，收件人登录后可以看到。"
    sent = Delivery(letter=letter, method=Method.SITE, delivered_on=shanghai(at), proof=proof, by=by.person, at=at)
    yield Act(at, by, "letter.deliver.site", ref(letter), row=sent)
