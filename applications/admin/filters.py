"""What narrows the officers' list of files; each is one parameter of the address, whatever it holds."""

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from applications import pipeline, requests, whose_turn
from applications.models import Application
from applications.states import State
from ess_portal.lib import french
from programmes.models import Call


class CallFilter(admin.RelatedFieldListFilter):
    """The person's calls that hold a sent file: asked of the calls, which are few, not of the files."""

    def field_choices(self, field, request, model_admin):
        sent = Application.objects.filter(call=OuterRef("pk")).exclude(state=State.DRAFT)
        calls = Call.objects.run_by(request.user).filter(Exists(sent))
        return [(call.pk, str(call)) for call in calls]


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


class AgeFilter(admin.SimpleListFilter):
    """Any number of days is read from the address; the links offer some."""

    title = "déposée depuis"
    parameter_name = "age"
    OFFERED = [7, 15, 30, 60]
    MOST = 36_500

    def lookups(self, request, model_admin):
        return [(str(days), f"Plus de {french.counted(days, 'jour', 'jours')}") for days in self.OFFERED]

    def queryset(self, request, queryset):
        days = self.value() or ""
        if not (days.isdecimal() and len(days) <= len(str(self.MOST)) and int(days) <= self.MOST):
            return queryset
        return pipeline.older_than(queryset, int(days), timezone.now())


class CompleteFilter(admin.SimpleListFilter):
    title = "complétude"
    parameter_name = "complet"

    def lookups(self, request, model_admin):
        return [("non", "Incomplète")]

    def queryset(self, request, queryset):
        return pipeline.incomplete(queryset) if self.value() == "non" else queryset


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


class ReaderFilter(admin.SimpleListFilter):
    title = "comité"
    parameter_name = "lecture"

    def lookups(self, request, model_admin):
        return [("personne", "Recevable, sans personne pour lire")]

    def queryset(self, request, queryset):
        return pipeline.without_reader(queryset) if self.value() == "personne" else queryset


class UnreadFilter(admin.SimpleListFilter):
    title = "messages"
    parameter_name = "messages"

    def lookups(self, request, model_admin):
        return [("non-lus", "Non lus")]

    def queryset(self, request, queryset):
        return queryset.filter(unread__gt=0) if self.value() == "non-lus" else queryset


class RuleFilter(admin.SimpleListFilter):
    """Last of the filters: it judges, one by one, the files that the others have left."""

    title = "conditions obligatoires"
    parameter_name = "regle"
    WANTED = {"non-remplie": "not_met", "a-verifier": "unknown"}

    def lookups(self, request, model_admin):
        return [("non-remplie", "Une au moins n’est pas remplie"), ("a-verifier", "Une au moins reste à vérifier")]

    def queryset(self, request, queryset):
        wanted = self.WANTED.get(self.value())
        if wanted is None:
            return queryset
        try:
            return pipeline.failing_a_rule(queryset, wanted, timezone.localdate())
        except pipeline.TooManyFiles as refusal:
            messages.warning(request, str(refusal))
            return queryset.none()
