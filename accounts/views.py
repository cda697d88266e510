"""My account: what it holds and where to change it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import PersonForm


@require_safe
def index(request):
    person = request.user
    context = {"has_password": person.has_usable_password(), "has_second_factor": person.authenticator_set.exists()}
    return render(request, "account/index.html", context)


@require_http_methods(["GET", "POST"])
def identity(request):
    form = PersonForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, "Votre nom est enregistré.")
        return redirect("accounts:index")
    return render(request, "account/identity.html", {"form": form})
