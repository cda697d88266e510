"""The site map. Each app lists its own pages; `architecture.md` gives the surfaces."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from ess_portal import calendar_feed, crawlers, health, showcase, views, workspace

urlpatterns = [
    path("", views.home, name="home"),
    path("espace/", workspace.workspace, name="workspace"),
    path("espace/dates/", workspace.dates, name="dates"),
    path("espace/agenda/<str:token>/mes-dates.ics", calendar_feed.feed, name="calendar"),
    path("compte/", include("accounts.urls")),
    path("compte/", include("allauth.urls")),
    path("", include("actors.urls")),
    path("", include("actors.urls_sheets")),
    path("", include("programmes.urls")),
    path("alertes/", include("programmes.urls_alerts")),
    path("projets/", include("projects.urls")),
    path("candidatures/", include("applications.urls")),
    path("comite/", include("applications.urls_committee")),
    path("suivi/", include("followup.urls")),
    path("gestion/", admin.site.urls),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", crawlers.sitemap, name="sitemap_section"),
    path("sante/", health.health, name="health"),
]
if settings.DEBUG:
    urlpatterns.append(path("composants/", showcase.components, name="components"))

handler400 = "ess_portal.errors.bad_request"
handler403 = "ess_portal.errors.permission_denied"
handler404 = "ess_portal.errors.not_found"
handler429 = "ess_portal.errors.too_many_requests"
handler500 = "ess_portal.errors.server_error"
