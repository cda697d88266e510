"""Pages of the account that allauth does not have."""

from django.urls import path

from accounts import notification_views as notifications
from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.index, name="index"),
    path("identite/", views.identity, name="identity"),
    path("agenda/", views.calendar, name="calendar"),
    path("notifications/", notifications.index, name="notifications"),
    path("notifications/lues/", notifications.read_all, name="notifications_read"),
    path("notifications/reglages/", notifications.settings, name="mail_choices"),
    path("notifications/arreter/<str:token>/", notifications.stop, name="stop_mails"),
    path("notifications/<int:pk>/", notifications.follow, name="notification"),
]
