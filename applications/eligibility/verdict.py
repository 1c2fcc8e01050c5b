"""What a rule of eligibility finds: it passes, it fails, or it needs a person."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    PERSON = "person"


@dataclass(frozen=True)
class Finding:
    """One condition, by its article, with the facts it was read from in a sentence."""

    article: str
    label: str
    verdict: Verdict
    sentence: str
