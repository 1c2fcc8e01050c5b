"""Step 9 from its first moment: the award notice stood, its medium is on record; the request, the answer and the rest by one call each."""

from datetime import datetime

from awards.approvals import services as approvals
from awards.approvals.models import Answer
from awards.register import services as register
from awards.requests import services as requests
from core.clock import shanghai
from procedure.editions.models import Step
from publicity.notices import services as notices
from publicity.notices.appearance import record_appearance
from publicity.notices.models import NoticeKind, NoticePublication
from publicity.notices.services import Draft
from publicity.notices.words import suggested
from tests.factories import AT, at_step
from tests.publicity.deliberating import Deliberating
from tests.publicity.world import know_years, moment

OUT = moment("2026-03-03")
STOOD = moment("2026-03-11", 9)
LATER = moment("2026-03-12", 9)


class Approving(Deliberating):
    """`stood` brings an edition to step 9."""

    def __init__(self, *, demo=True):
        know_years(AT)
        super().__init__(demo=demo)

    def notice(self, *, at=OUT, kind=NoticeKind.AWARD) -> NoticePublication:
        draft = Draft(**(suggested(self.edition, kind) | {"kind": kind, "publish_at": at}))
        notices.confirm(notices.compose(self.edition, draft, by=self.first, at=at), by=self.second, at=at)
        publication = NoticePublication.objects.newest_first().first()
        record_appearance(publication, outlet="演示日报", appeared_on=shanghai(at), where="", by=self.first, at=at)
        return publication

    def stood(self, *grades, authority=""):
        """So many candidates, each proposed in the grade of the list, noticed, the period over, step 9 open, conditions read."""
        found = self.candidates(*grades)
        self.meet(dict(zip(found, grades, strict=True)), authority=authority)
        self.read_again(at=OUT)
        self.notice()
        self.edition = at_step(self.edition, Step.APPROVAL, at=STOOD)
        self.read_again(at=STOOD)
        return [one.fresh() for one in found]

    def request(self, *, at: datetime = STOOD, number="演示请〔2026〕1号"):
        title, text = requests.suggested(self.edition)
        request = requests.write(self.edition, title=title, text=text, by=self.secretary, at=at)
        requests.propose_issue(request, requests.Issued(number, shanghai(at)), by=self.secretary, at=at)
        requests.confirm_issue(request, by=self.members[0], at=at)
        return request

    def answer(self, request, answer=Answer.APPROVED, *, at: datetime = STOOD, approved=(), note="按会议意见办理。"):
        words = approvals.Answered(
            answer.value, shanghai(at), document_number="演示批〔2026〕1号", approved=[str(one.pk) for one in approved], note=note
        )
        approvals.propose(request, words, by=self.first, at=at)
        return approvals.confirm(request, by=self.second, at=at)

    def commend(self, approval, *, at: datetime = LATER):
        words = approvals.Commended("关于表彰第三届晋中市质量奖获奖组织和个人的通报（演示）", "演示发〔2026〕1号", shanghai(at))
        approvals.propose_commendation(approval, words, by=self.first, at=at)
        return approvals.confirm_commendation(approval, by=self.second, at=at)

    def register(self, *, at: datetime = LATER):
        register.propose(self.edition, by=self.first, at=at)
        return register.confirm(self.edition, by=self.second, at=at)
