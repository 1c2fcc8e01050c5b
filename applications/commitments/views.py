"""Signing the commitment."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.access import page
from accounts.grants.models import Role
from accounts.signing.forms import SigningForm
from applications.cases.access import own
from applications.commitments import services
from applications.evidence.kinds import COMMITMENT
from applications.evidence.services import standing
from applications.snapshots.content import commitment_of, content_of
from core.canonical import digest
from core.rules import RuleRefused


@page(Role.APPLICANT, article="18(2)")
def commitment(request, pk):
    """Whoever stands for the applicant vouches for the content as it stands."""
    application = own(request, pk)
    content = content_of(application)
    blockers = services.commit_blockers(application, request.actor, at=request.at)
    if request.method == "POST" and blockers:
        raise RuleRefused(blockers)
    version = f"{application.applicant.unit.name}的申报内容，{len(content['parts'])}个部分、{len(content['files'])}个文件"
    signing = {"request": request, "version": version, "fingerprint": digest(content), "act": "签署承诺声明"}
    form = None if blockers else SigningForm(request.POST or None, **signing)
    if form and form.is_valid():
        services.commit(application, by=request.actor, at=request.at, signature=form.signature())
        messages.success(request, "承诺声明已经签署。以后再改内容，要重新签署。")
        return redirect("applications:application", application.pk)
    context = {
        "application": application,
        "words": services.WORDS,
        "signed": commitment_of(application, content),
        "scans": standing(application).filter(kind=COMMITMENT),
        "blockers": blockers,
        "form": form,
    }
    return render(request, "applications/commitment.html", context, status=422 if form and form.is_bound else 200)
