"""The page of an act of two hands: prepared by one, then confirmed or sent back by another. Rooms give the rest of the page."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.signing.forms import SigningForm
from core.fields import validate_text
from core.rules import RuleRefused
from procedure.acts.act import Act
from procedure.editions.models import Edition
from procedure.proposals.models import Proposal

NO_REASON = "请写明不同意的理由，最多500字。"


class SendBackForm(forms.Form):
    """Why the second hand does not agree."""

    send_back = forms.CharField(label="不同意的理由", max_length=500, validators=[validate_text], widget=forms.Textarea(attrs={"rows": 3}))


@dataclass
class ActPage:
    """One page. `form` is the first hand's (a Django form); `propose(form)` and `confirm(proposal, signature)` do the act.

    `version` says in words what is signed. `template` includes `procedure/_act.html`, which shows whichever of the
    forms stands to this reader. `more(proposal)` gives what else the template prints.
    """

    act: Act
    edition: Edition
    subject: models.Model
    form: forms.Form
    propose: Callable[[forms.Form], object]
    confirm: Callable[[Proposal, dict], object]
    version: str
    template: str
    then: str
    done: str
    context: dict = field(default_factory=dict)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Show the page, or do what was posted. RuleRefused with every blocker."""
        proposal = self.act.proposal(self.subject)
        second = self.act.awaits(proposal, request.actor, at=request.at)
        blockers = self._blockers(request, second)
        if request.method == "POST":
            if "send_back" in request.POST:
                return self._send_back(request)
            self.act.refuse(blockers)
        signing = self._signing(request, proposal) if second and not blockers else None
        if second:
            if signing and signing.is_bound and signing.is_valid():
                self.confirm(proposal, signing.signature())
                messages.success(request, self.done)
                return redirect(self.then)
        elif self.form.is_bound and self.form.is_valid():
            self.propose(self.form)
            messages.success(request, f"{self.act.label}已经经办，请另一人核对后确认。")
            return redirect(request.path)
        bound = request.method == "POST"
        shared = {
            "act": self.act,
            "edition": self.edition,
            "proposal": proposal,
            "second": second,
            "blockers": blockers,
            "form": None if second else self.form,
            "signing": signing,
            "send_back": SendBackForm(),
        }
        return render(request, self.template, shared | self.context, status=422 if bound else 200)

    def _blockers(self, request: HttpRequest, second: bool) -> list:
        if second:
            return self.act.second_blockers(self.edition, self.subject, request.actor, at=request.at)
        return self.act.blockers(self.edition, request.actor, at=request.at)

    def _signing(self, request: HttpRequest, proposal: Proposal) -> SigningForm:
        posted = request.POST if request.method == "POST" else None
        act = f"确认{self.act.label}"
        return SigningForm(posted, request=request, version=self.version, fingerprint=proposal.subject_digest, act=act)

    def _send_back(self, request: HttpRequest) -> HttpResponse:
        form = SendBackForm(request.POST)
        if not form.is_valid():
            raise RuleRefused(NO_REASON, article=self.act.article)
        self.act.send_back(self.edition, self.subject, reason=form.cleaned_data["send_back"], by=request.actor, at=request.at)
        messages.success(request, "已经退回经办。")
        return redirect(request.path)
