"""The addresses of procedure's own pages."""

from django.urls import path

from procedure.articles import views as articles
from procedure.calendar import views as calendar
from procedure.interpretations import views as interpretations
from procedure.parameters import views as parameters

app_name = "procedure"

urlpatterns = [
    path("rules/", articles.rules, name="rules"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<int:year>/", calendar.calendar_year, name="calendar_year"),
    path("calendar/<int:year>/enter/", calendar.calendar_enter, name="calendar_enter"),
    path("interpretations/", interpretations.interpretations, name="interpretations"),
    path("editions/<uuid:pk>/parameters/", parameters.parameters, name="parameters"),
    path("editions/<uuid:pk>/parameters/<slug:name>/", parameters.parameter, name="parameter"),
]
