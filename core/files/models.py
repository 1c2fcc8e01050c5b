"""The row of a file that was taken in."""

from django.db import models

from core.fields import LineField
from core.files import storage
from core.files.names import LONGEST
from core.ledger.models import Addressed, AppendOnly


class StoredFile(Addressed, AppendOnly):
    """One act of handing in a file: what, by whom, when, and the hash under which its bytes lie.

    The row is written once but not covered by itself: core knows no edition, so no chain. Whoever refers to a stored file
    from a row of record carries `sha256` in that covered row, beside the foreign key; the ledger then proves the bytes.
    Two rows may share one content; the name stands here and nowhere on disk.
    """

    sha256 = models.CharField(max_length=64, editable=False)
    size = models.BigIntegerField()
    name = LineField("文件名", max_length=LONGEST)  # as given, cleaned for display
    media_type = models.CharField(max_length=100)  # as found, never as claimed
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=120)

    class Meta:
        verbose_name = "文件"
        indexes = [models.Index(fields=["sha256"], name="stored_file_by_hash")]
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_not_empty")]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """The name in the storage."""
        return storage.place(self.sha256)
