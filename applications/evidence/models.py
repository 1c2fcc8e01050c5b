"""Evidence (证实材料): files of an application, each of a kind the materials list asks for. A draft until it is in a snapshot."""

from django.conf import settings
from django.db import models

from applications.cases.models import Application
from core.fields import LineField
from core.files.models import StoredFile
from core.ledger.models import Addressed


class Attachment(Addressed):
    """One file handed in, by whom and what for. Removing it leaves the row: a snapshot may hold its hash."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="attachments")
    kind = models.CharField("材料类别", max_length=40)
    title = LineField("说明", max_length=80, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file.name
