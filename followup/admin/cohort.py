"""Cohorts in the back-office, and « Ouvrir la promotion », which makes or completes one."""

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from applications.models import Application
from applications.states import State
from ess_portal.lib import french
from ess_portal.lib.admin import ScopedModelAdmin
from followup import opening
from followup.forms import OpenForm
from followup.models import Participation
from programmes.models import Call, Cohort


def count_of(rows, field):
    """The number of rows that belong to each object, as a sub-query."""
    return Coalesce(Subquery(rows.order_by().values(field).annotate(figure=Count("pk")).values("figure")), 0)


def cohorts_of(user) -> QuerySet[Cohort]:
    """Cohorts of the calls that the person runs, with how many are in and how many wait to be added."""
    inside = Participation.objects.filter(cohort=OuterRef("pk"))
    waiting = Application.objects.filter(call=OuterRef("call"), state=State.CONFIRMED, participation=None)
    return Cohort.objects.filter(call__in=Call.objects.run_by(user)).annotate(
        inside=count_of(inside, "cohort"), waiting=count_of(waiting, "call")
    )


def calls_to_open(user) -> QuerySet[Call]:
    """Calls with confirmed places and no cohort yet."""
    confirmed = Count("applications", filter=Q(applications__state=State.CONFIRMED))
    return (
        Call.objects.run_by(user)
        .filter(cohort=None)
        .annotate(confirmed=confirmed)
        .filter(confirmed__gt=0)
        .order_by("starts_on", "pk")
    )


@admin.register(Cohort)
class CohortAdmin(ScopedModelAdmin):
    list_display = ["name", "programme", "starts_on", "ends_on", "people", "to_add"]
    list_filter = [("programme", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["programme", "call"]
    search_fields = ["name", "programme__name"]
    ordering = ["-starts_on", "-pk"]
    change_list_template = "admin/followup/cohorts.html"

    def get_queryset(self, request):
        return cohorts_of(request.user)

    @admin.display(description="projets", ordering="inside")
    def people(self, cohort):
        return cohort.inside

    @admin.display(description="à ajouter", ordering="waiting")
    def to_add(self, cohort):
        return cohort.waiting or "–"

    def changelist_view(self, request, extra_context=None):
        context = {"title": "Promotions", "to_open": calls_to_open(request.user)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not object_id.isdigit():
            raise Http404
        cohort = get_object_or_404(self.get_queryset(request).select_related("programme", "call"), pk=object_id)
        rows = Participation.objects.filter(cohort=cohort).select_related("project").with_rhythm().with_supporters()
        context = {
            **self.admin_site.each_context(request),
            "title": cohort.name,
            "opts": self.opts,
            "cohort": cohort,
            "rows": rows,
        }
        return render(request, "admin/followup/cohort.html", context)


def open_page(page):
    """« Ouvrir la promotion » of a call: run again, it adds the late confirmations."""

    def view(request, call):
        call = get_object_or_404(Call.objects.run_by(request.user).select_related("programme"), pk=call)
        cohort = Cohort.objects.filter(call=call).first()
        form = OpenForm(request.POST or None, initial=first_words(call, cohort))
        if form.is_valid():
            try:
                opened = opening.open_cohort(call, by=request.user, now=timezone.now(), **form.cleaned_data)
            except opening.OpeningRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                added = french.counted(len(opened.added), "projet ajouté", "projets ajoutés")
                messages.success(request, f"La promotion est ouverte : {added}.")
                return redirect("admin:programmes_cohort_change", opened.cohort.pk)
        context = {
            **page.admin_site.each_context(request),
            "title": "Compléter la promotion" if cohort else "Ouvrir la promotion",
            "opts": Cohort._meta,
            "call": call,
            "cohort": cohort,
            "form": form,
            "awaiting": opening.awaiting(call).select_related("project").order_by("number"),
            "packages": opening.packages_of(list(call.programme.components.all())),
        }
        return render(request, "admin/followup/open.html", context)

    return view


def first_words(call, cohort):
    """What the form proposes: the cohort as it stands, or the call's own first day."""
    if cohort:
        return {"name": cohort.name, "starts_on": cohort.starts_on, "ends_on": cohort.ends_on}
    starts_on = call.starts_on or timezone.localdate()
    return {"name": f"{call.programme.name}, promotion {starts_on.year}"[:160], "starts_on": starts_on}
