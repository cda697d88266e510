"""Organisations: superusers change everything, each organisation's managers the words of their own sheet."""

from django import forms
from django.contrib import admin
from django.urls import path

from actors.admin import checking
from actors.admin.directory import DirectoryAdmin, OwnRows
from actors.indexing import index_actors, index_named
from actors.models import Actor, ActorRelation, Alias, Coverage, Membership, OrganisationRole, Site
from actors.models.actor import SheetStatus
from actors.relations import FROM_HERE
from ess_portal.lib.admin import ScopedChoices
from ess_portal.lib.text import sort_key

OWN_WORDS = ["summary", "description", "website", "city"]


class SiteInline(OwnRows, ScopedChoices, admin.TabularInline):
    model = Site
    fields = ["name", "city", "department", "latitude", "longitude"]


class CoverageInline(OwnRows, ScopedChoices, admin.TabularInline):
    model = Coverage
    fields = ["region", "department", "zone"]


class RelationForm(forms.ModelForm):
    kind = forms.ChoiceField(label="lien", choices=sorted(FROM_HERE.items(), key=lambda item: sort_key(item[1])))


class RelationInline(OwnRows, ScopedChoices, admin.TabularInline):
    model = ActorRelation
    form = RelationForm
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
        ("Territoire et réseaux", {"fields": ["department", "region", "latitude", "longitude", "networks"]}),
        ("Vérification", {"fields": ["status", "status_since", "checked_on", "sources"]}),
        ("Interne, jamais publié", {"fields": ["status_note", "editor_note"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view
        site = {"site": self.admin_site}
        return [
            path("fiches-a-verifier/", view(checking.to_check), site, name="actors_to_check"),
            path("fiches/<slug:segment>/<slug:slug>/", view(checking.check), site, name="actors_check"),
            *super().get_urls(),
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
        for kind in {alias.target_kind for alias in objects}:
            index_named(kind, [alias.slug for alias in objects if alias.target_kind == kind])


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
