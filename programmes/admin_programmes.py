"""Programmes with their components and roles, and the lists that describe them."""

from django.contrib import admin

from actors.admin import DirectoryAdmin, OwnRows
from ess_portal.lib.admin import ScopedChoices
from ess_portal.lib.text import sort_key
from programmes.indexing import index_glossary, index_programmes, index_stages
from programmes.models import (
    ActorProgrammeRelation,
    Audience,
    DocumentKind,
    GlossaryTerm,
    Programme,
    ProgrammeComponent,
    Stage,
    StageFunction,
)

LEADERS = ["lead_actor", "partners", "pedagogical_engineering", "national_animator"]
ENTRY = ["entry_mode", "conditions", "membership_required", "documents", "calendar", "selection"]
LENGTH = ["duration_value", "duration_unit"]


class ComponentInline(OwnRows, ScopedChoices, admin.StackedInline):
    model = ProgrammeComponent
    fields = [
        ("position", "component_type", "mandatory"),
        "title",
        "summary",
        ("quantity", "quantity_max", "unit", "duration_each"),
        "provider",
        "note",
        "editor_note",
    ]


class RoleInline(OwnRows, ScopedChoices, admin.TabularInline):
    model = ActorProgrammeRelation
    fields = ["actor", "kind", "since_year", "until_year"]


@admin.register(Programme)
class ProgrammeAdmin(DirectoryAdmin):
    list_display = ["name", "lead_actor", "kind", "region", "line", "status", "checked_on"]
    list_filter = ["status", "kind", "entry_mode", "line", "region"]
    list_select_related = ["lead_actor", "region", "line"]
    search_fields = ["name", "slug", "lead_actor__name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ComponentInline, RoleInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "line", "summary", "target", "what_you_do"]}),
        ("Qui le porte", {"fields": [*LEADERS, "region"]}),
        ("À qui il s’adresse", {"fields": ["audiences", "stages", "for_you_if", "not_for_you_if"]}),
        ("Entrer", {"fields": ENTRY}),
        ("Durée et places", {"fields": [*LENGTH, "cohorts_per_year", "cohort_size", "ending"]}),
        ("Prix", {"fields": ["cost", "cost_note"]}),
        ("Vérification", {"fields": ["status", "checked_on", "public_unknowns", "sources"]}),
        ("Interne, jamais publié", {"fields": ["confidence", "unknowns", "editor_note"]}),
    ]

    def save_model(self, request, obj, form, change):
        obj.work_out()
        super().save_model(request, obj, form, change)

    def republish(self, *objects):
        super().republish(*objects)
        index_programmes([programme.slug for programme in objects])


@admin.register(Stage)
class StageAdmin(DirectoryAdmin):
    list_display = ["order", "name", "question", "function"]
    list_display_links = ["name"]
    list_select_related = ["function"]

    def republish(self, *objects):
        super().republish(*objects)
        index_stages()
        index_programmes(Programme.objects.filter(stages__in=objects).values_list("slug", flat=True).distinct())


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(DirectoryAdmin):
    list_display = ["term", "code", "in_texts"]
    list_filter = ["in_texts"]
    search_fields = ["term", "definition"]
    prepopulated_fields = {"slug": ["term"]}

    def save_model(self, request, obj, form, change):
        obj.sort_term = sort_key(obj.term)
        super().save_model(request, obj, form, change)

    def republish(self, *objects):
        super().republish(*objects)
        index_glossary()


@admin.register(Audience)
class AudienceAdmin(DirectoryAdmin):
    list_display = ["name", "code", "sensitive"]
    list_filter = ["sensitive"]
    search_fields = ["name"]


@admin.register(DocumentKind, StageFunction)
class NamedAdmin(DirectoryAdmin):
    list_display = ["name", "code"]
    search_fields = ["name"]
