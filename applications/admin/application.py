"""Applications in the back-office: the list of an officer's files; a file's own page is in `file_page`."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, F
from django.db.models.expressions import OrderBy
from django.urls import path
from django.utils import timezone

from applications import pipeline, places
from applications.admin import (
    agreements,
    bulk,
    columns,
    file_page,
    filters,
    form_preview,
    letter_preview,
    table,
    views,
)
from applications.admin import correspondence as correspondence_pages
from applications.admin import requests as request_page
from applications.models import Application
from applications.states import State
from ess_portal.lib.admin import ScopedModelAdmin
from programmes.models import Call

TABS = {
    "submitted": "À vérifier",
    "admissible": "Recevables",
    "inadmissible": "Non recevables",
    "admitted": "Admises",
    "waitlisted": "En attente",
    "declined": "Non retenues",
    "redirected": "Orientées ailleurs",
    "confirmed": "Confirmées",
    "lapsed": "Sans réponse",
    "withdrawn": "Retirées",
}


class Pipeline(ChangeList):
    """The list in two steps: which files, then what is said of those of the page; unknown figures sort last."""

    def get_ordering(self, request, queryset):
        return [last(field) for field in super().get_ordering(request, queryset)]

    def __init__(self, request, *args, **kwargs):
        self.shown = columns.of(request)
        self.address = table.kept_of(request.GET.urlencode()).urlencode()
        super().__init__(request, *args, **kwargs)

    def get_filters_params(self, params=None):
        found = super().get_filters_params(params)
        found.pop(columns.PARAMETER, None)
        return found

    def get_results(self, request):
        if getattr(request, "whole", False):  # `table.whole` reads the files itself
            return
        super().get_results(request)
        chosen = list(self.result_list.values_list("pk", flat=True))
        people = any(column.personal for column in self.shown)
        self.result_list = pipeline.rows(self.root_queryset, chosen, timezone.localdate(), people=people)


FIGURES = {"average", "spread", "read", "submitted_at", "moved_at"}


def last(field):
    name = field.lstrip("-") if isinstance(field, str) else ""
    return OrderBy(F(name), descending=field.startswith("-"), nulls_last=True) if name in FIGURES else field


@admin.register(Application)
class ApplicationAdmin(ScopedModelAdmin):
    scope = "instructed_by"
    list_display_links = None
    list_filter = [
        ("call", filters.CallFilter),
        filters.StateFilter,
        filters.AssignedFilter,
        filters.TurnFilter,
        filters.AgeFilter,
        filters.CompleteFilter,
        filters.AwaitedFilter,
        filters.ReaderFilter,
        filters.UnreadFilter,
        filters.RuleFilter,
    ]
    ordering = ["-number", "pk"]
    search_fields = ["number", "project__title", "project__organisation_name"]
    search_help_text = "Numéro, projet, structure ou personne"
    change_list_template = "admin/applications/application_list.html"

    def get_queryset(self, request):
        return pipeline.with_figures(super().get_queryset(request), request.user)

    def get_actions(self, request):
        return bulk.actions()

    def get_list_display(self, request):
        return [column.displayed() for column in columns.of(request)]

    def get_changelist(self, request, **kwargs):
        return Pipeline

    def get_search_results(self, request, queryset, search_term):
        found, repeats = super().get_search_results(request, queryset, search_term)
        words = search_term.strip()
        return (found | queryset.filter(pipeline.of_people(words)) if words else found), repeats

    def has_change_permission(self, request, obj=None):
        return False

    # Pages

    def changelist_view(self, request, extra_context=None):
        calls = Call.objects.run_by(request.user)
        call = calls.filter(pk=chosen_call(request)).first()
        files = Application.objects.filter(call__in=[call] if call else calls).without_interest_of(request.user)
        counts = dict(files.order_by().values_list("state").annotate(Count("pk")))
        context = {
            "chosen_call": call,
            "shares": places.shares(call) if call else [],
            "drafts": counts.pop(State.DRAFT, 0),
            "now": timezone.now(),
            "tabs": tabs_of(counts),
            "columns": columns.ticked(request),
            "views": views.shown_above(request, request.GET.urlencode()),
            "current_tab": request.GET.get("etat"),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("colonnes/", view(table.choose(self)), name="applications_columns"),
            path("imprimer/", view(table.sheet(self)), name="applications_print"),
            path("vues/", view(views.keep(self)), name="applications_views"),
            path("vues/<int:pk>/", view(views.own(self)), name="applications_view"),
            path("ensemble/<slug:name>/", view(bulk.do(self)), name="applications_bulk"),
            path("<uuid:pk>/pieces/<int:attachment>/", view(file_page.document(self)), name="applications_document"),
            path("<uuid:pk>/lettres/<int:letter>/", view(file_page.letter(self)), name="applications_letter"),
            path("<uuid:pk>/messages/", view(correspondence_pages.thread(self)), name="applications_messages"),
            path("<uuid:pk>/notes/", view(correspondence_pages.notes(self)), name="applications_notes"),
            path("formulaire/<int:revision>/", view(form_preview.show(self)), name="applications_form_preview"),
            path(
                "lettres/<int:call>/<slug:code>/",
                view(letter_preview.show(self)),
                name="applications_call_letter_preview",
            ),
            path("<uuid:pk>/demandes/", view(request_page.index(self, file_page.fetch)), name="applications_requests"),
            path("<uuid:pk>/accords/", view(agreements.index(self, file_page.fetch)), name="applications_agreements"),
            path("<uuid:pk>/faire/<slug:name>/", view(file_page.act(self)), name="applications_act"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        application = file_page.fetch(self, request, object_id)
        return file_page.show(self, request, application)


def tabs_of(counts):
    """(value, label, count): all, then each state that holds a file."""
    tabs = [(value, label, counts[value]) for value, label in TABS.items() if counts.get(value)]
    return [(None, "Toutes", sum(counts.values())), *tabs]


def chosen_call(request):
    value = request.GET.get("call__id__exact", "")
    return value if value.isdigit() else None
