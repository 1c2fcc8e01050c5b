"""The pages of step 9 in the house: the board of the step, the request, the answer, the commendation, the register, judgments."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from awards import guards, papers
from awards.approvals import services as approvals
from awards.approvals.models import Approval, Commendation
from awards.forms import AnswerForm, CommendationForm, IssueForm, JudgmentForm, RegisterForm, RequestForm
from awards.judgments import services as judgments
from awards.judgments.models import Judgment
from awards.register import services as register
from awards.register.models import Register
from awards.requests import services as requests
from awards.requests.models import Request, RequestIssue
from core.files.serving import serve
from core.papers.content import Paper
from core.papers.pdf import render_pdf
from core.rules import RuleRefused
from procedure.acts.pages import ActPage
from procedure.editions.models import READERS, Edition, Step
from procedure.supervision.models import watched

ARTICLE = "18(9)"
DECIDERS = (Role.SECRETARY, Role.LEADING_GROUP)


class RoomPage(ActPage):
    """A page of two hands whose room says more of what stands against it than its act does."""

    def _blockers(self, request, second):
        found = self.context["ask"](request.actor, request.at)
        return found or (self.act.second_blockers(self.edition, self.subject, request.actor, at=request.at) if second else [])


@page(*READERS, article=ARTICLE)
@require_safe
def approval_board(request, pk):
    """Where step 9 stands: request, answer, commendation, register; each with the door for whoever may act."""
    edition = get_object_or_404(watched(Edition.objects.all(), request.actor, request.at, "pk"), pk=pk)
    newest, answer = Request.objects.newest(edition), Approval.objects.newest(edition)
    commendation = Commendation.objects.filter(approval=answer).first() if answer else None
    gate = [_condition(guard, edition, request.at) for guard in (*requests.BEFORE, guards.answered, guards.awards_registered)]
    context = {
        "edition": edition,
        "gate": gate if edition.step == Step.APPROVAL else [],
        "newest": newest,
        "issue": getattr(newest, "issue", None) if newest else None,
        "answer": answer,
        "commendation": commendation,
        "register": Register.objects.filter(edition=edition).first(),
        "rows": newest.rows if newest else requests.rows_of(edition),
        "secretary": request.actor.is_(Role.SECRETARY),
        "decides": request.actor.is_(*DECIDERS),
        "office": request.actor.is_(Role.OFFICE),
        "write_blockers": requests.write_blockers(edition, request.actor, at=request.at),
    }
    return render(request, "awards/board.html", context)


@page(Role.SECRETARY, article="12(4)")
def request_write(request, pk):
    """Write a version of the request."""
    edition = get_object_or_404(Edition, pk=pk)
    if why := requests.write_blockers(edition, request.actor, at=request.at):
        raise RuleRefused(why)
    newest = Request.objects.newest(edition)
    title, text = (newest.title, newest.text) if newest else requests.suggested(edition)
    form = RequestForm(request.POST or None, initial={"title": title, "text": text})
    if form.is_valid():
        row = requests.write(edition, **form.cleaned_data, by=request.actor, at=request.at)
        messages.success(request, f"请示第{row.number}版已经存好。领导小组印发以后，登记文号。")
        return redirect("awards:approval", edition.pk)
    context = {"edition": edition, "form": form, "rows": requests.rows_of(edition)}
    return render(request, "awards/request_write.html", context, status=422 if form.is_bound else 200)


@page(*READERS, article="12(4)")
@require_safe
def request_draft(request, pk):
    """A version of the request on paper, marked as a draft."""
    row = get_object_or_404(watched(Request.objects.select_related("edition"), request.actor, request.at), pk=pk)
    return _pdf(papers.request_paper(row), f"{row.title}（代拟稿）")


@page(*DECIDERS, article="12(4)")
def request_issue(request, pk):
    """Record that the leading group issued the request, in two hands."""
    row = get_object_or_404(Request.objects.select_related("edition"), pk=pk)
    form = IssueForm(*_posted(request), demo=row.edition.demo)
    return RoomPage(
        act=requests.ISSUE,
        edition=row.edition,
        subject=row,
        form=form,
        propose=lambda form: requests.propose_issue(row, form.issued(), scan=form.scan(), by=request.actor, at=request.at),
        confirm=lambda proposal, signature: requests.confirm_issue(row, by=request.actor, at=request.at, signature=signature),
        version=f"{row.title}（第{row.number}版）",
        template="awards/act.html",
        then=_board(row.edition),
        done="请示已经登记印发。",
        context=_page("登记请示印发", "请示由领导小组印发。照印发的纸质文件登记文号、日期和扫描件。", row.rows)
        | {"ask": lambda actor, at: requests.issue_blockers(row, actor, at=at), "with_number": "文号"},
    ).answer(request)


@page(Role.OFFICE, article=ARTICLE)
def answer(request, pk):
    """Record the city government's answer, in two hands."""
    row = get_object_or_404(Request.objects.select_related("edition", "issue"), pk=pk)
    form = AnswerForm(*_posted(request), request=row)
    return RoomPage(
        act=approvals.RECORD,
        edition=row.edition,
        subject=row,
        form=form,
        propose=lambda form: approvals.propose(row, form.answered(), scan=form.scan(), by=request.actor, at=request.at),
        confirm=lambda proposal, signature: approvals.confirm(row, by=request.actor, at=request.at, signature=signature),
        version=f"市政府对《{row.title}》的答复",
        template="awards/act.html",
        then=_board(row.edition),
        done="市政府的答复已经登记。",
        context=_page("登记市政府答复", "照答复的原件登记：批准、部分批准、不予批准，或者退回。", row.rows)
        | {"ask": lambda actor, at: approvals.blockers(row, actor, at=at)},
    ).answer(request)


