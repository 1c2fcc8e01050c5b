"""The supervision of an edition: who is invited for what, and inviting in two hands (article 15)."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import page
from accounts.grants.models import Role
from core.clock import shanghai
from core.dates import day_in_words
from procedure.acts.pages import ActPage
from procedure.editions.models import READERS, Edition
from procedure.supervision import services
from procedure.supervision.forms import InvitationForm
from procedure.supervision.models import SupervisionInvitation


@page(*READERS, article="15")
@require_safe
def supervision(request, pk):
    """Every invitation of an edition, and what waits for its second hand."""
    edition = get_object_or_404(Edition, pk=pk)
    inviting = request.actor.is_(*services.INVITE.roles)
    context = {
        "edition": edition,
        "today": shanghai(request.at),
        "rows": services.invitations_of(edition),
        "proposal": services.INVITE.proposal(edition) if inviting else None,
        "may": not services.INVITE.blockers(edition, request.actor, at=request.at),
        "invited": SupervisionInvitation.objects.filter(edition=edition).in_force(request.actor, request.at).exists(),
    }
    return render(request, "procedure/supervision.html", context)


@page(Role.SECRETARY, Role.LEADING_GROUP, article="15")
def supervision_invite(request, pk):
    """One of the leading group records the invitation, another confirms it."""
    edition, actor, at = get_object_or_404(Edition, pk=pk), request.actor, request.at
    proposal = services.INVITE.proposal(edition)
    department, scope = services.read(proposal.content) if proposal else (None, None)
    return ActPage(
        services.INVITE,
        edition,
        edition,
        InvitationForm(request.POST or None),
        lambda form: services.propose_invitation(edition, form.cleaned_data["department"], scope=form.scope(), by=actor, at=at),
        lambda _, signature: services.confirm_invitation(edition, by=actor, at=at, signature=signature),
        f"邀请{department}监督{edition}评选，{day_in_words(scope.from_on)}至{day_in_words(scope.until_on)}" if proposal else "",
        "procedure/supervision_invite.html",
        reverse("procedure:supervision", args=[edition.pk]),
        "邀请已经确认。受邀请部门的监督人员在期限内可以看本届的办理经过。",
        {"department": department, "scope": scope, "prepared": "procedure/_supervision_scope.html"},
    ).answer(request)
