"""Participations in the back-office: who supports, how many hours, for how long without news."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from ess_portal.lib import french
from ess_portal.lib.admin import ScopedModelAdmin
from followup import hours, people
from followup.admin.cohort import open_page
from followup.forms import GrantForm, NameForm, ReleaseForm
from followup.models import HourEntry, Participation, ParticipationRole

ACTIONS = {"nommer": NameForm, "finir": ReleaseForm, "heures": GrantForm}
REFUSALS = (people.NamingRefused, hours.GrantRefused)


class SituationFilter(admin.SimpleListFilter):
    title = "situation"
    parameter_name = "situation"

    def lookups(self, request, model_admin):
        return [("sans-referent", "Sans personne référente"), ("silence", "Sans nouvelles")]

    def queryset(self, request, queryset):
        if self.value() == "sans-referent":
            active = ParticipationRole.objects.active().filter(kind=ParticipationRole.Kind.REFERENT)
            return queryset.exclude(pk__in=active.values("participation"))
        if self.value() == "silence":
            return queryset.silent_on(timezone.localdate())
        return queryset


@admin.register(Participation)
class ParticipationAdmin(ScopedModelAdmin):
    scope = "instructed_by"
    list_display = ["project", "cohort", "referent", "referent_hours", "rhythm"]
    list_filter = [("cohort", admin.RelatedOnlyFieldListFilter), SituationFilter]
    list_select_related = ["project", "cohort"]
    search_fields = ["project__title", "roles__user__last_name", "roles__user__first_name"]
    search_help_text = "Projet ou personne"
    ordering = ["project__sort_title", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_rhythm().with_supporters()

    @admin.display(description="accompagné par")
    def referent(self, participation):
        return ", ".join(str(role.user) for role in participation.referents) or "personne"

    @admin.display(description="heures")
    def referent_hours(self, participation):
        package = next((row for row in participation.packages.all() if row.kind == row.Kind.REFERENT), None)
        if package is None:
            return "à préciser"
        return f"{french.hours(package.used_minutes)} sur {french.hours(package.total_minutes)}"

    @admin.display(description="dernier rendez-vous", ordering="last_met")
    def rhythm(self, participation):
        return french.day(participation.last_met) if participation.last_met else "aucun"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("ouvrir/<int:call>/", view(open_page(self)), name="followup_open"),
            path("<uuid:pk>/faire/<slug:name>/", view(require_POST(self.act)), name="followup_act"),
            *super().get_urls(),
        ]

    def fetch(self, request, pk):
        try:
            return get_object_or_404(self.get_queryset(request).select_related("project", "cohort__call"), pk=pk)
        except ValidationError as error:  # an address that is not a participation's
            raise Http404 from error

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self.show(request, self.fetch(request, object_id))

    def act(self, request, pk, name):
        """One action of the page; a refusal shows the page again with what was typed."""
        participation = self.fetch(request, pk)
        if name not in ACTIONS:
            raise Http404
        form = build(ACTIONS[name], participation, request.POST)
        if form.is_valid():
            try:
                form.carry_out(participation, by=request.user, now=timezone.now())
            except REFUSALS as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, form.done)
                return redirect("admin:followup_participation_change", pk)
        return self.show(request, participation, name, form)

    def show(self, request, participation, tried="", form=None):
        forms = {name: build(action, participation) for name, action in ACTIONS.items()}
        if form is not None:
            forms[tried] = form
        today = timezone.localdate()
        roles = list(participation.roles.select_related("user").order_by("pk"))
        context = {
            **self.admin_site.each_context(request),
            "title": str(participation.project),
            "opts": self.opts,
            "participation": participation,
            "around": [role for role in roles if not over(role, today)],
            "before": [role for role in roles if over(role, today)],
            "packages": participation.packages.all(),
            "movements": movements(participation),
            "naming": forms["nommer"],
            "releasing": forms["finir"],
            "granting": forms["heures"],
            "tried": form,
        }
        return render(request, "admin/followup/participation.html", context, status=422 if form is not None else 200)


def over(role, day):
    return role.ends_on is not None and role.ends_on <= day


def movements(participation):
    rows = HourEntry.objects.filter(package__participation=participation)
    return rows.select_related("package", "by", "meeting")[:20]


def build(form, participation, data=None):
    extra = {} if form is NameForm else {"participation": participation}
    return form(data, auto_id=f"{form.__name__.lower()}_%s", **extra)
