"""The roof's application, and the admin site that is the back-office."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PortalConfig(AppConfig):
    name = "ess_portal"
    verbose_name = "Portail"
    default = True


class PortalAdminConfig(admin_apps.AdminConfig):
    default_site = "ess_portal.admin_site.PortalAdminSite"
    default = False
