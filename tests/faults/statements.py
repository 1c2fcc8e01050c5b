"""Making the n-th statement that this process sends to its database fail, and seeing that nothing is left of the act."""

from contextlib import contextmanager

from django.apps import apps
from django.db import OperationalError, connection

from applications.cases.models import Application
from core.ledger.models import Chain
from procedure.editions.models import Edition


class Broke(OperationalError):
    """The database went away in the middle."""


class Counting:
    """Counts statements; the one of this number fails before it is sent (0: none does)."""

    def __init__(self, breaks=0):
        self.breaks, self.count = breaks, 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        if self.count == self.breaks:
            raise Broke(f"statement {self.count}: {sql[:60]}")
        return execute(sql, params, many, context)


@contextmanager
def counting(breaks=0):
    wrapper = Counting(breaks)
    with connection.execute_wrapper(wrapper):
        yield wrapper


def everything(models=None):
    """How many rows every table has, the heads of the chains, every state: what an act that broke must leave as it was."""
    models = models or [model for model in apps.get_models() if model._meta.managed]
    heads = list(Chain.objects.order_by("pk").values_list("name", "seq", "hash", "checkpoints"))
    states = list(Application.objects.order_by("pk").values_list("pk", "status", "number", "grade", "seat"))
    steps = list(Edition.objects.order_by("pk").values_list("pk", "step"))
    return {model._meta.label: model._base_manager.count() for model in models} | {"heads": heads, "states": states, "steps": steps}


def touched(before, after):
    """The models whose number of rows an act changed."""
    return [apps.get_model(label) for label, count in after.items() if "." in label and before[label] != count]
