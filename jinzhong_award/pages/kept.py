"""What somebody typed into a form that was refused, under the names that the form gave its fields: shown for copying.

A refusal knows the request alone. The form is found where the view that was refused holds it, or in `request.fields` where the view
put its fields; fields that pages write by hand are named here. Where no view was reached, the forms beside it serve.
"""

import re
import sys
from collections.abc import Iterator
from types import TracebackType

from django import forms
from django.forms.forms import BaseForm

# By name, what is never shown, and what a page carries unseen; by value, keys and fingerprints: nobody typed them.
SECRET = re.compile(r"csrfmiddlewaretoken|acting_grant|digest|code|word|signing_\w+|\w*password\w*|(base|revision)\b.*")
CARRIED = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{40,}|on")
BY_HAND = {
    "reason": "理由",
    "rate": "得分率",
    "strengths": "长处",
    "improvements": "不足",
    "comment": "对整份申报的意见",
    "finding": "记录",
    "text": "总体情况",
    "number": "编号",
}


def typed(request) -> list[tuple[str, str]]:
    """Return what was typed, each under its label; never passwords, codes and tokens. It asks no database."""
    found, fields = [], known(request)
    for name, values in request.POST.lists():
        if SECRET.fullmatch(name):
            continue
        field = fields.get(name)
        if isinstance(field, forms.Field) and field.widget.is_hidden:
            continue
        found += [(field, name, value) for value in values if value.strip() and not CARRIED.fullmatch(value.strip())]
    return [(_label(field, name, place), _said(field, value)) for place, (field, name, value) in enumerate(found, start=1)]


def known(request) -> dict[str, forms.Field | str]:
    """Return fields, or labels alone, by the names under which the page sent them."""
    found: dict[str, forms.Field | str] = dict(BY_HAND)
    exception = sys.exception()
    held = list(_held(exception.__traceback__)) if exception else []
    for form in held or _beside(request):
        found |= {form.add_prefix(name): field for name, field in form.fields.items()} if isinstance(form, BaseForm) else form.base_fields
    return found | getattr(request, "fields", {})


def _held(trace: TracebackType | None) -> Iterator[BaseForm]:
    """Yield the forms that were bound to this request, wherever they were in hand when it was refused."""
    while trace is not None:
        yield from (one for one in trace.tb_frame.f_locals.values() if isinstance(one, BaseForm) and one.is_bound)
        trace = trace.tb_next


def _beside(request) -> Iterator[type[BaseForm]]:
    """Yield the forms that the module of the view knows."""
    match = getattr(request, "resolver_match", None)
    module = sys.modules.get(match.func.__module__) if match else None
    yield from (one for one in vars(module).values() if isinstance(one, type) and issubclass(one, BaseForm)) if module else ()


def _label(field: forms.Field | str | None, name: str, place: int) -> str:
    label = field if isinstance(field, str) else field and field.label
    return str(label or BY_HAND.get(name) or f"第{place}项")


def _said(field: forms.Field | str | None, value: str) -> str:
    """Return the words of a choice, where they stand in the form itself."""
    choices = getattr(field, "choices", None)
    return str(dict(choices).get(value, value)) if isinstance(choices, list) else value
