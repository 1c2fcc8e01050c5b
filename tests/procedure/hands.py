"""Signing in for the tests of procedure's pages."""

from allauth.mfa.models import Authenticator

from accounts.actors import Actor
from accounts.grants.choice import KEY


def as_actor(client, actor: Actor):
    """The client, signed in as this person under this grant, with a second factor."""
    Authenticator.objects.get_or_create(user=actor.person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "unused"}})
    client.force_login(actor.person)
    session = client.session
    session[KEY] = str(actor.grant.pk)
    session.save()
    return client
