from django.urls import path

from programmes.views import (
    call_feeds,
    calls,
    comparison,
    glossary,
    orientation,
    pathway,
    plan,
    programmes,
    search,
    territory,
)

app_name = "programmes"
urlpatterns = [
    path("programmes/", programmes.index, name="index"),
    path("programmes/<slug:slug>/", programmes.detail, name="detail"),
    path("comparer/", comparison.compare, name="compare"),
    path("etapes/", pathway.stages, name="stages"),
    path("etapes/<slug:code>/", pathway.stage, name="stage"),
    path("plan/", plan.plan, name="plan"),
    path("plan/manques/", plan.gaps, name="gaps"),
    path("plan/manques.csv", plan.gaps_csv, name="gaps_csv"),
    path("lignes/<slug:slug>/", pathway.line, name="line"),
    path("appels/", calls.index, name="calls"),
    path("appels/calendrier/", calls.calendar, name="calls_month"),
    path("appels/tous.ics", call_feeds.calendar_of_all, name="calls_ical"),
    path("appels/programme/<slug:slug>.ics", call_feeds.calendar_of_programme, name="programme_ical"),
    path("appels/region/<slug:code>.ics", call_feeds.calendar_of_region, name="region_ical"),
    path("appels/flux.atom", call_feeds.atom, name="calls_atom"),
    path("appels/flux.rss", call_feeds.rss, name="calls_rss"),
    path("appels/<slug:slug>/", calls.detail, name="call"),
    path("appels/<slug:slug>/agenda.ics", call_feeds.calendar_of_call, name="call_ical"),
    path("orientation/", orientation.ask, name="orientation"),
    path("orientation/resultat/", orientation.result, name="itinerary"),
    path("orientation/en-confiance/", orientation.confide, name="confide"),
    path("glossaire/", glossary.index, name="glossary"),
    path("recherche/", search.index, name="search"),
    path("departements/", territory.departments, name="departments"),
    path("regions/<slug:code>/", territory.region, name="region"),
    path("departements/<slug:code>/", territory.department, name="department"),
]
