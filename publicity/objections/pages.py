"""The public's pages: object inside the period, keep the receipt, look later how it stands. None needs a script.

Tries are counted by address and mailbox; a script that solves a challenge (proof.py) widens the limits.
"""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.access import PUBLIC, page
from accounts.mailbox.proving import MINUTES
from accounts.security import throttle
from accounts.security.log import address
from accounts.security.refusal import too_many
from core.files.forms import status_of
from core.rules import RuleRefused
from procedure.calendar.services import workdays
from publicity.notices.models import NoticePublication
from publicity.notices.period import period_of
from publicity.objections import contact, proof, services
from publicity.objections.forms import EmailForm, ObjectionForm, StatusForm
from publicity.objections.identity import ARTICLE, code_fits
from publicity.objections.models import Objection


@require_safe
@never_cache
@page(PUBLIC, article="13(6)")
def challenge(request):
    """Work for the script of the form: at an address of its own, so that pages stay the same for everybody."""
    return JsonResponse(proof.challenge())


@sensitive_post_parameters()
@never_cache
@page(PUBLIC, article="13(6)")
def object_to(request, number: str):
    """Object to a row of a notice: first the address, then everything with the code."""
    publication = get_object_or_404(NoticePublication.objects.whole().numbered(number))
    if sentence := services.against_filing(publication, request.at):
        raise RuleRefused(sentence, article=ARTICLE)
    try:
        if request.method == "POST" and "word" in request.POST:
            return _file(request, publication)
        if request.method == "POST":
            return _send(request, publication)
    except throttle.TooMany as many:
        return too_many(request, many.minutes)
    return _page(request, publication, {"email_form": EmailForm()})


def _send(request, publication):
    """The first step is done: the code is on its way, the second form is shown."""
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _page(request, publication, {"email_form": form}, status=422)
    email, solved = form.cleaned_data["email"], bool(form.cleaned_data["altcha"])
    word, code = contact.send_code(email, address=address(request), solved=solved, at=request.at)
    form = ObjectionForm(initial={"word": word}, publication=publication)
    return _page(request, publication, {"form": form, "email": email, "demo_code": code})


def _file(request, publication):
    throttle.take(contact.FILING[bool(request.POST.get("altcha"))], address(request))
    form = ObjectionForm(request.POST, request.FILES, publication=publication)
    if not form.is_valid():
        return _page(request, publication, {"form": form, "email": form.email, "chosen": bool(request.FILES)}, status=status_of(form))
    objection, code = services.file_objection(
        publication, form.statement(), files=form.cleaned_data["files"], origin=request.build_absolute_uri("/")[:-1], at=request.at
    )
    context = {
        "objection": objection,
        "number": services.number_of(objection),
        "code": code,
        "files": objection.files.count(),
        "url": reverse("publicity:objection", args=[objection.pk]),
    }
    return render(request, "publicity/object_receipt.html", context)


def _page(request, publication, context: dict, status: int = 200):
    period = period_of(publication, workdays())
    shared = {
        "publication": publication,
        "notice": publication.notice,
        "period": period,
        "minutes": MINUTES,
        "proof": proof.MINUTES,
    }
    return render(request, "publicity/object.html", shared | context, status=status)


@sensitive_post_parameters()
@never_cache
@page(PUBLIC, article="13(6)")
def objection(request, pk):
    """How one's own objection stands, for whoever has its code. Without the code the page tells nothing, not even that it exists."""
    form = StatusForm(request.POST or None)
    if not form.is_valid():
        return render(request, "publicity/objection.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        place = throttle.take(contact.READING, f"{pk}@{address(request)}")
    except throttle.TooMany as many:
        return too_many(request, many.minutes)
    found = Objection.objects.filter(pk=pk).select_related("publication__notice__edition", "event").first()
    if found is None or not code_fits(found, form.cleaned_data["code"]):
        place.spend()
        form.add_error("code", "查询码不对。")
        return render(request, "publicity/objection.html", {"form": form}, status=422)
    place.give_back()
    return render(request, "publicity/objection.html", _status(found))


def _status(found: Objection) -> dict:
    """What an objector is told: received, being looked into, decided; the outcome once the office has let it out."""
    decision = found.decisions.filter(confirmation__isnull=False).select_related("confirmation").first()
    decision = decision if decision and services.told(decision) else None
    return {"objection": found, "number": services.number_of(found), "files": found.files.count(), "decision": decision}
