"""Addresses of the register of winners."""

from django.urls import path

from awards import views

app_name = "awards"
urlpatterns = [path("winners/", views.winners, name="winners")]
