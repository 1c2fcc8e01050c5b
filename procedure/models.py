"""Models of procedure, gathered for Django from its rooms."""

from procedure.calendar.models import CalendarYear
from procedure.calls.models import Call, CallConfirmation
from procedure.documents.models import DocumentApproval, EditionDocument
from procedure.editions.models import Edition, Step, StepChange
from procedure.interpretations.models import Interpretation
from procedure.letters.models import Delivery, Letter, LetterRelease, RemedyText
from procedure.parameters.models import ParameterSetting
from procedure.proposals.models import ActConfirmation, Proposal, ProposalReturn
from procedure.rubrics.models import Rubric
from procedure.supervision.models import SupervisionInvitation

__all__ = [
    "ActConfirmation",
    "CalendarYear",
    "Call",
    "CallConfirmation",
    "Delivery",
    "DocumentApproval",
    "Edition",
    "EditionDocument",
    "Interpretation",
    "Letter",
    "LetterRelease",
    "ParameterSetting",
    "Proposal",
    "ProposalReturn",
    "RemedyText",
    "Rubric",
    "Step",
    "StepChange",
    "SupervisionInvitation",
]
