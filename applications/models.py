"""Models of applications, gathered for Django from its rooms."""

from applications.applicants.models import Applicant, ApplicantKind
from applications.cases.models import Application, Category, Grade, Status, StatusChange

__all__ = ["Applicant", "ApplicantKind", "Application", "Category", "Grade", "Status", "StatusChange"]
