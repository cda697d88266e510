"""Alerts by e-mail: pages of their own, kept by nobody; a link never changes anything by itself."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from actors.public import revision_of
from programmes import alerts
from programmes.alert_forms import AlertForm
from programmes.models import Alert, Subscriber


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    now = timezone.now()
    asked = request.GET.get("liste")
    subject = asked if asked in Alert.Subject.values else Alert.Subject.CALLS.value
    search = alerts.search_of(subject, request.GET, now, revision_of(request))
    form = AlertForm(request.POST if request.method == "POST" else None, query=search.query)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if not ratelimit.consume(request, action="alert", key=email):
            return ratelimit.respond_429(request)
        alerts.ask(email, search, now)
        return redirect("alerts:asked")
    return render(request, "alerts/ask.html", {"form": form, "search": search})


@login_not_required
@require_safe
def asked(request):
    """The same page whatever the address: known, unknown, already subscribed."""
    return render(request, "alerts/asked.html", {"days": alerts.TIME_TO_CONFIRM.days})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request, token):
    now = timezone.now()
    alert = Alert.objects.from_token(token).first()
    if alert is None:
        return render(request, "alerts/gone.html", status=404)
    if request.method == "POST":
        alerts.confirm(alert, now)
        return redirect(alert)
    search = alerts.search_by(alert, now, revision_of(request))
    context = {"alert": alert, "search": search, "days": alerts.TIME_TO_CONFIRM.days}
    return render(request, "alerts/detail.html", context)


@csrf_exempt  # the token is the right to stop, and mail programs post without a cookie
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    alert = Alert.objects.from_token(token).first()
    if request.method == "POST":
        if alert:
            alerts.stop(alert)
        return render(request, "alerts/stopped.html")
    if alert is None:
        return render(request, "alerts/gone.html", status=404)
    search = alerts.search_by(alert, timezone.now(), revision_of(request))
    return render(request, "alerts/stop.html", {"alert": alert, "search": search})


@csrf_exempt  # List-Unsubscribe-Post: one click in a mail program posts here (RFC 8058)
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def everything(request, token):
    """All the alerts of one address, each with its link, and one button that stops them all."""
    subscriber = Subscriber.objects.from_token(token).first()
    if request.method == "POST":
        if subscriber:
            alerts.stop_all(subscriber)
        return render(request, "alerts/stopped.html")
    if subscriber is None:
        return render(request, "alerts/gone.html", status=404)
    now, revision = timezone.now(), revision_of(request)
    searches = [(alert, alerts.search_by(alert, now, revision)) for alert in subscriber.alerts.all()]
    return render(request, "alerts/all.html", {"searches": searches})
