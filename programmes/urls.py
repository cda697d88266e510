from django.urls import path

from programmes.views import calls, glossary, pathway, programmes, search, territory

app_name = "programmes"
urlpatterns = [
    path("programmes/", programmes.index, name="index"),
    path("programmes/<slug:slug>/", programmes.detail, name="detail"),
    path("etapes/", pathway.stages, name="stages"),
    path("etapes/<slug:code>/", pathway.stage, name="stage"),
    path("lignes/<slug:slug>/", pathway.line, name="line"),
    path("appels/", calls.index, name="calls"),
    path("appels/<slug:slug>/", calls.detail, name="call"),
    path("glossaire/", glossary.index, name="glossary"),
    path("recherche/", search.index, name="search"),
    path("departements/", territory.departments, name="departments"),
    path("regions/<slug:code>/", territory.region, name="region"),
    path("departements/<slug:code>/", territory.department, name="department"),
]
