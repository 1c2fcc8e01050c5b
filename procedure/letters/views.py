"""The pages of 送达: the recipient's letters, and the office's letters to be released."""

from io import BytesIO
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import page
from accounts.grants.models import Role
from accounts.units.models import Unit
from core.papers.pdf import render_pdf
from core.rules import RuleRefused
from procedure.letters import services
from procedure.letters.forms import DeliveryForm, LetterForm, RemedyForm
from procedure.letters.models import RECIPIENT_ROLES, Delivery, Letter, LetterKind, RemedyText
from procedure.letters.papers import letter_paper

PAGE = 50


@page(*RECIPIENT_ROLES, Role.OFFICE, article="13¶1")
def letters(request):
    """What was released: a recipient's own, or, for the office, everybody's."""
    released = Letter.objects.visible_to(request.actor).released().select_related("edition", "recipient", "release")
    shown = Paginator(released, PAGE).get_page(request.GET.get("page"))
    unread = set(Letter.objects.unread().filter(pk__in=[letter.pk for letter in shown]).values_list("pk", flat=True))
    context = {
        "page": shown,
        "rows": [{"letter": letter, "unread": letter.pk in unread} for letter in shown],
        "office": request.actor.is_(Role.OFFICE),
        "unread": Letter.objects.visible_to(request.actor).unread().count(),
        "waiting": Letter.objects.waiting().count() if request.actor.is_(Role.OFFICE) else 0,
    }
    return render(request, "procedure/letters.html", context)


@page(*RECIPIENT_ROLES, Role.OFFICE, article="13¶1")
def letter(request, pk):
    """One letter. Opened by its recipient for the first time, it counts as read from then on."""
    row = _letter(request, pk)
    services.record_reading(row, by=request.actor, at=request.at)
    office = request.actor.is_(Role.OFFICE)
    context = {
        "letter": row,
        "release": getattr(row, "release", None),
        "issuer": Unit.objects.office(),
        "office": office,
        "deliveries": Delivery.objects.of_letter(row) if office else [],
    }
    return render(request, "procedure/letter.html", context)


@page(*RECIPIENT_ROLES, Role.OFFICE, article="13¶1")
def letter_pdf(request, pk):
    """The same letter to be printed; opened by its recipient, it counts as read."""
    row = _letter(request, pk)
    if not hasattr(row, "release"):
        raise RuleRefused(services.UNRELEASED, article=row.article)
    services.record_reading(row, by=request.actor, at=request.at)
    content = render_pdf(letter_paper(row, issuer=Unit.objects.office()))
    return FileResponse(BytesIO(content), filename=f"{row.title}.pdf", as_attachment=True, content_type="application/pdf")


@page(Role.OFFICE, article="13¶1")
def letter_edit(request, pk):
    """Another version of a letter that waits."""
    row = _letter(request, pk)
    if hasattr(row, "release"):
        raise RuleRefused(services.RELEASED, article=row.article)
    form = LetterForm(request.POST or None, initial={"title": row.title, "text": row.text})
    if form.is_valid():
        services.rewrite(row, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, f"给{row.recipient}的文书已经改好，发出以前还可以再改。")
        return redirect("procedure:letters_outbox")
    return render(request, "procedure/letter_edit.html", {"letter": row, "form": form}, status=422 if form.is_bound else 200)


@page(Role.OFFICE, article="13¶1")
def letter_delivery(request, pk):
    """Record by hand how a released letter arrived."""
    row = _letter(request, pk)
    if not hasattr(row, "release"):
        raise RuleRefused(services.UNRELEASED, article=row.article)
    form = DeliveryForm(request.POST or None, letter=row, at=request.at)
    if form.is_valid():
        services.deliver(row, by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, "送达已登记。")
        return redirect("procedure:letter", row.pk)
    return render(request, "procedure/letter_delivery.html", {"letter": row, "form": form}, status=422 if form.is_bound else 200)


@page(Role.OFFICE, article="13¶1")
def letters_outbox(request):
    """What waits to be released, act by act, each with its text; POST releases exactly the letters that were shown."""
    waiting = list(Letter.objects.waiting().select_related("edition", "recipient"))
    if request.method == "POST":
        return _release(request)
    remedies = {remedy.kind: remedy for remedy in RemedyText.objects.in_force()}
    acts = [_act(list(group), remedies) for _, group in groupby(waiting, key=lambda row: (row.edition_id, row.act))]
    return render(request, "procedure/letters_outbox.html", {"acts": acts, "count": len(waiting)})


@page(Role.OFFICE, article="13¶1")
def remedies(request):
    """What each kind of letter says about remedies."""
    known = {remedy.kind: remedy for remedy in RemedyText.objects.in_force()}
    rows = [{"kind": kind, "remedy": known.get(kind)} for kind in LetterKind]
    return render(request, "procedure/letter_remedies.html", {"rows": rows})


@page(Role.OFFICE, article="13¶1")
def remedy(request, kind):
    """Set the sentence of one kind."""
    if kind not in LetterKind.values:
        raise Http404
    versions = list(RemedyText.objects.filter(kind=kind).select_related("by").order_by("-event_id"))
    form = RemedyForm(request.POST or None, initial={"text": versions[0].text if versions else ""})
    if form.is_valid():
        services.set_remedy(LetterKind(kind), by=request.actor, at=request.at, **form.cleaned_data)
        messages.success(request, f"“{LetterKind(kind).label}”的救济途径已设定，此后发出的文书按它印出。")
        return redirect("procedure:letter_remedies")
    context = {"kind": LetterKind(kind), "versions": versions, "form": form}
    return render(request, "procedure/letter_remedy.html", context, status=422 if form.is_bound else 200)


def _letter(request, pk) -> Letter:
    visible = Letter.objects.visible_to(request.actor).select_related("edition", "recipient", "release__remedy", "replaces")
    return get_object_or_404(visible, pk=pk)


def _release(request):
    try:
        chosen = list(
            Letter.objects.filter(pk__in=request.POST.getlist("letter")).select_related("edition", "recipient").order_by("event_id")
        )
    except ValidationError:  # no key has this form
        raise Http404 from None
    released = services.release(chosen, by=request.actor, at=request.at)
    messages.success(request, f"{len(released)}份文书已经发出，收件人登录后可以看到；有电子邮箱的，同时发出邮件。")
    return redirect("procedure:letters_outbox")


def _act(rows: list[Letter], remedies: dict) -> dict:
    """One act as the page prints it."""
    kinds = list(dict.fromkeys(row.get_kind_display() for row in rows))
    return {
        "title": f"{rows[0].edition}：{'、'.join(kinds)}",
        "edition": rows[0].edition,
        "article": rows[0].article,
        "at": max(row.at for row in rows),
        "letters": [{"letter": row, "remedy": getattr(remedies.get(row.kind), "text", "")} for row in rows],
    }
