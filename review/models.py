"""Models of review, gathered for Django from its rooms."""

from review.assignments.models import Assignment, AssignmentRelease, PlanDraft
from review.defense.models import Appearance, DefenseSession, Question, Slot
from review.evaluation.models import CandidateList, EligibilityReading, GroupReport
from review.mandates.models import Mandate, MandateEnd, MandatePaper
from review.panels.models import Panel, PanelEnd, PanelSeat, PanelSeatEnd
from review.recusals.models import Clearance, Conflict, Interest, InterestDeclaration, RecusalDecision, RecusalRequest
from review.reports.models import Report, ReportIssue, ReportPaper
from review.reviewers.models import Employment, Invitation, InvitationAnswer, Pledge, Reviewer, ReviewerProfile, ReviewerRelease
from review.sheets.models import Explanation, RoundClosing, RoundReopening, Sheet, SheetDraft, SheetSetAside
from review.visits.models import ReportSignature, UnsignedNote, Visit, VisitAnswer, VisitDraft, VisitFile, VisitReport

__all__ = [
    "Appearance",
    "Assignment",
    "AssignmentRelease",
    "CandidateList",
    "Clearance",
    "Conflict",
    "DefenseSession",
    "EligibilityReading",
    "Employment",
    "Explanation",
    "GroupReport",
    "Interest",
    "InterestDeclaration",
    "Invitation",
    "InvitationAnswer",
    "Mandate",
    "MandateEnd",
    "MandatePaper",
    "Panel",
    "PanelEnd",
    "PanelSeat",
    "PanelSeatEnd",
    "PlanDraft",
    "Pledge",
    "Question",
    "RecusalDecision",
    "RecusalRequest",
    "Report",
    "ReportIssue",
    "ReportPaper",
    "ReportSignature",
    "Reviewer",
    "ReviewerProfile",
    "ReviewerRelease",
    "RoundClosing",
    "RoundReopening",
    "Sheet",
    "SheetDraft",
    "SheetSetAside",
    "Slot",
    "UnsignedNote",
    "Visit",
    "VisitAnswer",
    "VisitDraft",
    "VisitFile",
    "VisitReport",
]
