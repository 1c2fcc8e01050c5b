"""Models of applications, gathered for Django from its rooms."""

from applications.answers.models import AnswerPart
from applications.applicants.models import Applicant, ApplicantKind, TeamMember
from applications.cases.models import Application, Grade, Status, StatusChange
from applications.commitments.models import Commitment
from applications.corrections.models import Return, ReturnAnswer
from applications.endings.models import Ending
from applications.evidence.models import Attachment
from applications.filings.models import PaperCorrection, PaperFiling
from applications.holds.models import Hold, HoldLift
from applications.honours.models import PriorHonour, PriorHonourConfirmation
from applications.qualification.models import ConditionCheck, DepartmentAnswer, DepartmentQuery, OverdueNote
from applications.recommendations.models import (
    Advice,
    Check,
    Examination,
    FurtherOpinion,
    PassOn,
    PassOnConfirmation,
    Reminder,
    SealedCheck,
    SealedScan,
    SendBack,
    Signature,
)
from applications.snapshots.models import Snapshot

__all__ = [
    "Advice",
    "AnswerPart",
    "Applicant",
    "ApplicantKind",
    "Application",
    "Attachment",
    "Check",
    "Commitment",
    "ConditionCheck",
    "DepartmentAnswer",
    "DepartmentQuery",
    "Ending",
    "Examination",
    "FurtherOpinion",
    "Grade",
    "Hold",
    "HoldLift",
    "OverdueNote",
    "PaperCorrection",
    "PaperFiling",
    "PassOn",
    "PassOnConfirmation",
    "PriorHonour",
    "PriorHonourConfirmation",
    "Reminder",
    "Return",
    "ReturnAnswer",
    "SealedCheck",
    "SealedScan",
    "SendBack",
    "Signature",
    "Snapshot",
    "Status",
    "StatusChange",
    "TeamMember",
]