@page(Role.OFFICE, article=ARTICLE)
def commendation(request, pk):
    """Record the commendation that the government issued, in two hands."""
    row = get_object_or_404(Approval.objects.select_related("request__edition"), pk=pk)
    edition = row.request.edition
    title = papers.commendation_paper(row).title
    form = CommendationForm(*_posted(request), demo=edition.demo, initial={"title": title})
    return RoomPage(
        act=approvals.COMMEND,
        edition=edition,
        subject=row,
        form=form,
        propose=lambda form: approvals.propose_commendation(row, form.commended(), scan=form.scan(), by=request.actor, at=request.at),
        confirm=lambda proposal, signature: approvals.confirm_commendation(row, by=request.actor, at=request.at, signature=signature),
        version=f"{edition}的表彰通报",
        template="awards/act.html",
        then=_board(edition),
        done="表彰通报已经登记，接着登记授奖。",
        context=_page("登记表彰通报", "通报由市政府印发。照印发的文件登记标题、文号、日期和扫描件。", approvals.approved_rows(row))
        | {"ask": lambda actor, at: approvals.commendation_blockers(row, actor, at=at)},
    ).answer(request)


@page(*READERS, article=ARTICLE)
@require_safe
def commendation_draft(request, pk):
    """The commendation on paper, marked as a draft."""
    found = watched(Approval.objects.select_related("request__edition"), request.actor, request.at, "request__edition")
    row = get_object_or_404(found, pk=pk)
    paper = papers.commendation_paper(row)
    return _pdf(paper, f"{paper.title}（代拟稿）")


@page(Role.OFFICE, article=ARTICLE)
def register_awards(request, pk):
    """Register the awards, all in one act of two."""
    edition = get_object_or_404(Edition, pk=pk)
    rows = register.rows_of(edition)
    lead = "名单就是市政府批准的名单，不能改。登记以后，“历届获奖”马上公开，其余拟授奖的登记为未获授奖。"
    return RoomPage(
        act=register.REGISTER,
        edition=edition,
        subject=edition,
        form=RegisterForm(request.POST if request.method == "POST" else None),
        propose=lambda form: register.propose(edition, by=request.actor, at=request.at),
        confirm=lambda proposal, signature: register.confirm(edition, by=request.actor, at=request.at, signature=signature),
        version=f"{edition}的获奖名单，{len(rows)}个",
        template="awards/act.html",
        then=_board(edition),
        done="授奖已经登记，历届获奖已经公开。给申报者的文书等评选办在“送达”里发出。",
        context=_page("登记授奖", lead, rows)
        | {"ask": lambda actor, at: register.blockers(edition, actor, at=at), "nobody": "本届质量奖和提名奖全部空缺。"},
    ).answer(request)


