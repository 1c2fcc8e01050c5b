"""Work that a machine must do before it may write to us often (altcha): a challenge, and a solution valid once and for a time.

The page's script fetches the challenge and solves it while the form is filled in. Whoever brings no solution goes on
under narrower limits; whoever brings a bad one is refused. Nothing is stored but the marks of spent ones. Machine time.
"""

import hmac
import secrets
import time

import altcha
from django import forms
from django.conf import settings
from django.core.cache import cache

MINUTES = 30
# One trial is so many rounds of PBKDF2, and between LEAST and LEAST + SPAN trials are needed: half a second on a desk, some on a phone.
ALGORITHM, COST, LEAST, SPAN = "PBKDF2/SHA-256", 5_000, 100, 400
WRONG = "防机器检查没有通过，请再提交一次。"
LATE = f"防机器检查的结果超过{MINUTES}分钟，已经失效，请再提交一次。"
SPENT = "防机器检查的结果已经用过，请再提交一次。"


def challenge() -> dict:
    """Return a signed challenge, as the browser's worker takes it."""
    trials = LEAST + secrets.randbelow(SPAN)
    ends = int(time.time()) + MINUTES * 60
    secret = {"hmac_secret": _key("challenge"), "hmac_key_secret": _key("solution")}
    return altcha.create_challenge(ALGORITHM, COST, counter=trials, expires_at=ends, **secret).to_dict()


def against(solution: str) -> str:
    """Return why a solution is refused, or nothing; from then on it is spent."""
    found = altcha.verify_solution(solution, _key("challenge"), hmac_key_secret=_key("solution"))
    if not found.verified:
        return LATE if found.expired else WRONG
    signature = altcha.Payload.from_base64(solution).challenge.signature
    return "" if cache.add(f"altcha:{signature}", 1, MINUTES * 60 + 60) else SPENT


class SolutionInput(forms.HiddenInput):
    """It is filled by the script alone, and never printed again: what was sent is spent."""

    def format_value(self, value):
        return None


class SolutionField(forms.CharField):
    """A solution, or nothing where there was no script."""

    widget = SolutionInput

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=4000, error_messages={"max_length": WRONG}, **kwargs)

    def clean(self, value):
        solution = super().clean(value)
        if solution and (sentence := against(solution)):
            raise forms.ValidationError(sentence)
        return solution


def _key(purpose: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"publicity.objections.proof:{purpose}".encode(), "sha256")
