"""My account: what it holds and where to change it."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import calendar_keys
from accounts.forms import CalendarForm, PersonForm
from accounts.models import CalendarKey


@require_safe
def index(request):
    person = request.user
    context = {
        "has_password": person.has_usable_password(),
        "has_second_factor": person.authenticator_set.exists(),
        "has_calendar": CalendarKey.objects.filter(user=person).exists(),
    }
    return render(request, "account/index.html", context)


@require_http_methods(["GET", "POST"])
def identity(request):
    form = PersonForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, "Votre nom est enregistré.")
        return redirect("accounts:index")
    return render(request, "account/identity.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request):
    """The secret address of her calendar: made, renewed, closed. It is shown once, in the answer to the button."""
    form = CalendarForm(request.POST if request.method == "POST" else None)
    address = ""
    if form.is_valid():
        if form.cleaned_data["act"] == CalendarForm.STOP:
            calendar_keys.stop(request.user)
            messages.success(request, "L’adresse de votre agenda est fermée.")
            return redirect("accounts:calendar")
        token = calendar_keys.renew(request.user, now=timezone.now())
        address = settings.SITE_ADDRESS + reverse("calendar", args=[token])
    key = CalendarKey.objects.filter(user=request.user).first()
    return render(request, "account/calendar.html", {"address": address, "key": key})
