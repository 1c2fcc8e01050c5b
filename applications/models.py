"""Models of applications, gathered for Django from its rooms."""

from applications.applicants.models import Applicant, ApplicantKind
from applications.cases.models import Application, Grade, Status, StatusChange

__all__ = ["Applicant", "ApplicantKind", "Application", "Grade", "Status", "StatusChange"]
