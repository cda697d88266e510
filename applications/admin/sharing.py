"""Who reads what: the table of files and members, the balanced proposal, and a file that a member gave back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from applications import committee, links
from applications import sharing as domain
from applications.forms import committee as forms
from applications.models import CommitteeSession
from ess_portal.lib import french

READING, DISCUSSION = CommitteeSession.Phase.READING, CommitteeSession.Phase.DISCUSSION


def assign(request, page, session):
    """A table of files and members; somebody barred from a file has a reason instead of a box."""
    form = forms.AssignmentForm(request.POST or None)
    if request.method == "POST":
        links.refresh(session, timezone.now())
        if form.is_valid():
            count = committee.assign_files(session, form.cleaned_data["pairs"])
            messages.success(request, f"{french.counted(count, 'lecture confiée', 'lectures confiées')}.")
            return redirect("admin:applications_session_assign", session.pk)
    members = list(committee.sitting(session))
    items = list(session.items.select_related("application__project").prefetch_related("assignments"))
    barred = committee.barriers(session)
    table = [(item, [cell(item, member, barred) for member in members]) for item in items]
    context = {**shown(request, page, session), "members": members, "table": table, "sharing": forms.SharingForm()}
    return render(request, "admin/committee/assign.html", context)


def shown(request, page, session):
    return {
        **page.admin_site.each_context(request),
        "title": "Confier les dossiers",
        "opts": page.opts,
        "session": session,
        "tab": "confier",
        "may_prepare": session.phase in (READING, DISCUSSION),
    }


def cell(item, member, barred):
    given = any(assignment.member_id == member.pk for assignment in item.assignments.all())
    return member, f"{item.pk}:{member.pk}", given, barred.get((item.pk, member.pk), "")


@require_safe
def preview(request, page, session):
    """The balanced proposal, with a reason for each choice; the officer corrects it, then gives the files."""
    form = forms.SharingForm(request.GET)
    proposal = None
    if form.is_valid():
        data = form.cleaned_data
        proposal = domain.propose(session, data["lecteurs"], chair_reads=data["presidence"])
    context = {**shown(request, page, session), "sharing": form, "proposal": proposal}
    return render(request, "admin/committee/proposal.html", context, status=200 if proposal else 422)


def seat(request, page, session, member):
    """What a member knows: stages and départements, typed by the officer, preferred when files are shared."""
    sitting = get_object_or_404(committee.sitting(session), pk=member)
    form = forms.SeatKnowledgeForm(request.POST or None, instance=sitting)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"L’expertise de {sitting} est notée.")
        return redirect("admin:applications_committeesession_change", session.pk)
    context = {
        **shown(request, page, session),
        "title": f"Expertise de {sitting}",
        "tab": "preparation",
        "form": form,
        "member": sitting,
    }
    return render(request, "admin/committee/seat.html", context, status=422 if form.errors else 200)


@require_POST
def give(request, page, session, item, member):
    """A file given back goes to the member proposed."""
    hidden = links.hidden_from(request.user, session)
    opened = get_object_or_404(session.items.exclude(pk__in=hidden), pk=item)
    reader = get_object_or_404(committee.sitting(session), pk=member)
    committee.give(opened, reader)
    messages.success(request, f"{opened.application.project} est confié à {reader}.")
    return redirect("admin:applications_committeesession_change", session.pk)


URLS = [
    ("confier/", assign, "assign"),
    ("confier/proposition/", preview, "proposal"),
    ("confier/<int:item>/<int:member>/", give, "give"),
    ("membres/<int:member>/", seat, "seat"),
]
