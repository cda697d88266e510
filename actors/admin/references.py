"""Territories and the lists that describe organisations."""

from django.contrib import admin

from actors.admin.directory import DirectoryAdmin
from actors.models import ActorKind, Department, LegalForm, Region, Sector, SiaeType, Source, Zone
from actors.territory_uses import uses_of
from ess_portal.lib.text import sort_key


@admin.register(ActorKind, Sector, SiaeType)
class NamedAdmin(DirectoryAdmin):
    list_display = ["name", "code"]
    search_fields = ["name", "code"]


@admin.register(LegalForm)
class LegalFormAdmin(DirectoryAdmin):
    list_display = ["name", "family", "in_ess"]
    list_filter = ["family", "in_ess"]
    search_fields = ["name"]


@admin.register(Source)
class SourceAdmin(DirectoryAdmin):
    list_display = ["label", "date", "public", "code"]
    list_filter = ["public"]
    search_fields = ["label", "code"]


class TerritoryAdmin(DirectoryAdmin):
    def get_deleted_objects(self, objs, request):
        """A territory that rules name stays, and the page says which rules."""
        found = super().get_deleted_objects(objs, request)
        return *found[:-1], [*found[-1], *(sentence for one in objs for sentence in uses_of(one))]


@admin.register(Zone)
class ZoneAdmin(TerritoryAdmin):
    list_display = ["name", "code", "status", "lists"]


@admin.register(Region)
class RegionAdmin(TerritoryAdmin):
    list_display = ["name", "code", "zone", "time_zone"]
    search_fields = ["name", "code"]

    def save_model(self, request, obj, form, change):
        obj.sort_name = sort_key(obj.name)
        super().save_model(request, obj, form, change)


@admin.register(Department)
class DepartmentAdmin(RegionAdmin):
    list_display = ["code", "name", "region"]
    list_filter = ["region"]
    list_select_related = ["region"]
