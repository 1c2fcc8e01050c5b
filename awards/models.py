"""Models of awards, gathered for Django from its rooms."""

from awards.approvals.models import Answer, Approval, Commendation
from awards.judgments.models import Judgment
from awards.register.models import Certificate, Register
from awards.requests.models import Request, RequestIssue

__all__ = ["Answer", "Approval", "Certificate", "Commendation", "Judgment", "Register", "Request", "RequestIssue"]
