"""A decision was set aside by 行政复议 or judgment (procedure §2): the document on which a state is restored."""

from django.db import models

from applications.cases.models import Application
from core.fields import LineField, TextField
from core.ledger.models import Addressed, Covered
from procedure.documents.models import Scanned, with_hash
from procedure.proposals.models import ActConfirmation


class Judgment(Addressed, Scanned, Covered):
    """What an authority or a court decided over one application, and to which state it returns."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    move = LineField(max_length=60)
    authority = LineField("作出机关", max_length=80)
    document_number = LineField("文号或者案号", max_length=80)
    dated_on = models.DateField("日期")
    summary = TextField("决定内容", max_length=1000)
    decision = models.ForeignKey(ActConfirmation, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [with_hash("a_judgment_has_the_hash_of_its_scan")]

    def __str__(self) -> str:
        return f"{self.authority} {self.document_number}"
