"""Committees in the back-office: planning, composing, giving the files; then `room` and `publication`."""

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from applications import committee, late
from applications.admin import links, minutes, publication, room, sharing
from applications.forms import committee as forms
from applications.links import hidden_from, unsettled
from applications.models import AgendaItem, Application, CommitteeMember, CommitteeSession
from applications.sharing import given_back
from ess_portal.lib import french
from ess_portal.lib.admin import ScopedModelAdmin
from programmes.models import Call

READING, DISCUSSION = CommitteeSession.Phase.READING, CommitteeSession.Phase.DISCUSSION


@admin.register(CommitteeSession)
class CommitteeSessionAdmin(ScopedModelAdmin):
    scope = "instructed_by"
    form = forms.NewSessionForm
    choices = {"call": lambda user: Call.objects.run_by(user).exclude(published_at=None)}
    list_display = ["__str__", "call", "meets_at", "phase", "files", "members_count"]
    list_filter = [("call", admin.RelatedOnlyFieldListFilter), "phase"]
    list_select_related = ["call"]
    search_fields = ["call__title", "place"]
    ordering = ["-meets_at", "-pk"]
    fields = ["call", "meets_at", "place", "quorum"]

    def get_queryset(self, request):
        sitting = CommitteeMember.objects.filter(session=OuterRef("pk"), left_at=None)
        agenda = AgendaItem.objects.filter(session=OuterRef("pk"))
        return super().get_queryset(request).annotate(file_count=count_of(agenda), member_count=count_of(sitting))

    @admin.display(description="dossiers")
    def files(self, session):
        return session.file_count

    @admin.display(description="membres")
    def members_count(self, session):
        return session.member_count

    def may_add(self, user):
        return Call.objects.run_by(user).exists()

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {"title": "Prévoir un comité", **(extra_context or {})})

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, "Le comité est prévu. Composez-le, puis confiez les dossiers.")
        return redirect("admin:applications_committeesession_change", obj.pk)

    def get_urls(self):
        return [*own_urls(self), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not object_id.isdigit():
            raise Http404
        return show(request, self, fetch(self, request, object_id))


def count_of(rows):
    counted = rows.order_by().values("session").annotate(figure=Count("pk"))
    return Coalesce(Subquery(counted.values("figure")), 0)


def fetch(page, request, pk):
    sessions = CommitteeSession.objects.instructed_by(request.user)
    return get_object_or_404(sessions.select_related("call__programme__lead_actor", "call__programme__region"), pk=pk)


def own_urls(page):
    """Preparation, session and publication, each under the address of its committee."""
    view = page.admin_site.admin_view
    here = [
        ("planifier/", plan, "plan"),
        ("inviter/", invite, "invite"),
        ("membres/<int:member>/<slug:what>/", change_member, "member"),
        ("ordre-du-jour/", put_on_agenda, "agenda"),
        ("ordre-du-jour/<int:item>/retirer/", take_off, "take_off"),
        ("convoquer/", convene, "convene"),
        ("rappeler/", remind, "remind"),
        *sharing.URLS,
        *links.URLS,
        *room.URLS,
        *publication.URLS,
        *minutes.URLS,
    ]
    return [
        path(f"<int:pk>/{address}", view(on_session(page, function)), name=f"applications_session_{name}")
        for address, function, name in here
    ]


def on_session(page, function):
    """The view on a session that the officer runs; a refusal of the domain becomes a sentence on the page."""

    def view(request, pk, **rest):
        session = fetch(page, request, pk)
        try:
            return function(request, page, session, **rest)
        except committee.CommitteeRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(home_of(session), session.pk)

    return view


def home_of(session):
    """Where the officer works on a session in its present moment."""
    return {
        READING: "admin:applications_committeesession_change",
        DISCUSSION: "admin:applications_session_room",
    }.get(session.phase, "admin:applications_session_publication")


def show(request, page, session, status=200, **forms_tried):
    """The preparation page: dates, members, agenda."""
    members = list(committee.sitting(session).annotate(file_count=Count("assignments")))
    owed = late.owed([session])
    context = {
        **page.admin_site.each_context(request),
        "title": str(session),
        "opts": page.opts,
        "session": session,
        "tab": "preparation",
        "plan_form": forms_tried.get("plan_form") or forms.PlanForm(instance=session, auto_id="plan_%s"),
        "seat_form": forms_tried.get("seat_form") or forms.SeatForm(auto_id="seat_%s"),
        "agenda_form": forms.AgendaForm(session=session),
        "members": [(member, owed[member.pk]) for member in members],
        "late_count": len(owed),
        "items": session.items.select_related("application__project").annotate(reader_count=Count("assignments")),
        "may_prepare": session.phase in (READING, DISCUSSION),
        "unsettled_count": unsettled(session).count(),
        "given_back": given_back(session, hidden_from(request.user, session)),
    }
    return render(request, "admin/committee/preparation.html", context, status=status)


@require_POST
def plan(request, page, session):
    form = forms.PlanForm(request.POST, instance=session, auto_id="plan_%s")
    if not form.is_valid():
        return show(request, page, session, status=422, plan_form=form)
    form.save()
    messages.success(request, "Le rendez-vous est mis à jour.")
    return redirect("admin:applications_committeesession_change", session.pk)


@require_POST
def invite(request, page, session):
    form = forms.SeatForm(request.POST, auto_id="seat_%s")
    if not form.is_valid():
        return show(request, page, session, status=422, seat_form=form)
    member = form.carry_out(session)
    messages.success(request, f"{member} siège. Un message lui dit comment entrer.")
    return redirect("admin:applications_committeesession_change", session.pk)


@require_POST
def change_member(request, page, session, member, what):
    seat = get_object_or_404(committee.sitting(session), pk=member)
    if what == "presider":
        committee.preside(seat)
        messages.success(request, f"{seat} préside le comité.")
    elif what == "retirer":
        committee.unseat(seat, now=timezone.now())
        messages.success(request, f"{seat} ne siège plus. Ses dossiers sont à confier à quelqu’un d’autre.")
    else:
        raise Http404
    return redirect("admin:applications_committeesession_change", session.pk)


@require_POST
def put_on_agenda(request, page, session):
    form = forms.AgendaForm(request.POST, session=session)
    chosen = form.cleaned_data["applications"] if form.is_valid() else Application.objects.none()
    added = committee.put_on_agenda(session, chosen)
    messages.success(request, f"{french.counted(added, 'dossier ajouté', 'dossiers ajoutés')} à l’ordre du jour.")
    return redirect("admin:applications_committeesession_change", session.pk)


@require_POST
def take_off(request, page, session, item):
    committee.take_off_agenda(get_object_or_404(session.items, pk=item))
    messages.success(request, "Le dossier est retiré de l’ordre du jour.")
    return redirect("admin:applications_committeesession_change", session.pk)


@require_POST
def convene(request, page, session):
    count = committee.convene(session)
    messages.success(
        request, f"{french.counted(count, 'membre convoqué', 'membres convoqués')}, une seule fois chacun."
    )
    return redirect("admin:applications_committeesession_change", session.pk)


@require_POST
def remind(request, page, session):
    """A word to late members, once a day each."""
    count = late.remind(session, timezone.now())
    if count:
        messages.success(
            request, f"{french.counted(count, 'rappel envoyé', 'rappels envoyés')}, sans nommer de dossier."
        )
    else:
        messages.info(request, "Personne à rappeler : tout est rendu, ou le rappel du jour est déjà parti.")
    return redirect("admin:applications_committeesession_change", session.pk)
