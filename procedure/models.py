"""Models of procedure, gathered for Django from its rooms."""

from procedure.editions.models import Edition, Step, StepChange
from procedure.proposals.models import Proposal, ProposalReturn

__all__ = ["Edition", "Proposal", "ProposalReturn", "Step", "StepChange"]
