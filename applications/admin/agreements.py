"""The agreements of a file filled for somebody: an officer closes that of a helper who left, and records her own."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications import helped
from projects import handover, helping
from projects.forms.helping import AgreementForm


class CloseForm(forms.Form):
    why = forms.CharField(
        label="Pourquoi cet accord se ferme",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="300 signes au plus. La personne lira cette phrase.",
        error_messages={"required": "Dites pourquoi cet accord se ferme."},
    )


def index(page, fetch):
    """GET shows; POST closes the agreement that it names, or records the officer's own."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request, pk):
        application = fetch(page, request, pk)
        if request.method != "POST":
            return show(page, request, application)
        return (close if "close" in request.POST else record)(page, request, application)

    return view


def close(page, request, application):
    number = request.POST["close"]
    named = int(number) if number.isdecimal() and len(number) < 10 else 0
    agreement = get_object_or_404(application.project.agreements, pk=named)
    form = CloseForm(request.POST, auto_id=f"clore_{agreement.pk}_%s")
    if form.is_valid():
        try:
            helped.close(application, agreement, why=form.cleaned_data["why"], by=request.user, now=timezone.now())
        except helping.CannotHelp as refusal:
            form.add_error("why", str(refusal))
        else:
            messages.success(request, "L’accord est clos, avec sa raison.")
            return redirect("admin:applications_agreements", application.pk)
    return show(page, request, application, closing={agreement.pk: form}, status=422)


def record(page, request, application):
    form = AgreementForm(request.POST, helper=request.user, now=timezone.now())
    if form.is_valid():
        try:
            helped.record(application, form.words(), by=request.user, now=timezone.now())
        except helping.CannotHelp as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "L’accord est enregistré. Le dossier est dans votre espace.")
            return redirect("admin:applications_agreements", application.pk)
    return show(page, request, application, form=form, status=422)


def show(page, request, application, form=None, closing=None, status=200):
    now = timezone.now()
    rows = list(application.project.agreements.select_related("helper", "actor", "person", "closed_by"))
    owner = handover.owner_of(application.project) if application.project.helped else None
    mine = any(row.helper_id == request.user.pk and row.closed_at is None for row in rows)
    waits = owner is not None and not owner.email and not mine
    may_record = waits and helping.houses_of(request.user).exists()
    context = {
        **page.admin_site.each_context(request),
        "title": "Accords de la personne",
        "opts": page.opts,
        "application": application,
        "person": owner,
        "rows": [(row, row.holds(now), closing_form(row, closing or {})) for row in rows],
        "form": form or (AgreementForm(helper=request.user, now=now) if may_record else None),
    }
    return render(request, "admin/applications/agreements.html", context, status=status)


def closing_form(row, tried):
    """The form that closes an agreement whose helper left; None for the others."""
    if row.closed_at is not None or not helped.has_left(row):
        return tried.get(row.pk)
    return tried.get(row.pk) or CloseForm(auto_id=f"clore_{row.pk}_%s")
