"""Alerts by e-mail, apart from the public pages: none of these may be kept."""

from django.urls import path

from programmes.views import alerts

app_name = "alerts"
urlpatterns = [
    path("", alerts.ask, name="ask"),
    path("demande/", alerts.asked, name="asked"),
    path("toutes/<str:token>/", alerts.everything, name="all"),
    path("<str:token>/", alerts.detail, name="detail"),
    path("<str:token>/arreter/", alerts.stop, name="stop"),
]
