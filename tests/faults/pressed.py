"""The acts of tests/faults/acts.py as a browser presses them: whose session, which address, what is sent, what stands afterwards."""

import http.client
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.signing.services import DEMO_PASSWORD
from applications.cases.models import StatusChange
from applications.recommendations.models import Signature
from applications.recommendations.standing import standing_of
from applications.snapshots.content import frozen_content
from applications.snapshots.models import Snapshot
from core.canonical import digest
from core.outbox.models import Message
from procedure.letters.models import Delivery, Letter, LetterRelease
from review.sheets.models import Sheet
from review.sheets.services import sheet_of
from tests.applications.recommending import THEN, Body, checked, fresh, submitted
from tests.applications.world import a_company, a_draft, make_ready
from tests.factories import AT
from tests.faults.acts import releasing
from tests.procedure.hands import as_actor
from tests.publicity.world import NOON
from tests.review.scoring import assignment_of, fill, scoring

CSRF = "c" * 32


@dataclass
class Press:
    """`points`: the tables at which it can be stopped, in the order of its writing; `leaves`: how many rows it makes in each."""

    by: Actor
    path: str
    typed: dict
    at: datetime
    leaves: dict[type[models.Model], int]

    @property
    def points(self):
        """After the last row of the act the session is written, once the act is committed and before anything is answered."""
        return (*self.leaves, Session)

    def made(self):
        return {model: model.objects.count() for model in self.leaves}

    def session(self):
        """A session that begins now: its first request writes it."""
        return as_actor(Client(), self.by).session.session_key

    def send(self, port, session):
        """Press; return the status, or None when nobody answered."""
        return send(port, self.path, self.typed, session)


def send(port, path, typed, session):
    """Post a form to a server of this machine; return its status, or None when nobody answered."""
    body = urlencode({"csrfmiddlewaretoken": CSRF} | typed, doseq=True)
    headers = {
        "Host": f"localhost:{port}",
        "Cookie": f"session={session}; csrftoken={CSRF}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("POST", path, body=body, headers=headers)
        return connection.getresponse().status
    except (http.client.RemoteDisconnected, ConnectionError):
        return None
    finally:
        connection.close()


def signed(fingerprint):
    return {"signing_digest": fingerprint, "signing_password": DEMO_PASSWORD}


def submission(draft, by):
    """Submit a whole draft."""
    typed = signed(digest(frozen_content(draft)))
    return Press(by, reverse("applications:submit", args=[draft.pk]), typed, AT, {StatusChange: 1, Snapshot: 1, Message: 1})


def submitting():
    by = a_company()
    return submission(make_ready(a_draft(by=by), by), by)


def signing():
    body = Body()
    application, _ = submitted(body)
    checked(application, body)
    standing = standing_of(fresh(application), THEN)
    typed = {"seen": str(standing.check.pk)} | signed(standing.snapshot.fingerprint)
    return Press(
        body.signer, reverse("applications:recommendation_sign", args=[application.pk]), typed, THEN, {Signature: 1, StatusChange: 1}
    )


def locking():
    world = scoring(applications=1)
    assignment = assignment_of(world, world.applications[0], 0)
    fill(assignment, world.by(0))
    typed = signed(sheet_of(assignment).fingerprint)
    return Press(world.by(0), f"/review/assignments/{assignment.pk}/check/", typed, AT, {Sheet: 1, Message: 1})


def letting_go():
    releasing()
    waiting = list(Letter.objects.waiting().select_related("by"))
    by = Actor(waiting[0].by, waiting[0].by.grants.get())
    leaves = {LetterRelease: 2, Message: 2, Delivery: 2}
    return Press(by, reverse("procedure:letters_outbox"), {"letter": [str(one.pk) for one in waiting]}, NOON, leaves)


PRESSES = {"submit": submitting, "sign": signing, "lock": locking, "release": letting_go}
