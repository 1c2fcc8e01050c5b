"""A passkey in software: registers with a person and answers challenges as a browser would send them."""

import hashlib
import json

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

RP = hashlib.sha256(b"testserver").digest()
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Passkey:
    """One key of one person for http://testserver."""

    def __init__(self, person):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = hashlib.sha256(str(person.pk).encode()).digest()
        public = AttestedCredentialData.create(b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key()))
        auth_data = AuthenticatorData.create(RP, PRESENT | VERIFIED | ATTESTED, 0, public)
        response = {
            "clientDataJSON": self.client_data("webauthn.create", "AAAA"),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", auth_data, {}))),
        }
        credential = {"id": websafe_encode(self.id), "rawId": websafe_encode(self.id), "type": "public-key", "response": response}
        content = {"name": "测试钥匙", "credential": credential | {"clientExtensionResults": {}}}
        Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=content)

    def client_data(self, kind, challenge):
        return websafe_encode(json.dumps({"type": kind, "challenge": challenge, "origin": "http://testserver"}).encode())

    def answer(self, options, *, verified=True):
        """What the browser sends for the server's options."""
        client_data = self.client_data("webauthn.get", options["publicKey"]["challenge"])
        auth_data = bytes(AuthenticatorData.create(RP, PRESENT | (VERIFIED if verified else 0), 1))
        signature = self.key.sign(auth_data + hashlib.sha256(websafe_decode(client_data)).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": client_data,
            "authenticatorData": websafe_encode(auth_data),
            "signature": websafe_encode(signature),
            "userHandle": None,
        }
        return json.dumps({"id": websafe_encode(self.id), "rawId": websafe_encode(self.id), "type": "public-key", "response": response})
