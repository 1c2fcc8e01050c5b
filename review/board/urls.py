"""Addresses of the board."""

from django.urls import path

from review.board import views

urlpatterns = [
    path("review/", views.board_now, name="board_now"),
    path("review/<uuid:pk>/", views.board, name="board"),
]
