"""Models of applications, gathered for Django from its rooms."""

from applications.answers.models import AnswerPart
from applications.applicants.models import Applicant, ApplicantKind, TeamMember
from applications.cases.models import Application, Grade, Status, StatusChange
from applications.commitments.models import Commitment
from applications.evidence.models import Attachment
from applications.filings.models import PaperFiling
from applications.holds.models import Hold, HoldLift
from applications.honours.models import PriorHonour, PriorHonourConfirmation
from applications.snapshots.models import Snapshot

__all__ = [
    "AnswerPart",
    "Applicant",
    "ApplicantKind",
    "Application",
    "Attachment",
    "Commitment",
    "Grade",
    "Hold",
    "HoldLift",
    "PaperFiling",
    "PriorHonour",
    "PriorHonourConfirmation",
    "Snapshot",
    "Status",
    "StatusChange",
    "TeamMember",
]
