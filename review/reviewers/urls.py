"""Addresses of this room."""

from django.urls import path

from review.reviewers import own_views as own
from review.reviewers import views

urlpatterns = [
    path("reviewers/", views.reviewers, name="reviewers"),
    path("reviewers/invite/", views.invite, name="reviewers_invite"),
    path("reviewers/<uuid:pk>/", views.reviewer, name="reviewer"),
    path("reviewers/<uuid:pk>/profile/", views.reviewer_profile, name="reviewer_profile"),
    path("reviewers/<uuid:pk>/employments/", views.employment_new, name="employment_new"),
    path("reviewers/<uuid:pk>/employments/<uuid:row>/", views.employment, name="employment"),
    path("reviewers/invitations/<uuid:pk>/remind/", views.invitation_remind, name="invitation_remind"),
    path("reviewers/invitations/<uuid:pk>/release/", views.invitation_release, name="invitation_release"),
    path("review/invitations/", own.invitations, name="invitations"),
    path("review/invitations/<uuid:pk>/", own.invitation, name="invitation"),
    path("review/invitations/<uuid:pk>/pledge/", own.invitation_pledge, name="invitation_pledge"),
]
