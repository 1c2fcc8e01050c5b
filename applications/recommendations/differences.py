"""What changed between two versions: question by question and file by file, with the words that went and came."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from applications.answers.words import words
from applications.evidence.kinds import label_of
from applications.forms.parts import parts_of
from applications.forms.spec import BLANK
from applications.forms.years import years_of
from applications.snapshots.models import Snapshot

LONG = 300  # longer texts are compared sentence by sentence
SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")


@dataclass(frozen=True)
class Piece:
    """Some words, and whether they are only on this side."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Difference:
    """One question or kind of file that is not as it was."""

    label: str
    before: list[Piece]
    after: list[Piece]
    why: str = ""


def differences(before: Snapshot, after: Snapshot, asked: dict[tuple[str, str], str]) -> list[Difference]:
    """Return what changed, in the order of the form; `asked` says what the body had asked for."""
    application, years = after.application, years_of(after.application.edition, after.at)
    old, new = before.content["parts"], after.content["parts"]
    found = []
    for part in parts_of(application):
        for key, field in [*((field.key, field) for field in part.fields), (BLANK, None)]:
            was, now = old.get(part.key, {}).get(key), new.get(part.key, {}).get(key)
            if was == now:
                continue
            label = f"{part.title}：{field.label if field else '空项说明'}"
            found.append(_difference(label, words(field, was, years), words(field, now, years), asked.get((part.key, key), "")))
    return found + _files(before, after, asked) + _members(before, after)


def count(snapshot: Snapshot) -> int:
    """Return how many questions the form of a version has."""
    return sum(len(part.fields) for part in parts_of(snapshot.application))


def _files(before: Snapshot, after: Snapshot, asked: dict[tuple[str, str], str]) -> list[Difference]:
    category, found = after.application.category, []
    kinds = dict.fromkeys(file["kind"] for snapshot in (before, after) for file in snapshot.content["files"])
    for kind in kinds:
        was, now = (
            {file["sha256"]: file["name"] for file in snapshot.content["files"] if file["kind"] == kind} for snapshot in (before, after)
        )
        if was.keys() == now.keys():
            continue
        gone = [Piece(name, key not in now) for key, name in was.items()] or [Piece("（没有）", True)]
        come = [Piece(name, key not in was) for key, name in now.items()] or [Piece("（没有）", True)]
        found.append(Difference(f"证实材料：{label_of(category, kind)}", gone, come, asked.get(("evidence", kind), "")))
    return found


def _members(before: Snapshot, after: Snapshot) -> list[Difference]:
    was, now = ("、".join(member["name"] for member in snapshot.content.get("members", [])) for snapshot in (before, after))
    return [_difference("小组成员", was or "（没有）", now or "（没有）", "")] if was != now else []


def _difference(label: str, was: str, now: str, why: str) -> Difference:
    split = _sentences if max(len(was), len(now)) > LONG else list
    left, right = split(was), split(now)
    before, after = [], []
    for tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if i < j:
            before.append(Piece("".join(left[i:j]), tag != "equal"))
        if k < m:
            after.append(Piece("".join(right[k:m]), tag != "equal"))
    return Difference(label, before, after, why)


def _sentences(text: str) -> list[str]:
    return [piece for piece in SENTENCE.findall(text) if piece]
