from django.urls import path

from actors import views

app_name = "actors"
urlpatterns = [
    path("acteurs/", views.index, name="index"),
    path("acteurs/liste.csv", views.table, name="table"),
    path("lieux/", views.places, name="places"),
    path("acteurs/<slug:slug>/", views.detail, name="detail"),
]
