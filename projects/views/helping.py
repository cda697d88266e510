"""Filling a file for somebody, on both sides: the helper's pages, then the person's."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects import handover, helping
from projects.forms.helping import AddressForm, AgreementForm, DecisionForm, HelpForm
from projects.views.fetching import READ_AND_WRITE, owned

A_PAGE = 20
NO_ROLE = (
    "Pour remplir un dossier au nom d’une personne, il faut un rôle dans une structure de l’annuaire. "
    "Demandez-le à la personne responsable de votre structure."
)


def mine(request, pk, now):
    """The helper's own agreement: closed or too old, or somebody else's, it does not exist."""
    return get_object_or_404(helping.helped_by(request.user, now), pk=pk)


@require_safe
def index(request):
    now = timezone.now()
    page = Paginator(helping.helped_by(request.user, now), A_PAGE).get_page(request.GET.get("page"))
    rows = [(agreement, agreement.holds(now)) for agreement in page]
    may_help = helping.houses_of(request.user).exists()
    return render(request, "projects/helping.html", {"page": page, "rows": rows, "may_help": may_help})


@require_http_methods(READ_AND_WRITE)
def begin(request):
    if not helping.houses_of(request.user).exists():
        raise PermissionDenied(NO_ROLE)
    now = timezone.now()
    form = HelpForm(request.POST if request.method == "POST" else None, helper=request.user, now=now)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            agreement = helping.begin(
                data["first_name"], data["last_name"], form.words(), by=request.user, now=now,
                title=data["title"], stage=data["stage"],
            )  # fmt: skip
            if data["email"]:
                handover.send(agreement.project, data["email"], by=request.user, now=now)
        except helping.CannotHelp as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "L’accord est enregistré, le dossier est ouvert. Complétez le projet.")
            return redirect(agreement.project)
    return render(request, "projects/helping_begin.html", {"form": form})


@require_safe
def agreement(request, pk):
    now = timezone.now()
    held = mine(request, pk, now)
    owner = handover.owner_of(held.project)
    context = {
        "agreement": held,
        "holds": held.holds(now),
        "taken_over": bool(owner.email),
        "link": held.project.handovers.first(),
        "form": AddressForm(),
        "now": now,
    }
    return render(request, "projects/helping_agreement.html", context)


@require_POST
def send_link(request, pk):
    now = timezone.now()
    held = mine(request, pk, now)
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            handover.send(held.project, form.cleaned_data["email"], by=request.user, now=now)
        except helping.CannotHelp as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, "Le lien est parti. S’il y en avait un autre, il ne s’ouvre plus.")
            return redirect("projects:agreement", pk=held.pk)
    context = {"agreement": held, "holds": held.holds(now), "taken_over": False, "link": None, "form": form, "now": now}
    return render(request, "projects/helping_agreement.html", context, status=422)


@require_http_methods(READ_AND_WRITE)
def renew(request, pk):
    now = timezone.now()
    held = mine(request, pk, now)
    first = {"scope": held.scope, "postal_address": held.postal_address}
    form = AgreementForm(
        request.POST if request.method == "POST" else None, helper=request.user, now=now, initial=first
    )
    if request.method == "POST" and form.is_valid():
        try:
            renewed = helping.renew(held, form.words(), by=request.user, now=now)
        except helping.CannotHelp as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le nouvel accord est enregistré.")
            return redirect("projects:agreement", pk=renewed.pk)
    return render(request, "projects/helping_renew.html", {"agreement": held, "form": form})


@require_http_methods(READ_AND_WRITE)
def leave(request, pk):
    now = timezone.now()
    held = mine(request, pk, now)
    if request.method == "POST":
        helping.leave(held, by=request.user, now=now)
        messages.success(request, "C’est fini : vous n’avez plus accès à ce dossier.")
        return redirect("projects:helping")
    return render(request, "projects/helping_leave.html", {"agreement": held})


@require_http_methods(READ_AND_WRITE)
def agreements(request, pk):
    """The person's side: who may do what in her name, who has read her file; she changes or takes back at once."""
    project = owned(request.user, pk)
    now = timezone.now()
    open_rows = project.agreements.filter(closed_at=None).select_related("helper", "actor")
    if request.method == "POST":
        chosen = get_object_or_404(open_rows, pk=number_of(request.POST.get("agreement")))
        form = DecisionForm(request.POST, prefix=str(chosen.pk))
        if form.is_valid():
            helping.decide(chosen, form.cleaned_data["keeps"], by=request.user, now=now)
            messages.success(request, "C’est enregistré, et cela vaut dès maintenant.")
        return redirect("projects:agreements", pk=pk)
    context = {
        "project": project,
        "rows": [
            (row, row.holds(now), DecisionForm(initial={"keeps": row.scope}, prefix=str(row.pk))) for row in open_rows
        ],
        "closed": project.agreements.exclude(closed_at=None).select_related("helper", "actor", "closed_by"),
        "readings": helping.readings(project)[:A_PAGE],
    }
    return render(request, "projects/agreements.html", context)


def decision_on(row):
    return DecisionForm(initial={"keeps": row.scope}, prefix=str(row.pk))


def number_of(text):
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
