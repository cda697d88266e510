"""The back-office at /gestion/: Django's admin, in our words, signed in through the portal's own pages."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from actors.models import Proposal, Report
from applications import desk

RUBRICS = {
    "Appels": [
        "programmes.Call",
        "applications.Application",
        "applications.CommitteeSession",
        "programmes.Cohort",
        "applications.PaperLetter",
    ],
    "Suivi": ["followup.Participation"],
    "Annuaire": [
        "actors.Actor",
        "programmes.Programme",
        "programmes.Rule",
        "actors.Report",
        "actors.Proposal",
        "actors.OrganisationRole",
        "actors.Membership",
        "actors.Import",
    ],
}
PAGES = {"Annuaire": [("Fiches à vérifier", "admin:actors_to_check")]}
OTHERS = "Réglages"


class PortalAdminSite(AdminSite):
    site_header = "Correspondances, gestion"
    site_title = "Correspondances"
    index_title = "Tableau de bord"
    site_url = "/"
    enable_nav_sidebar = False  # ours is drawn by admin/base.html, from `rubrics`

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def index(self, request, extra_context=None):
        now = timezone.now()
        tasks = desk.tasks(request.user, now) + sheet_tasks(request.user)
        awaiting = {"tasks": tasks, "calls": desk.calls(request.user, now), "now": now}
        return super().index(request, {**awaiting, **(extra_context or {})})

    def each_context(self, request):
        context = super().each_context(request)
        rubrics = [(name, held + pages_of(name)) for name, held in by_rubric(context["available_apps"])]
        return {**context, "rubrics": rubrics}


def by_rubric(apps):
    """[(rubric, [model])] in the order of RUBRICS, without empty ones; what is named nowhere is a setting."""
    listed = [(app["app_label"], model) for app in apps for model in app["models"] if model["admin_url"]]
    models = {f"{label}.{model['object_name']}": model for label, model in listed}
    found = [(rubric, [models.pop(name) for name in names if name in models]) for rubric, names in RUBRICS.items()]
    return [(rubric, held) for rubric, held in [*found, (OTHERS, [*models.values()])] if held]


def sheet_tasks(user):
    """What readers and organisations have written about the sheets that the person's chamber checks."""
    reports, proposals = Report.objects.checked_by(user).waiting(), Proposal.objects.checked_by(user).waiting()
    tasks = [
        desk.Task(reports.count(), "erreur signalée à lire", "erreurs signalées à lire", _waiting("report")),
        desk.Task(proposals.count(), "proposition à relire", "propositions à relire", _waiting("proposal")),
    ]
    return [task for task in tasks if task.count]


def _waiting(model):
    return f"{reverse(f'admin:actors_{model}_changelist')}?etat=attente"


def pages_of(rubric):
    """Pages of a rubric that are not the list of a model; each shows only what its reader may see."""
    return [{"name": name, "admin_url": reverse(address)} for name, address in PAGES.get(rubric, [])]
