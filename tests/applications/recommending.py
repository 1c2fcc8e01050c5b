"""An edition in step 3, the three hands of a body, and an application on its way through them."""

from datetime import timedelta

from accounts.actors import SYSTEM
from accounts.grants.models import Role
from applications.corrections.services import Item
from applications.recommendations import services
from applications.recommendations.checklist import CHECKLIST, OK
from applications.recommendations.standing import standing_of
from procedure.calendar.services import Paper, enter_year
from procedure.calendar.workdays import YearRules
from procedure.editions.models import Step
from procedure.parameters.catalogue import CORRECTION_WORKDAYS
from procedure.parameters.services import set_parameter
from tests.applications.world import CLOSES, a_body, a_company, a_draft, an_edition, make_ready, send
from tests.factories import AT, at_step, make_actor

UNTIL = CLOSES + timedelta(days=20)  # the first moment too late for a body
THEN = CLOSES + timedelta(days=1, hours=9)  # a morning in step 3
OPINION = "材料齐全、真实、规范，同意推荐。"
GOOD = [{"key": line.key, "label": line.label, "result": OK, "note": ""} for line in CHECKLIST]
ITEM = Item("indicators", "profit", "利润总额", "多写了一位，请核对。")


class Body:
    """A recommending body with one person in each hand."""

    def __init__(self, name="榆次区人民政府"):
        self.unit = a_body(name)
        self.examiner = make_actor(Role.EXAMINER, self.unit)
        self.checker = make_actor(Role.CHECKER, self.unit)
        self.signer = make_actor(Role.SIGNER, self.unit)


def submitted(body, *, edition=None, by=None, step=Step.QUALIFICATION, term=5):
    """An application in its first version, in step 3, and who stands for its applicant."""
    by = by or a_company()
    if edition is None:
        edition = an_edition()
        enter_year(2026, rules=YearRules(), paper=Paper("放假安排"), by=SYSTEM, at=AT)
        set_parameter(edition, name=CORRECTION_WORKDAYS.name, value=term, basis="演示", reason="演示", by=SYSTEM, at=AT)
    application = make_ready(a_draft(edition, by, body=body.unit), by)
    send(application, by)
    at_step(edition, step)
    return fresh(application), by


def fresh(application):
    return type(application).objects.whole().get(pk=application.pk)


def examine(application, body, *, by=None, at=THEN, recommend=True, opinion=OPINION, checklist=GOOD):
    seen = str(standing_of(fresh(application), at).snapshot.pk)
    return services.examine(
        application, seen=seen, checklist=checklist, recommend=recommend, opinion=opinion, by=by or body.examiner, at=at
    )


def check(application, body, *, by=None, at=THEN, agrees=True, note=""):
    seen = str(standing_of(fresh(application), at).examination.pk)
    return services.check(application, seen=seen, agrees=agrees, note=note, by=by or body.checker, at=at)


def checked(application, body, *, at=THEN, recommend=True):
    """Examined and checked: only the signature is missing."""
    examine(application, body, at=at, recommend=recommend)
    return check(application, body, at=at)


def signing(application, at=THEN):
    """What the signing form returns over the newest version."""
    return {"method": "password+totp", "digest": standing_of(fresh(application), at).snapshot.fingerprint}


def sign(application, body, *, by=None, at=THEN, recommend=True, opinion=""):
    standing = standing_of(fresh(application), at)
    seen = str(standing.check.pk) if standing.check else ""
    return services.sign(
        application, seen=seen, recommend=recommend, opinion=opinion, by=by or body.signer, at=at, signature=signing(application, at)
    )


def recommended(application, body, *, at=THEN):
    checked(application, body, at=at)
    sign(application, body, at=at)
    return fresh(application)
