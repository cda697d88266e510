"""Errors reported and changes proposed, in the back-office of those who keep the sheets."""

from django.contrib import admin, messages
from django.db.models import Count, F, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from actors import keepers, proposals, reports
from actors.forms import AnswerForm, DecisionsForm
from actors.models import Proposal, Report
from actors.sheet_kinds import kind_of, part_of
from ess_portal.lib import french
from ess_portal.lib.admin import ScopedModelAdmin


class WaitingFilter(admin.SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [("attente", "En attente"), ("traite", "Traité")]

    def queryset(self, request, queryset):
        if self.value() == "attente":
            return queryset.waiting()
        if self.value() == "traite":
            return queryset.exclude(pk__in=queryset.waiting().values("pk"))
        return queryset


class AboutSheetAdmin(ScopedModelAdmin):
    """A list of what is said of sheets, and one page of our own for each row, where it is read and answered."""

    list_filter = [WaitingFilter]
    list_select_related = ["actor", "programme"]
    search_fields = ["actor__name", "programme__name"]
    search_help_text = "Structure ou programme"
    own_template = ""

    @admin.display(description="fiche")
    def sheet_name(self, row):
        return row.sheet.name

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return self.own_page(request, row)

    def shown(self, request, row, **context):
        kind = kind_of(row.sheet)
        around = {
            "title": row.sheet.name,
            "opts": self.opts,
            "sheet": row.sheet,
            "kind": kind,
            "check_url": reverse("admin:actors_check", args=[kind.segment, row.sheet.slug]),
            "propose_url": reverse("sheets:propose", args=[kind.segment, row.sheet.slug]),
            "checks": keepers.checks(request.user, row.actor),
        }
        return render(request, self.own_template, {**self.admin_site.each_context(request), **around, **context})

    def back_to(self, row):
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", row.pk)


@admin.register(Report)
class ReportAdmin(AboutSheetAdmin):
    list_display = ["sheet_name", "what", "received_at", "situation"]
    own_template = "admin/sheets/report.html"

    def get_ordering(self, request):
        return [F("answered_at").desc(nulls_first=True), "received_at", "pk"]

    @admin.display(description="à corriger")
    def what(self, report):
        return part_of(report)

    @admin.display(description="suite", ordering="answered_at")
    def situation(self, report):
        if report.answered_at is None:
            return "en attente"
        return f"{report.get_outcome_display()}, {french.day(report.answered_at, year=False)}"

    def own_page(self, request, report):
        form = AnswerForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            outcome, words = form.cleaned_data["outcome"], form.cleaned_data["words"]
            try:
                reports.answer(report, outcome, words, by=request.user, now=timezone.now())
            except reports.AlreadyAnswered as first:
                report = first.report
                messages.error(request, "Quelqu’un a répondu avant vous. Votre texte est gardé ci-dessous.")
                return self.shown(request, report, report=report, part=part_of(report), form=form, lost=words)
            messages.success(request, "La réponse est enregistrée.")
            return self.back_to(report)
        return self.shown(request, report, report=report, part=part_of(report), form=form)


@admin.register(Proposal)
class ProposalAdmin(AboutSheetAdmin):
    list_display = ["sheet_name", "by", "made_at", "left"]
    list_select_related = ["actor", "programme", "by"]
    own_template = "admin/sheets/proposal.html"

    def get_queryset(self, request):
        waiting = Count("changes", filter=Q(changes__outcome=""))
        return super().get_queryset(request).annotate(waiting_changes=waiting)

    def get_ordering(self, request):
        return [F("closed_at").desc(nulls_first=True), "made_at", "pk"]

    @admin.display(description="champs à relire", ordering="waiting_changes")
    def left(self, proposal):
        return proposal.waiting_changes or "tout est relu"

    def own_page(self, request, proposal):
        found = proposals.compare(proposal, {})
        if request.method == "POST":
            if not keepers.checks(request.user, proposal.actor):
                raise Http404
            form = DecisionsForm(found, request.POST)
            if form.is_valid():
                return self.decide(request, proposal, form)
        else:
            form = DecisionsForm(found)
        return self.read(request, proposal, form, found)

    def read(self, request, proposal, form, found):
        decided = [comparison for comparison in found if comparison.change.outcome]
        return self.shown(request, proposal, proposal=proposal, form=form, decided=decided)

    def decide(self, request, proposal, form):
        try:
            proposals.decide(proposal, form.decisions(), by=request.user, now=timezone.now())
        except proposals.Moved:
            messages.error(
                request, "La fiche ou la proposition a changé pendant votre lecture. Rien n’est appliqué : relisez."
            )
        except proposals.Unfit as unfit:
            messages.error(request, f"La fiche ne peut pas recevoir ce texte. {unfit}")
        else:
            messages.success(request, "Vos décisions sont enregistrées.")
            return self.back_to(proposal)
        proposal = self.get_object(request, str(proposal.pk))
        found = proposals.compare(proposal, {})
        return self.read(request, proposal, form.shown_again(found), found)
