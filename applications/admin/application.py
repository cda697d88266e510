"""Applications in the back-office: the list of an officer's files; a file's own page is in `file_page`."""

from django.contrib import admin, messages
from django.db.models import Count, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html

from applications import correspondence, places, requests, screening, whose_turn
from applications.admin import agreements, file_page, form_preview, letter_preview
from applications.admin import correspondence as correspondence_pages
from applications.admin import requests as request_page
from applications.models import Application, Attachment, CompletenessRequest, Message, Reopening, Step
from applications.states import State
from applications.templatetags.selection import state_badge, turn_cell
from ess_portal.lib import french
from ess_portal.lib.admin import ScopedModelAdmin
from programmes.models import Call, CallDocument

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


class StateFilter(admin.SimpleListFilter):
    """Shown as tabs above the list, not beside it."""

    title = "état"
    parameter_name = "etat"
    template = "admin/applications/nothing.html"

    def lookups(self, request, model_admin):
        return [(value, label) for value, label in State.choices if value != State.DRAFT]

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() else queryset


class AssignedFilter(admin.SimpleListFilter):
    title = "suivi par"
    parameter_name = "suivi"

    def lookups(self, request, model_admin):
        return [("moi", "Moi"), ("personne", "Personne"), ("autres", "D’autres personnes")]

    def queryset(self, request, queryset):
        mine, nobody = Q(assigned_to=request.user), Q(assigned_to=None)
        wanted = {"moi": mine, "personne": nobody, "autres": ~mine & ~nobody}
        return queryset.filter(wanted[self.value()]) if self.value() in wanted else queryset


class TurnFilter(admin.SimpleListFilter):
    title = "réponse attendue"
    parameter_name = "attente"

    def lookups(self, request, model_admin):
        return [("nous", "De nous"), ("equipe", "De l’équipe")]

    def queryset(self, request, queryset):
        side = {"nous": whose_turn.Side.STAFF, "equipe": whose_turn.Side.TEAM}.get(self.value())
        return queryset.filter(side=side) if side else queryset


class AwaitedFilter(admin.SimpleListFilter):
    title = "complément"
    parameter_name = "complement"

    def lookups(self, request, model_admin):
        return [("attendu", "Attendu de l’équipe"), ("depasse", "Sans réponse, date passée")]

    def queryset(self, request, queryset):
        if self.value() == "attendu":
            return queryset.filter(awaited_on__isnull=False)
        if self.value() == "depasse":
            late = requests.overdue(queryset, timezone.localdate())
            return queryset.filter(pk__in=late.values("application"))
        return queryset


class UnreadFilter(admin.SimpleListFilter):
    title = "messages"
    parameter_name = "messages"

    def lookups(self, request, model_admin):
        return [("non-lus", "Non lus")]

    def queryset(self, request, queryset):
        return queryset.filter(unread__gt=0) if self.value() == "non-lus" else queryset


def figure(rows, expression):
    """One figure of the rows that belong to each application."""
    return Subquery(rows.order_by().values("application").annotate(figure=expression).values("figure"))


def with_desk_columns(applications):
    """What the list says of each file: sent, last moved, awaited, documents given and asked."""
    steps = Step.objects.filter(application=OuterRef("pk"))
    awaited = CompletenessRequest.objects.filter(application=OuterRef("pk"), closed_at=None)
    given = Attachment.objects.filter(application=OuterRef("pk"), call_document__required=True)
    modified = Reopening.objects.filter(application=OuterRef("pk"), end=Reopening.End.SENT)
    asked = CallDocument.objects.filter(call=OuterRef("call"), required=True).order_by().values("call")
    return applications.annotate(
        submitted_at=figure(steps.filter(name="submit"), Max("at")),
        moved_at=figure(steps, Max("at")),
        awaited_on=figure(awaited, Min("due_on")),
        modified_at=figure(modified, Max("ended_at")),
        given=Coalesce(figure(given, Count("call_document", distinct=True)), 0),
        asked=Coalesce(Subquery(asked.annotate(figure=Count("pk")).values("figure")), 0),
    )


