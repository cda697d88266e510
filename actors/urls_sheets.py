"""Pages around a sheet, none of them cacheable. `segment` is « acteurs » or « programmes »."""

from django.urls import path

from actors import views_trust as views

app_name = "sheets"
urlpatterns = [
    # Everybody
    path("signaler/<slug:segment>/<slug:slug>/", views.report, name="report"),
    path("signalements/<str:token>/", views.follow, name="follow"),
    # The organisation's people
    path("espace/fiches/<slug:segment>/<slug:slug>/", views.mine, name="mine"),
    path("espace/fiches/<slug:segment>/<slug:slug>/confirmer/", views.confirm, name="confirm"),
    path("espace/fiches/<slug:segment>/<slug:slug>/proposer/", views.propose, name="propose"),
]
