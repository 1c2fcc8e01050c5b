"""The page of the on-site list: one form for all, then exactly the same confirmed by another."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import page
from accounts.grants.models import Role
from accounts.signing.forms import SigningForm
from applications.cases.models import Application, Status
from core.rules import RuleRefused, refuse
from procedure.editions.models import Edition
from procedure.proposals.forms import SendBackForm
from review.reports import listing
from review.reports.forms import ListForm

DECIDED = (Status.ADVANCING, Status.NOT_ADVANCING)


@page(Role.OFFICE, article="18(4)")
def on_site_list(request, pk):
    """Every accepted application with its result; prepared by one, confirmed or sent back by another."""
    edition = get_object_or_404(Edition, pk=pk)
    posted = request.POST if request.method == "POST" else None
    if posted and "send_back" in posted:
        return _send_back(request, edition)
    proposed = listing.proposals(edition)
    second, stale, blockers = _standing(request, edition, proposed)
    if posted is not None:
        refuse(blockers)
    lines = listing.lines_of(edition)
    form = None if second or blockers else ListForm(posted, lines=lines, proposed=proposed)
    signing = _signing(request, edition, proposed) if second and not blockers else None
    if form and form.is_bound and form.is_valid():
        listing.propose(edition, form.choices(), by=request.actor, at=request.at)
        messages.success(request, "名单已经经办，请另一人核对后确认。")
        return redirect("review:on_site_list", edition.pk)
    if signing and signing.is_bound and signing.is_valid():
        listing.confirm(edition, by=request.actor, at=request.at, signature=signing.signature())
        messages.success(request, "名单已经确定，文书已经写好，由评选办发出以后申报者才看得到。")
        return redirect("review:on_site_list", edition.pk)
    context = _context(edition, lines, proposed) | {"form": form, "signing": signing, "stale": stale, "blockers": blockers}
    return render(request, "review/on_site_list.html", context, status=200 if posted is None else 422)


def _standing(request, edition, proposed) -> tuple[bool, bool, list]:
    """Whether this reader is the second hand, whether the open list is outrun by the facts, and what stands against him.

    A list that is outrun may be prepared anew by anybody.
    """
    second = bool(proposed) and next(iter(proposed.values())).by_id != request.actor.person_id
    if not second:
        return False, False, listing.blockers(edition, request.actor, at=request.at)
    blockers = listing.second_blockers(edition, request.actor, at=request.at)
    stale = any(blocker.sentence == listing.PARTIAL for blocker in blockers)
    return not stale, stale, listing.blockers(edition, request.actor, at=request.at) if stale else blockers


def _context(edition, lines, proposed) -> dict:
    return {
        "edition": edition,
        "lines": lines,
        "held": [line for line in lines if line.held],
        "proposed": [(line, row, listing.MOVES[row.move]) for line in lines if (row := proposed.get(line.application))],
        "send_back": SendBackForm(),
        "decided": Application.objects.filter(edition=edition, status__in=DECIDED).whole().order_by("category", "status", "number"),
    }


def _signing(request, edition, proposed) -> SigningForm:
    posted = request.POST if request.method == "POST" else None
    advancing = sum(row.move == listing.ADVANCE_ON_SITE.name for row in proposed.values())
    version = f"{edition}现场评审名单，列入{advancing}份，不列入{len(proposed) - advancing}份"
    return SigningForm(posted, request=request, version=version, fingerprint=listing.fingerprint(proposed), act="确认现场评审名单")


def _send_back(request, edition):
    form = SendBackForm(request.POST)
    if not form.is_valid():
        raise RuleRefused("请写明不同意的理由。", article=listing.ARTICLE)
    listing.send_back(edition, **form.cleaned_data, by=request.actor, at=request.at)
    messages.success(request, "已经退回经办。")
    return redirect("review:on_site_list", edition.pk)
