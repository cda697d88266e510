"""The team's page: who is there, who is invited, who was; and each action on one person, on a page of its own."""

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from projects import access, invitations
from projects import team as teams
from projects.forms import InvitationForm, RemovalForm, RoleForm
from projects.models import TeamMember
from projects.views.fetching import READ_AND_WRITE, owned, readable

TOO_MANY = "Vous avez envoyé beaucoup d’invitations aujourd’hui. Reprenez demain."
SENT = "L’invitation part à {}. Elle est valable quatorze jours."


@require_http_methods(READ_AND_WRITE)
def team(request, pk):
    """Everybody of the team sees it; an owner invites from it. Nothing tells whether an address has an account."""
    project = readable(request.user, pk)
    if request.method == "GET" or request.method == "HEAD":
        return page(request, project, InvitationForm())
    project = owned(request.user, pk)
    form = InvitationForm(request.POST)
    if form.is_valid() and sent(request, project, form.cleaned_data["email"], form.cleaned_data["role"], form):
        return redirect("projects:team", pk)
    return page(request, project, form)


def page(request, project, form):
    members = project.team.select_related("user")
    active = list(members.active())
    now = timezone.now()
    context = {
        "project": project,
        "members": active,
        "former": members.exclude(pk__in=[member.pk for member in active]).order_by("-ends_on", "-pk"),
        "invitations": project.invitations.unused().select_related("invited_by"),
        "now": now,
        "owns": access.owns(request.user, project),
        "form": form,
        "most": invitations.MOST_OPEN,
    }
    return render(request, "projects/team.html", context)


def sent(request, project, email, role, form):
    """True once the invitation is owed; a refusal is written at the field of its address."""
    address = email.strip().lower()
    if not ratelimit.consume(request, action="invitation", user=request.user, key=f"{project.pk}:{address}"):
        form.add_error("email", TOO_MANY)
        return False
    try:
        invitations.invite(project, address, role, by=request.user, now=timezone.now())
    except invitations.CannotInvite as refusal:
        form.add_error("email", str(refusal))
        return False
    messages.success(request, SENT.format(address))
    return True


@require_POST
def resend(request, pk, invitation_pk):
    """A new link, fourteen days more; the former one opens nothing any more."""
    project = owned(request.user, pk)
    invitation = get_object_or_404(project.invitations.unused(), pk=invitation_pk)
    form = InvitationForm({"email": invitation.email, "role": invitation.role})
    if form.is_valid() and sent(request, project, invitation.email, invitation.role, form):
        return redirect("projects:team", pk)
    return page(request, project, form)


@require_POST
def cancel(request, pk, invitation_pk):
    project = owned(request.user, pk)
    invitation = get_object_or_404(project.invitations, pk=invitation_pk)
    if invitations.cancel(invitation, now=timezone.now()):
        messages.success(request, f"L’invitation de {invitation.email} est annulée. Son lien n’ouvre plus rien.")
    else:
        messages.warning(request, "Cette invitation a déjà servi, ou elle est déjà annulée.")
    return redirect("projects:team", pk)


def member_of(project, member_pk):
    """Somebody of the team today, or 404."""
    return get_object_or_404(project.team.active().select_related("user", "project"), pk=member_pk)


@require_http_methods(READ_AND_WRITE)
def member(request, pk, member_pk):
    """One person: her role, handing the project over to her, ending her place."""
    project = owned(request.user, pk)
    person = member_of(project, member_pk)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": person.role})
    if request.method == "POST" and form.is_valid():
        return tried(request, form, person, lambda: change(request, person, form.cleaned_data["role"]))
    return member_page(request, person, form)


def member_page(request, person, form, removal=None):
    context = {
        "project": person.project,
        "member": person,
        "form": form,
        "removal": removal or RemovalForm(),
        "is_me": person.user_id == request.user.pk,
        "is_owner": person.role == TeamMember.Role.OWNER,
    }
    return render(request, "projects/member.html", context)


def tried(request, form, person, act):
    """Act and go back to the team; a refusal is written in the form that asked."""
    try:
        act()
    except teams.TeamRefused as refusal:
        form.add_error(None, str(refusal))
        is_removal = isinstance(form, RemovalForm)
        role = RoleForm(initial={"role": person.role})
        return member_page(request, person, role if is_removal else form, form if is_removal else None)
    still_there = access.reads(request.user, person.project)
    return redirect("projects:team", person.project_id) if still_there else redirect("projects:index")


def change(request, person, role):
    changed = teams.change_role(person, role, by=request.user, now=timezone.now())
    messages.success(request, f"{person.user} : {changed.get_role_display().lower()}.")


@require_POST
def hand_over(request, pk, member_pk):
    person = member_of(owned(request.user, pk), member_pk)

    def act():
        teams.hand_over(person, by=request.user, now=timezone.now())
        messages.success(request, f"{person.user} porte le projet. Vous pouvez toujours le modifier.")

    return tried(request, RoleForm({"role": person.role}), person, act)


@require_POST
def remove(request, pk, member_pk):
    person = member_of(owned(request.user, pk), member_pk)
    form = RemovalForm(request.POST)
    if not form.is_valid():
        return member_page(request, person, RoleForm(initial={"role": person.role}), form)

    def act():
        teams.remove(person, by=request.user, now=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, f"{person.user} ne fait plus partie de l’équipe.")

    return tried(request, form, person, act)


@require_http_methods(READ_AND_WRITE)
def leave(request, pk):
    project = readable(request.user, pk)
    refusal = ""
    if request.method == "POST":
        try:
            teams.leave(project, request.user, now=timezone.now())
        except teams.TeamRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"Vous avez quitté l’équipe de « {project.title} ».")
            return redirect("projects:index")
    return render(request, "projects/leave.html", {"project": project, "refusal": refusal})
