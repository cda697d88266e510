"""Joining a team: by the link of a mail, for anybody who holds it, or from one's own space; a button does it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.links import LinkClosed
from projects import access, invitations
from projects.models import Invitation

MOST = 20


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, token):
    now = timezone.now()
    try:
        if request.method == "POST" and request.user.is_authenticated:
            return entered(request, invitations.join(token, by=request.user, now=now))
        invitation = invitations.look(token, now=now)
    except LinkClosed as closed:
        return shut(request, closed)
    if request.method == "POST":
        return redirect_to_login(request.path)
    here = access.reads(request.user, invitation.project)
    back = urlencode({"next": request.path})
    context = {
        "invitation": invitation,
        "is_here": here,
        "is_same_address": request.user.is_authenticated and request.user.email == invitation.email,
        "login_url": f"{reverse('account_login')}?{back}",
        "signup_url": f"{reverse('account_signup')}?{back}",
    }
    return render(request, "projects/join.html", context)


@require_safe
def invited(request):
    """The invitations sent to the person's own address: her space leads here, when the mail is lost."""
    found = invitations.addressed_to(request.user, now=timezone.now())[:MOST]
    return render(request, "projects/invited.html", {"invitations": found})


@require_POST
def accept(request, pk):
    now = timezone.now()
    invitation = get_object_or_404(Invitation, pk=pk, email=(request.user.email or "nobody").lower())
    try:
        return entered(request, invitations.accept(invitation, by=request.user, now=now))
    except LinkClosed as closed:
        return shut(request, closed)


def entered(request, member):
    messages.success(request, f"Vous faites partie de l’équipe : {member.get_role_display().lower()}.")
    return redirect(member.project)


def shut(request, closed):
    """A link that opens nothing: whoever is in the team already is led to the project."""
    project = getattr(closed.link, "project", None)
    mine = project if project and access.reads(request.user, project) else None
    return render(request, "projects/join_closed.html", {"sentence": str(closed), "project": mine}, status=410)
