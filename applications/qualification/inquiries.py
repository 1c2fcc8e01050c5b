"""The office's pages of departments' opinions: the letters, a new one, what was answered, what is overdue."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import page
from accounts.grants.models import Role
from applications.qualification import departments as services
from applications.qualification.forms import AnswerForm, OverdueForm, QueryForm
from applications.qualification.models import DepartmentAnswer, DepartmentQuery
from core.clock import shanghai
from core.rules import RuleRefused
from procedure.editions.models import Edition


@page(Role.OFFICE, article="18(3)")
def inquiries(request, pk):
    """Every letter of an edition, how many of its answers are in; recording another."""
    edition = get_object_or_404(Edition, pk=pk)
    form = QueryForm(request.POST or None, edition=edition)
    if form.is_valid():
        query = services.ask(edition, form.asked(), applications=form.cleaned_data["applications"], by=request.actor, at=request.at)
        messages.success(request, f"已经登记发给{query.department}的函。")
        return redirect("applications:inquiries", edition.pk)
    queries = DepartmentQuery.objects.filter(edition=edition).select_related("by", "overdue__by").order_by("-sent_on", "-event_id")
    missing = services.unanswered_of(edition, queries)
    context = {
        "edition": edition,
        "form": form,
        "rows": [
            {
                "query": query,
                "missing": len(missing[query.pk]),
                "asked": len(query.applications),
                "late": shanghai(request.at) > query.due_on,
            }
            for query in queries
        ],
    }
    return render(request, "applications/qualification_inquiries.html", context, status=422 if form.is_bound else 200)


@page(Role.OFFICE, article="18(3)")
def inquiry(request, pk):
    """One letter with its answers; another answer is recorded here."""
    query = get_object_or_404(DepartmentQuery.objects.select_related("edition", "overdue__by", "by"), pk=pk)
    waiting = services.unanswered(query)
    form = AnswerForm(request.POST or None, request.FILES or None, query=query, open_keys=waiting)
    if form.is_valid():
        rows = services.answer(
            query,
            form.reply(),
            applications=list(form.cleaned_data["applications"]),
            scan=form.cleaned_data["scan"],
            by=request.actor,
            at=request.at,
        )
        messages.success(request, f"已经登记{query.department}对{len(rows)}份申报的答复。")
        return redirect("applications:inquiry", query.pk)
    answers = DepartmentAnswer.objects.filter(query=query).select_related("application__applicant__unit", "by", "scan", "replaced_by")
    context = {
        "query": query,
        "edition": query.edition,
        "form": form,
        "answers": answers.order_by("-event_id"),
        "waiting": services.askable(query.edition).filter(pk__in=waiting),
        "late": shanghai(request.at) > query.due_on,
        "overdue_form": OverdueForm(),
    }
    return render(request, "applications/qualification_inquiry.html", context, status=422 if form.is_bound else 200)


@page(Role.OFFICE, article="18(3)")
@require_POST
def inquiry_overdue(request, pk):
    """Note that the term passed."""
    query = get_object_or_404(DepartmentQuery.objects.select_related("edition"), pk=pk)
    form = OverdueForm(request.POST)
    if not form.is_valid():
        raise RuleRefused("请写明怎样催办、部门怎样答复。", article=services.ARTICLE)
    services.note_overdue(query, note=form.cleaned_data["note"], by=request.actor, at=request.at)
    messages.success(request, f"已经记下{query.department}逾期没有答复。")
    return redirect("applications:inquiry", query.pk)
