"""The office's page of certificates (article 19): a specimen for each award, and the number once its issuer gave one."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from applications.cases.models import Application, Status
from awards import papers
from awards.forms import NumberForm
from awards.register.models import Certificate, Register
from awards.register.services import enter_number
from awards.winners import year_of
from core.papers.pdf import render_pdf
from procedure.editions.models import Edition


@page(Role.OFFICE, article="19")
def certificates(request, pk):
    """Every award of an edition; POST enters the number of one."""
    edition = get_object_or_404(Edition, pk=pk)
    awarded = Application.objects.visible_to(request.actor).filter(edition=edition, status=Status.AWARDED).whole()
    form = NumberForm(request.POST or None)
    if form.is_valid():
        application = get_object_or_404(awarded, pk=form.cleaned_data["application"])
        enter_number(application, number=form.cleaned_data["number"].strip(), by=request.actor, at=request.at)
        messages.success(request, f"{application.applicant}的证书编号已经登记。")
        return redirect("awards:certificates", edition.pk)
    numbers = dict(Certificate.objects.filter(application__edition=edition).values_list("application", "number"))
    rows = [{"application": one, "number": numbers.get(one.pk, "")} for one in awarded.order_by("grade", "-category", "pk")]
    context = {"edition": edition, "rows": rows, "form": form}
    return render(request, "awards/certificates.html", context, status=422 if form.is_bound else 200)


@page(Role.OFFICE, article="19")
@require_safe
def certificate(request, pk):
    """The specimen of one certificate as PDF."""
    found = Application.objects.visible_to(request.actor).filter(status=Status.AWARDED).whole()
    application = get_object_or_404(found, pk=pk)
    register = get_object_or_404(Register.objects.public(), edition=application.edition)
    name = next(row["name"] for row in register.rows if row["application"] == str(application.pk))
    paper = papers.certificate_paper(application, name=name, year=year_of(register))
    content = BytesIO(render_pdf(paper))
    return FileResponse(content, filename=f"{name}证书（样张）.pdf", as_attachment=True, content_type="application/pdf")
