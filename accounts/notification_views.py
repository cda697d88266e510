"""The inbox of a person, how each category of mail reaches her, and the page that stops a category in one click."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import choices, inbox
from accounts.forms import MailChoicesForm
from accounts.models import Notification
from ess_portal.lib import french

PER_PAGE = 20


@require_safe
def index(request):
    only_unread = request.GET.get("etat") == "non-lues"
    held = Notification.objects.visible_to(request.user)
    page = Paginator(held.unread() if only_unread else held, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "only_unread": only_unread, "shown_at": timezone.now().isoformat()}
    return render(request, "notifications/index.html", context)


@require_POST
def follow(request, pk):
    """Mark the notification as read, then lead to its page."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    inbox.read(notification, now=timezone.now())
    return redirect(notification.link)


@require_POST
def read_all(request):
    now = timezone.now()
    until = _moment(request.POST.get("jusqu-a", "")) or now
    count = inbox.read_all(request.user, until=min(until, now), now=now)
    told = french.counted(count, "notification marquée comme lue", "notifications marquées comme lues")
    messages.success(request, f"{told}.")
    return redirect("accounts:notifications")


def _moment(text):
    """The instant that a page carried; None for anything else."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request):
    form = MailChoicesForm(request.POST if request.method == "POST" else None, rhythms=choices.rhythms(request.user))
    if form.is_valid():
        choices.choose(request.user, form.cleaned_data)
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("accounts:mail_choices")
    return render(request, "notifications/settings.html", {"form": form, "first_hour": inbox.FIRST_HOUR})


@csrf_exempt  # List-Unsubscribe-Post: one click in a mail program posts here (RFC 8058); the token is the right to stop
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    known = choices.from_token(token)
    if known is None:
        return render(request, "notifications/gone.html", status=404)
    person, category = known
    if request.method == "POST":
        choices.stop(person, category)
        return render(request, "notifications/stopped.html", {"category": category})
    return render(request, "notifications/stop.html", {"category": category})
