"""What a register says about a paper's number to whoever asks at `/verify/`. Each room that registers papers gives a function."""

from collections.abc import Callable
from dataclasses import dataclass

SENTENCE = "与登记一致，以发文机关正式文本为准。"


@dataclass(frozen=True)
class Registered:
    """A paper that is out. `facts` are pairs of label and value for everybody's eyes; `url` is its public page, if it has one."""

    title: str
    facts: tuple[tuple[str, str], ...]
    url: str = ""
    fingerprint: str = ""
    article: str = ""


# Given what was typed, without spaces at its ends: the paper, or None. A paper that is not out is None, exactly as one that never was.
Register = Callable[[str], Registered | None]
