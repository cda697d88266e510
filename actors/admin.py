"""The back-office of the directory: for superusers, and for each organisation's managers on their own sheet."""

from django import forms
from django.contrib import admin
from django.db import models

from actors.indexing import index_actors
from actors.models import (
    Actor,
    ActorKind,
    ActorRelation,
    Alias,
    Coverage,
    Department,
    LegalForm,
    Membership,
    OrganisationRole,
    Region,
    Sector,
    SiaeType,
    Site,
    Source,
    Zone,
)
from actors.models.actor import SheetStatus
from actors.revision import bump
from ess_portal.lib.admin import ScopedChoices
from ess_portal.lib.text import sort_key

OWN_WORDS = ["summary", "description", "website", "city"]


class DirectoryAdmin(ScopedChoices, admin.ModelAdmin):
    """Facts of the public pages: whoever may change them is a superuser; each change renews those pages."""

    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {
        **ScopedChoices.formfield_overrides,
        models.URLField: {"form_class": forms.URLField, "assume_scheme": "https"},
    }

    def may_edit(self, user, obj=None):
        return user.is_superuser

    def has_module_permission(self, request):
        """In the menu for superusers only: asking more would cost every page of the back-office a query."""
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return self.may_edit(request.user, obj)

    def has_change_permission(self, request, obj=None):
        return self.may_edit(request.user, obj)

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def republish(self, *objects):
        """After every change: the pages are renewed; where the search reads the object, its index too."""
        bump()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.republish(form.instance)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self.republish(obj)

    def delete_queryset(self, request, queryset):
        objects = list(queryset)
        super().delete_queryset(request, queryset)
        self.republish(*objects)


class OwnRows:
    """Rows under a sheet: for superusers only, even when a manager may rewrite the sheet's words."""

    extra = 0

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class SiteInline(OwnRows, ScopedChoices, admin.TabularInline):
    model = Site
    fields = ["name", "city", "department"]


class CoverageInline(OwnRows, ScopedChoices, admin.TabularInline):
    model = Coverage
    fields = ["region", "department", "zone"]


class RelationInline(OwnRows, ScopedChoices, admin.TabularInline):
    model = ActorRelation
    fk_name = "source_actor"
    fields = ["kind", "target_actor", "since_year", "until_year"]


@admin.register(Actor)
class ActorAdmin(DirectoryAdmin):
    list_display = ["name", "kind", "city", "region", "status", "listed"]
    list_filter = ["listed", "status", "kind", "region"]
    list_select_related = ["kind", "region"]
    search_fields = ["name", "slug", "city"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [RelationInline, SiteInline, CoverageInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "parent", "listed", "legal_form", "siret", *OWN_WORDS]}),
        ("Territoire et réseaux", {"fields": ["department", "region", "networks"]}),
        ("Vérification", {"fields": ["status", "status_since", "checked_on", "sources"]}),
        ("Interne, jamais publié", {"fields": ["status_note", "editor_note"]}),
    ]

    def may_edit(self, user, obj=None):
        if user.is_superuser:
            return True
        edited = Actor.objects.edited_by(user)
        return edited.exists() if obj is None else edited.filter(pk=obj.pk).exists()

    def get_queryset(self, request):
        return super().get_queryset(request).edited_by(request.user)

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if request.user.is_superuser else [(None, {"fields": ["name", *OWN_WORDS]})]

    def get_readonly_fields(self, request, obj=None):
        return [] if request.user.is_superuser else ["name"]

    def get_prepopulated_fields(self, request, obj=None):
        return self.prepopulated_fields if request.user.is_superuser else {}

    def save_model(self, request, obj, form, change):
        obj.sort_name = sort_key(obj.name)
        if not request.user.is_superuser and obj.status != SheetStatus.CLOSED:
            obj.status = SheetStatus.DECLARED
        super().save_model(request, obj, form, change)

    def republish(self, *objects):
        super().republish(*objects)
        index_actors([actor.slug for actor in objects])


@admin.register(Alias)
class AliasAdmin(DirectoryAdmin):
    list_display = ["name", "target_kind", "slug", "until"]
    list_filter = ["target_kind"]
    search_fields = ["name", "slug"]

    def republish(self, *objects):
        super().republish(*objects)
        index_actors([alias.slug for alias in objects if alias.target_kind == "actor"])


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


@admin.register(Zone)
class ZoneAdmin(DirectoryAdmin):
    list_display = ["name", "code", "status"]


@admin.register(Region)
class RegionAdmin(DirectoryAdmin):
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


@admin.register(OrganisationRole)
class OrganisationRoleAdmin(DirectoryAdmin):
    list_display = ["user", "actor", "kind", "starts_on", "ends_on"]
    list_filter = ["kind"]
    list_select_related = ["user", "actor"]
    search_fields = ["user__email", "user__last_name", "actor__name"]
    fields = ["user", "actor", "kind", "starts_on", "ends_on", "reason"]


@admin.register(Membership)
class MembershipAdmin(DirectoryAdmin):
    list_display = ["member", "chamber", "college", "starts_on", "ends_on"]
    list_filter = [("chamber", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["member", "chamber"]
    search_fields = ["member__name", "chamber__name"]
    fields = ["member", "chamber", "college", "starts_on", "ends_on", "reason"]
