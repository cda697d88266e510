"""The letters of a call: which have words of their own, and the page where one is written."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from programmes import call_letters, calls
from programmes.admin_calls.acts import on_call


class LetterForm(forms.Form):
    subject = forms.CharField(label="Objet", max_length=200)
    body = forms.CharField(label="Texte", max_length=6000, widget=forms.Textarea(attrs={"rows": 16}))
    version = forms.IntegerField(widget=forms.HiddenInput)


def urls(page):
    return [
        on_call(page, "lettres/", every, "letters"),
        on_call(page, "lettres/<slug:code>/", one, "letter"),
        on_call(page, "lettres/<slug:code>/general/", require_POST(back_to_general), "letter_general"),
    ]


def every(request, page, call):
    texts = call_letters.texts(call).values()
    return page.own_page(request, call, "admin/calls/letters.html", "Lettres de l’appel", texts=texts)


def found(call, code):
    text = call_letters.texts(call).get(code)
    if text is None:
        raise Http404
    return text


def one(request, page, call, code):
    """Subject and text of one letter; what is refused comes back as it was typed."""
    text, stored = found(call, code), None
    initial = {"subject": text.subject, "body": text.body, "version": text.version}
    form = LetterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            call_letters.write(call, code, by=request.user, **form.cleaned_data)
        except calls.CallRefused as refusal:
            form.add_error("body", str(refusal))
        except call_letters.Stale as stale:
            form.add_error(None, f"{stale} Les deux textes sont ci-dessous : relisez, puis enregistrez de nouveau.")
            stored = found(call, code)
            form.data = form.data.copy()
            form.data["version"] = stored.version
        else:
            messages.success(request, "La lettre est enregistrée pour cet appel.")
            return redirect("admin:programmes_call_letters", call.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "text": text, "stored": stored, "names": sorted(text.names)}
    return page.own_page(request, call, "admin/calls/letter.html", text.subject, status, **context)


def back_to_general(request, page, call, code):
    found(call, code)
    version = request.POST.get("version", "")
    try:
        call_letters.forget(call, code, version=int(version) if version.isdecimal() else 0, by=request.user)
    except call_letters.Stale as stale:
        messages.error(request, f"{stale} Relisez-la avant de l’effacer.")
        return redirect("admin:programmes_call_letter", call.pk, code)
    messages.success(request, "Cet appel reprend le texte général.")
    return redirect("admin:programmes_call_letters", call.pk)