@page(Role.OFFICE, article="13(6)")
@require_safe
def judgments_board(request, pk):
    """The documents on record that set a decision of the edition aside, and every application that one could restore."""
    edition = get_object_or_404(Edition, pk=pk)
    found = Application.objects.visible_to(request.actor).filter(edition=edition).whole()
    rows = (
        Judgment.objects.filter(application__in=found).select_related("application__applicant__unit", "decision__by").order_by("-event_id")
    )
    names = {move.name: Status(move.target).label for move in judgments.MOVES.values()}
    context = {
        "edition": edition,
        "rows": [{"row": row, "to": names[row.move]} for row in rows],
        "restorable": found.filter(status__in=judgments.SOURCES).order_by("applicant__unit__name", "pk"),
    }
    return render(request, "awards/judgments.html", context)


@page(Role.OFFICE, article="13(6)")
def judgment(request, pk):
    """Restore a state on a judgment or 复议决定, in two hands."""
    application = get_object_or_404(Application.objects.visible_to(request.actor).whole(), pk=pk)
    form = JudgmentForm(*_posted(request), moves=judgments.moves_of(application, request.at), demo=application.edition.demo)
    lead = f"{application.applicant}现在“{application.get_status_display()}”。原来的决定和记录都保留。"
    return RoomPage(
        act=judgments.JUDGE,
        edition=application.edition,
        subject=application,
        form=form,
        propose=lambda form: judgments.propose(application, form.judged(), scan=form.scan(), by=request.actor, at=request.at),
        confirm=lambda proposal, signature: judgments.confirm(application, by=request.actor, at=request.at, signature=signature),
        version=f"{application.applicant}：依复议决定或者判决恢复",
        template="awards/act.html",
        then=reverse("awards:judgments", args=[application.edition_id]),
        done=f"{application.applicant}已经恢复。告知的文书等评选办在“送达”里发出。",
        context=_page("依复议决定或者判决恢复", lead, [])
        | {"ask": lambda actor, at: judgments.blockers(application, actor, at=at), "article_": "13(6)", "of_judgments": True},
    ).answer(request)


# Which rows have a scan, and the way from them to their edition.
SCANS = {
    "request": (RequestIssue.objects.select_related("scan"), "request__edition"),
    "answer": (Approval.objects.select_related("scan"), "request__edition"),
    "commendation": (Commendation.objects.select_related("scan"), "approval__request__edition"),
}


@page(*READERS, article=ARTICLE)
@require_safe
def scan(request, of, pk):
    """The scan of an issued request (by the request's key), of an answer, of a commendation."""
    if of not in SCANS:
        raise Http404
    rows, edition = SCANS[of]
    found = watched(rows, request.actor, request.at, edition)
    row = get_object_or_404(found.exclude(scan=None), **{"request": pk} if of == "request" else {"pk": pk})
    return serve(row.scan, asked=request.headers.get("Range", ""))


def _board(edition: Edition) -> str:
    return reverse("awards:approval", args=[edition.pk])


def _posted(request):
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _page(title: str, lead: str, rows: list[dict]) -> dict:
    return {"title": title, "lead": lead, "rows": rows, "article_": ARTICLE, "prepared": "awards/_prepared.html"}


def _pdf(paper: Paper, name: str) -> FileResponse:
    content = BytesIO(render_pdf(paper))
    return FileResponse(content, filename=f"{name}.pdf", as_attachment=True, content_type="application/pdf")


def _condition(guard, edition, at) -> dict:
    blocker = guard.blocker(edition, at)
    state = "ok" if not blocker else "wait" if blocker.wait else "shut"
    return {"state": state, "label": guard.label, "sentence": blocker.sentence if blocker else "", "article": guard.article}
