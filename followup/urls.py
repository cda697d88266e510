"""/suivi/: the referent's day, participations, meetings."""

from django.urls import path

from followup.views import day, meeting, participation

app_name = "followup"
urlpatterns = [
    path("", day.day, name="day"),
    path("participants/", day.index, name="index"),
    # one meeting
    path("rendez-vous/nouveau/", meeting.log, name="log"),
    path("rendez-vous/<uuid:pk>/", meeting.detail, name="meeting"),
    path("rendez-vous/<uuid:pk>/corriger/", meeting.correct, name="correct"),
    path("rendez-vous/<uuid:pk>/note/", meeting.note, name="note"),
    path("promesses/<int:pk>/", participation.promise, name="promise"),
    # one participation
    path("<uuid:pk>/", participation.detail, name="participation"),
    path("<uuid:pk>/parcours/", participation.component, name="component"),
    path("<uuid:pk>/rendez-vous/nouveau/", meeting.log, name="log_for"),
]
