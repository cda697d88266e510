from django.urls import path

from projects import views

app_name = "projects"
urlpatterns = [
    path("", views.index, name="index"),
    path("nouveau/", views.create, name="create"),
    path("documents/<uuid:pk>/", views.download, name="document"),
    path("documents/<uuid:pk>/retirer/", views.remove_document, name="document_remove"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/modifier/", views.edit, name="edit"),
    path("<uuid:pk>/etape/", views.stage, name="stage"),
    path("<uuid:pk>/documents/", views.add_document, name="document_add"),
]
