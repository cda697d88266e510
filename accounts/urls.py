"""Pages of the account that allauth does not have."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.index, name="index"),
    path("identite/", views.identity, name="identity"),
    path("agenda/", views.calendar, name="calendar"),
]
