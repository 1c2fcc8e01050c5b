"""Addresses of this room."""

from django.urls import path

from review.recusals import own_views as own
from review.recusals import views

urlpatterns = [
    path("review/<uuid:pk>/recusals/", views.recusals, name="recusals"),
    path("review/<uuid:pk>/recusals/choose/", views.recusal_choose, name="recusal_choose"),
    path("review/<uuid:pk>/recusals/<uuid:application>/<uuid:reviewer>/", views.recusal_decide, name="recusal_decide"),
    path("review/recusals/<uuid:pk>/", views.recusal_request, name="recusal_request"),
    path("review/recusals/<uuid:pk>/file/", views.recusal_request_file, name="recusal_request_file"),
    path("review/invitations/<uuid:pk>/interests/", own.interests, name="interests"),
    path("applications/<uuid:pk>/recusal/", own.recusal, name="recusal"),
]
