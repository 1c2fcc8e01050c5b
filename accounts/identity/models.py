"""ID numbers: sealed, matched without opening, shown masked."""

from django.conf import settings
from django.db import models


class IdentityNumber(models.Model):
    """The ID number of one person. `mark` is equal for equal numbers and tells nothing else."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="identity_number")
    sealed = models.TextField()
    mark = models.CharField(max_length=64, db_index=True)
    masked = models.CharField("身份证号", max_length=18)
    needs_person = models.BooleanField("校验位不符，需人工核对", default=False)

    def __str__(self) -> str:
        return self.masked
