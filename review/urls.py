"""Addresses of review, gathered from its rooms."""

from review.assignments import urls as assignments
from review.board import urls as board
from review.defense import urls as defense
from review.evaluation import urls as evaluation
from review.mandates import urls as mandates
from review.panels import urls as panels
from review.recusals import urls as recusals
from review.reports import urls as reports
from review.reviewers import urls as reviewers
from review.sheets import urls as sheets
from review.visits import urls as visits

app_name = "review"
ROOMS = (board, mandates, reviewers, recusals, panels, assignments, sheets, reports, visits, defense, evaluation)
urlpatterns = [pattern for room in ROOMS for pattern in room.urlpatterns]
