"""A letter of a call on a real file, chosen by its officer: what she typed comes back with it, nothing is stored."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from applications import letter_previews
from programmes import call_letters, calls
from programmes.admin_calls.letters import LetterForm, found
from programmes.models import Call


def show(page):
    @require_POST
    def view(request, call, code):
        held = get_object_or_404(Call.objects.run_by(request.user), pk=call)
        text, form = found(held, code), LetterForm(request.POST)
        offered = list(letter_previews.files(held, request.user))
        chosen = chosen_file(request, offered)
        seen = read(text, form, chosen)
        context = {
            **page.admin_site.each_context(request),
            "title": text.subject,
            "opts": Call._meta,
            "call": held,
            "form": form,
            "text": text,
            "names": sorted(text.names),
            "is_preview": True,
            "files": offered,
            "chosen": chosen,
            "seen": seen,
        }
        return render(request, "admin/calls/letter.html", context, status=422 if form.errors else 200)

    return view


def read(text, form, application):
    """The letter on this file; None when there is no file, or when the text is refused, which its form then says."""
    if not form.is_valid():
        return None
    subject, body = form.cleaned_data["subject"], form.cleaned_data["body"]
    try:
        call_letters.require_known(text, subject, body)
    except calls.CallRefused as refusal:
        form.add_error("body", str(refusal))
        return None
    return letter_previews.preview(text, subject, body, application, timezone.now()) if application else None


def chosen_file(request, offered):
    """The file that the page names, the latest when it names none; 404 for one that is not offered."""
    wanted = request.POST.get("dossier", "")
    if not wanted:
        return offered[0] if offered else None
    for one in offered:
        if str(one.pk) == wanted:
            return one
    raise Http404
