"""What is done to a whole call: copying, announcing, extending, cancelling it. Each calls its domain function."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from programmes import calls, copying, meetings
from programmes.admin_calls.forms import CancelForm, ExtendForm


def urls(page):
    """Each act under the address of its call; a call that the person does not run answers 404."""
    here = [
        ("copier/", require_POST(copy), "copy"),
        ("publier/", require_POST(publish), "publish"),
        ("prolonger/", extend, "extend"),
        ("annuler/", cancel, "cancel"),
    ]
    return [on_call(page, address, function, name) for address, function, name in here]


def on_call(page, address, function, name):
    def view(request, pk, **rest):
        return function(request, page, page.fetch(request, pk), **rest)

    return path(f"<int:pk>/{address}", page.admin_site.admin_view(view), name=f"programmes_call_{name}")


def copy(request, page, call):
    try:
        made = copying.copy(call, by=request.user)
    except calls.CallRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:programmes_call_change", call.pk)
    messages.success(
        request, "Le nouvel appel est prêt à être relu. Ses dates sont vides : la liste dit ce qui manque."
    )
    return redirect("admin:programmes_call_change", made.pk)


def publish(request, page, call):
    try:
        calls.publish(call, by=request.user, now=timezone.now())
    except calls.CallRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "L’appel est publié : son formulaire est figé.")
    return redirect("admin:programmes_call_change", call.pk)


def extend(request, page, call):
    form = ExtendForm(request.POST or None, call=call)
    if form.is_valid() and carried(form, calls.extend, call, by=request.user, **form.cleaned_data):
        messages.success(request, "La clôture est reportée, et la page publique dit pourquoi.")
        return redirect("admin:programmes_call_change", call.pk)
    return page.own_page(request, call, "admin/calls/extend.html", "Prolonger l’appel", form=form)


def cancel(request, page, call):
    form = CancelForm(request.POST or None, call=call)
    if form.is_valid() and carried(form, calls.cancel, call, by=request.user, **form.cleaned_data):
        messages.success(request, "L’appel est annulé, et chaque équipe est prévenue.")
        return redirect("admin:programmes_call_change", call.pk)
    return page.own_page(request, call, "admin/calls/cancel.html", "Annuler l’appel ?", form=form)


def carried(form, action, *subject, **fields):
    """True when the domain accepted; its refusal is shown on the form, with what was typed.

    A form that is older than what is saved is for the view to tell: both texts are shown.
    """
    try:
        action(*subject, now=timezone.now(), **fields)
    except meetings.Stale:
        raise
    except calls.CallRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
