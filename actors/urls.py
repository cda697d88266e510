from django.urls import path

from actors import views

app_name = "actors"
urlpatterns = [
    path("acteurs/", views.index, name="index"),
    path("acteurs/<slug:slug>/", views.detail, name="detail"),
]
