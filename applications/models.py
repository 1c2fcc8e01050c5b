"""Models of applications, gathered for Django from its rooms."""

from applications.applicants.models import Applicant, ApplicantKind
from applications.cases.models import Application, Grade, Status, StatusChange
from applications.holds.models import Hold, HoldLift
from applications.snapshots.models import Snapshot

__all__ = [
    "Applicant",
    "ApplicantKind",
    "Application",
    "Grade",
    "Hold",
    "HoldLift",
    "Snapshot",
    "Status",
    "StatusChange",
]
