"""The tables of the ledger, and the base of every row of record. `docs/ledger.md` is the format's specification."""

import uuid
from collections.abc import Callable
from functools import cache

from django.db import models

from core.canonical import digest, moment

GENESIS = "0" * 64


class AppendOnly(models.Model):
    """A row that is written once: triggers refuse every update, delete and replacement (core/triggers.py)."""

    class Meta:
        abstract = True


class Chain(models.Model):
    """The head of one chain. Its row is the one lock an act needs; triggers let it move only with a new event."""

    name = models.CharField(max_length=40, unique=True)  # `house`, `edition-3`
    title = models.CharField(max_length=60)  # as printed at the foot of notices
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)
    # The roots of the perfect subtrees, largest first: the Merkle root of any length without reading the events.
    peaks = models.JSONField(default=list)
    checkpoints = models.IntegerField(default=0)

    class Meta:
        db_table = "ledger_chain"

    def __str__(self) -> str:
        return self.title


class Event(AppendOnly):
    """One act. The hash covers every column but the key; what was done is in the payload, behind the commitment."""

    chain = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    at = models.CharField(max_length=27)  # canonical text, UTC: hashed as it stands, never re-made from a column
    actor_ref = models.CharField(max_length=120)
    action = models.CharField(max_length=80)
    object_ref = models.CharField(max_length=120)
    v = models.SmallIntegerField(default=1)
    alg = models.CharField(max_length=10, default="sha256")
    commitment = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "ledger_event"
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="one_event_a_place")]
        indexes = [models.Index(fields=["object_ref"], name="event_by_object")]

    def __str__(self) -> str:
        return f"{self.chain}-{self.seq}"


class Payload(AppendOnly):
    """What an event says, with the salt of its commitment: the only part that lawful erasure may take away."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="payload")
    salt = models.CharField(max_length=32)
    payload = models.TextField()

    class Meta:
        db_table = "ledger_payload"

    def __str__(self) -> str:
        return f"payload of {self.event_id}"


class Checkpoint(AppendOnly):
    """A signed Merkle root over one chain up to `size` events. Number and root are published, the size is not."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+")
    number = models.IntegerField()
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    on = models.DateField()
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64)

    class Meta:
        db_table = "ledger_checkpoint"
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="one_checkpoint_a_number")]

    def __str__(self) -> str:
        return f"{self.chain.title}·{self.number}"


class Covered(AppendOnly):
    """A row of record: it is born with its event, which carries the digest of the row's canonical form.

    A field that is empty (None) is not part of the canonical form, so a field added later must be nullable:
    rows written before it keep their digest.
    """

    event = models.OneToOneField(Event, models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True

    def canonical(self) -> dict:
        """Return what the digest covers: every stored field but the key that the database gives and the event."""
        content = {}
        for name, stored in _covered_fields(type(self)):
            value = getattr(self, name)
            if value is not None:
                content[name] = stored(value)
        return content

    def digest(self) -> str:
        """Return the digest that this row's event carries, 64 hex digits."""
        return digest([self._meta.label_lower, self.canonical()])


@cache
def _covered_fields(model: type[Covered]) -> tuple[tuple[str, Callable[[object], object]], ...]:
    fields = [field for field in model._meta.concrete_fields if field.attname != "event_id" and not isinstance(field, models.AutoField)]
    return tuple((field.attname, _stored(field)) for field in fields)


def _stored(field: models.Field) -> Callable[[object], object]:
    """How a value comes back from the database, whatever the caller handed in."""
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.DecimalField):
        return lambda value: format(field.to_python(value), f".{field.decimal_places}f")
    if isinstance(field, models.DateTimeField):
        return moment
    if isinstance(field, models.JSONField):
        return _without_floats
    return field.to_python


def _without_floats(content: object) -> object:
    """Return JSON content as it is; TypeError for a float, which PostgreSQL gives back in another spelling (1e16, -0.0)."""
    if isinstance(content, float):
        raise TypeError("no floating-point number in a row of record: write it as text")
    for part in content.values() if isinstance(content, dict) else content if isinstance(content, (list, tuple)) else ():
        _without_floats(part)
    return content


class Addressed(models.Model):
    """A row with an address: its key is random, so that it counts nothing and guesses nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class VerificationQuerySet(models.QuerySet):
    def failing(self) -> "VerificationQuerySet":
        """The newest of each kind, where it found faults. One query."""
        newer = Verification.objects.filter(kind=models.OuterRef("kind"), pk__gt=models.OuterRef("pk"))
        return self.filter(~models.Exists(newer), faults__gt=0).order_by("pk")


class Verification(models.Model):
    """How a verification of the whole ledger, or of every promise, ended: an ordinary row, for whoever must know of a fault."""

    class Kind(models.TextChoices):
        LEDGER = "ledger", "台账"
        PROMISES = "promises", "全库"

    kind = models.CharField("核对", max_length=10, choices=Kind)
    faults = models.PositiveIntegerField("不符")
    at = models.DateTimeField()

    objects = VerificationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "-id"], name="verification_by_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}核对：{self.faults}处不符"
