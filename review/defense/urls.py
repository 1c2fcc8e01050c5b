"""Addresses of the defense."""

from django.urls import path

from review.defense import room_views, views

ALL = "review/<uuid:pk>/defense/"
ONE = "review/slots/<uuid:pk>/"
OWN = "applications/<uuid:pk>/defense/"

urlpatterns = [
    path(ALL, views.defense, name="defense"),
    path(f"{ALL}draw/", views.defense_draw, name="defense_draw"),
    path(f"{ALL}<uuid:session>/register/", views.defense_register, name="defense_register"),
    path(ONE, room_views.slot, name="slot"),
    path(f"{ONE}begin/", room_views.slot_begin, name="slot_begin"),
    path(f"{ONE}absent/", room_views.slot_absent, name="slot_absent"),
    path(f"{ONE}correct/", room_views.slot_correct, name="slot_correct"),
    path(f"{ONE}questions/", room_views.slot_ask, name="slot_ask"),
    path(f"{ONE}defended/", room_views.slot_defended, name="slot_defended"),
    path(f"{ONE}move/", views.slot_move, name="slot_move"),
    path(f"{ONE}miss/", room_views.slot_miss, name="slot_miss"),
    path(f"{ONE}miss/send-back/", room_views.slot_miss_back, name="slot_miss_back"),
    path(OWN, views.defense_told, name="defense_told"),
    path(f"{OWN}calendar.ics", views.defense_calendar, name="defense_calendar"),
]