@admin.register(Application)
class ApplicationAdmin(ScopedModelAdmin):
    scope = "instructed_by"
    list_display = ["file", "department", "submitted", "documents", "situation", "awaited", "officer", "since"]
    list_display_links = None
    list_filter = [
        ("call", admin.RelatedOnlyFieldListFilter),
        StateFilter,
        AssignedFilter,
        TurnFilter,
        AwaitedFilter,
        UnreadFilter,
    ]
    ordering = ["-number", "pk"]
    list_select_related = ["call", "project__department", "assigned_to"]
    search_fields = ["number", "project__title", "project__organisation_name"]
    search_help_text = "Numéro, projet ou structure"
    actions = ["take"]
    change_list_template = "admin/applications/application_list.html"

    def get_queryset(self, request):
        files = with_desk_columns(whose_turn.marked(super().get_queryset(request)))
        return correspondence.with_unread(files, request.user, Message.Side.STAFF)

    def has_change_permission(self, request, obj=None):
        return False

    # Columns

    @admin.display(description="dossier", ordering="project__sort_title")
    def file(self, application):
        return format_html(
            '<a href="{}/change/">{}</a><br><span class="xs muted">{}{}{}</span>',
            application.pk,
            application.project.title,
            f"{application.number} · rempli pour une personne" if application.project.helped else application.number,
            unread_words(application.unread),
            modified_words(application.modified_at),
        )

    @admin.display(description="dép.", ordering="project__department")
    def department(self, application):
        return application.project.department_id or "–"

    @admin.display(description="déposée le", ordering="submitted_at")
    def submitted(self, application):
        return french.day(application.submitted_at, year=False) if application.submitted_at else "–"

    @admin.display(description="pièces")
    def documents(self, application):
        return f"{application.given}/{application.asked}"

    @admin.display(description="état", ordering="state")
    def situation(self, application):
        return state_badge(application.state)

    @admin.display(description="réponse attendue", ordering="side")
    def awaited(self, application):
        return turn_cell(whose_turn.of(application), application.awaited_on, timezone.localdate())

    @admin.display(description="suivi par", ordering="assigned_to__last_name")
    def officer(self, application):
        return application.assigned_to or "personne"

    @admin.display(description="depuis", ordering="moved_at")
    def since(self, application):
        if application.moved_at is None:
            return "–"
        days = french.days_between(timezone.localdate(application.moved_at), timezone.localdate())
        return f"{days}{french.NBSP}j"

    # Pages

    def changelist_view(self, request, extra_context=None):
        calls = Call.objects.run_by(request.user)
        drafts = Application.objects.filter(state=State.DRAFT, call__in=calls)
        sent = Application.objects.instructed_by(request.user)
        call = calls.filter(pk=chosen_call(request)).first()
        if call:
            drafts, sent = drafts.filter(call=call), sent.filter(call=call)
        context = {
            "chosen_call": call,
            "shares": places.shares(call) if call else [],
            "drafts": drafts.count(),
            "now": timezone.now(),
            "tabs": tabs_of(sent),
            "current_tab": request.GET.get("etat"),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
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

    @admin.action(description="M’attribuer ces dossiers", permissions=["view"])
    def take(self, request, applications):
        for application in applications:
            screening.assign(application, request.user, now=timezone.now(), version=application.version)
        messages.success(request, f"{french.counted(len(applications), 'dossier attribué', 'dossiers attribués')}.")


def tabs_of(applications):
    """(value, label, count): all, then each state that holds a file."""
    counts = dict(applications.order_by().values_list("state").annotate(Count("pk")))
    tabs = [(value, label, counts[value]) for value, label in TABS.items() if counts.get(value)]
    return [(None, "Toutes", sum(counts.values())), *tabs]


def unread_words(count):
    return f" · {french.counted(count, 'message non lu', 'messages non lus')}" if count else ""


def modified_words(modified_at):
    return f", modifiée le {french.day(modified_at, year=False)}" if modified_at else ""


def chosen_call(request):
    value = request.GET.get("call__id__exact", "")
    return value if value.isdigit() else None
