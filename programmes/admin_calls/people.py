"""Who runs a call: the leading organisation, and the people named for this one call."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from programmes import calls, officers
from programmes.admin_calls.acts import on_call
from programmes.admin_calls.forms import OfficerForm


def urls(page):
    return [
        on_call(page, "equipe/", people, "people"),
        on_call(page, "equipe/<int:role>/finir/", require_POST(end), "role_end"),
    ]


def people(request, page, call):
    """The list, and the form that names somebody; a person named for the call reads the list only."""
    today = timezone.localdate()
    form = OfficerForm(request.POST or None, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            role = officers.name_officer(call, by=request.user, **form.cleaned_data)
        except calls.CallRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{role.user} peut travailler sur cet appel. Un message le lui dit.")
            return redirect("admin:programmes_call_people", call.pk)
    roles = call.roles.select_related("user").order_by("starts_on", "pk")
    context = {
        "form": form,
        "roles": roles,
        "today": today,
        "names": calls.led_by(request.user).filter(pk=call.programme_id).exists(),
    }
    status = 422 if form.errors else 200
    return page.own_page(request, call, "admin/calls/people.html", "Équipe de l’appel", status, **context)


def end(request, page, call, role):
    held = get_object_or_404(call.roles, pk=role)
    try:
        officers.end_role(held, on=timezone.localdate(), by=request.user)
    except calls.CallRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{held.user} n’a plus accès à cet appel.")
    return redirect("admin:programmes_call_people", call.pk)
