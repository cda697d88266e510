from django.urls import path

from projects.views import joining, project

app_name = "projects"
urlpatterns = [
    path("", project.index, name="index"),
    path("nouveau/", project.create, name="create"),
    path("invitation/<str:token>/", joining.join, name="join"),
    path("documents/<uuid:pk>/", project.download, name="document"),
    path("documents/<uuid:pk>/retirer/", project.remove_document, name="document_remove"),
    path("<uuid:pk>/", project.detail, name="detail"),
    path("<uuid:pk>/modifier/", project.edit, name="edit"),
    path("<uuid:pk>/etape/", project.stage, name="stage"),
    path("<uuid:pk>/documents/", project.add_document, name="document_add"),
]
