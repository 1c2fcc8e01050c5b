"""Forms as data: a numbered JSON file is one form, never changed once an edition opened with it; its keys are for ever."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from procedure.editions.models import Category

FOLDER = Path(__file__).resolve().parent
CURRENT = {Category.ORGANIZATION: "organization-1", Category.INDIVIDUAL: "individual-1"}
YEARS = ("y1", "y2", "y3")
BLANK = "blank_reason"


@dataclass(frozen=True)
class Column:
    """One column of a list of rows."""

    key: str
    label: str
    kind: str = "line"
    max_length: int = 100


@dataclass(frozen=True)
class Field:
    """One question. `kind` says how it is asked and checked (applications/forms/checks.py)."""

    key: str
    label: str
    kind: str = "line"
    required: bool = True
    max_length: int = 100
    minimum: str = ""
    maximum: str = ""
    unit: str = ""
    help: str = ""
    article: str = ""
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    maximum_rows: int = 0


@dataclass(frozen=True)
class Part:
    """One page of the form. `only` is the kind of applicant that it is for, empty for all."""

    key: str
    title: str
    fields: tuple[Field, ...]
    hint: str = ""
    only: str = ""

    def field(self, key: str) -> Field:
        """Return the field of this key; KeyError for a key that the part does not have."""
        return self._by_key[key]

    @property
    def _by_key(self) -> dict[str, Field]:
        return {item.key: item for item in self.fields}


@dataclass(frozen=True)
class Form:
    """A whole declaration (申报表)."""

    name: str
    title: str
    category: str
    parts: tuple[Part, ...] = field(default=())

    def parts_for(self, kind: str) -> list[Part]:
        """Return the parts that a kind of applicant fills in."""
        return [part for part in self.parts if part.only in ("", kind)]


@cache
def form(name: str) -> Form:
    """Return the form of a file's name; FileNotFoundError for an unknown one."""
    if not name.replace("-", "").isalnum():
        raise FileNotFoundError(name)
    content = json.loads((FOLDER / f"{name}.json").read_text())
    return Form(content["name"], content["title"], content["category"], tuple(_part(item) for item in content["parts"]))


def _part(content: dict) -> Part:
    fields = tuple(_field(item) for item in content["fields"])
    return Part(content["key"], content["title"], fields, content.get("hint", ""), content.get("only", ""))


def _field(content: dict) -> Field:
    columns = tuple(Column(**column) for column in content.get("columns", ()))
    return Field(**{**content, "choices": tuple(content.get("choices", ())), "columns": columns})
