"""The catalogue of mails and letters in the back-office: everybody there reads it, the national chamber rewrites it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import wording
from ess_portal import text_previews, texts
from ess_portal.lib.admin import ScopedModelAdmin
from ess_portal.text_forms import TextForm

SORTS = ("courriel", "lettre")
VERSIONS_SHOWN = 20


class WordingAdmin(ScopedModelAdmin):
    """Only pages of our own: versions are never changed nor deleted."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="accounts_wording_changelist"),
            path("<str:sort>/<slug:code>/", view(self.text_view), name="accounts_wording_text"),
            path("<str:sort>/<slug:code>/origine/", view(require_POST(self.restore)), name="accounts_wording_restore"),
        ]

    def changelist_view(self, request, extra_context=None):
        now = timezone.now()
        sent = texts.traffic(now)
        mails = [(text, sent.get(text.code, texts.NOTHING)) for text in texts.all_mails()]
        fixed = [(name, label, sent.get(name, texts.NOTHING)) for name, label in texts.FIXED.items()]
        return self.page(request, "list", "Textes des messages", mails=mails, letters=texts.all_letters(), fixed=fixed)

    def text_view(self, request, sort, code):
        text = self.find(sort, code)
        may_write = texts.may_write(request.user)
        if request.method == "POST" and not may_write:
            raise PermissionDenied
        form = TextForm(request.POST if request.method == "POST" else None, text=text)
        if request.method != "POST":
            return self.text_page(request, text, form if may_write else None)
        if not form.is_valid():
            return self.text_page(request, text, form, status=422)
        if "preview" in request.POST:
            return self.text_page(request, text, form)
        return self.save(request, text, form)

    def save(self, request, text, form):
        try:
            texts.rewrite(text, **form.cleaned_data, by=request.user, now=timezone.now())
        except wording.Stale:
            stored = self.find(text.sort, text.code)
            typed = request.POST.copy()
            typed["version"] = stored.version
            pairs = [
                ("Objet", stored.subject, form.cleaned_data["subject"]),
                ("Texte", stored.body, form.cleaned_data["body"]),
            ]
            conflicts = [pair for pair in pairs if pair[1] != pair[2]]
            again = TextForm(typed, text=stored)
            return self.text_page(request, stored, again, status=409, stale=True, conflicts=conflicts)
        messages.success(request, "Le texte est enregistré. Les prochains messages le diront ainsi.")
        return redirect("admin:accounts_wording_text", text.sort, text.code)

    def restore(self, request, sort, code):
        text = self.find(sort, code)
        if not texts.may_write(request.user):
            raise PermissionDenied
        read = request.POST.get("version", "")
        version = int(read) if read.isdecimal() and len(read) < 10 else -1
        try:
            texts.restore(text, version=version, by=request.user, now=timezone.now())
        except wording.Stale as stale:
            messages.error(request, f"{stale} Relisez-le avant de revenir au texte d’origine.")
        else:
            messages.success(request, "Le texte d’origine est de retour. L’ancien reste dans l’historique.")
        return redirect("admin:accounts_wording_text", text.sort, text.code)

    def find(self, sort, code):
        text = texts.find(sort, code) if sort in SORTS else None
        if text is None:
            raise Http404
        return text

    def text_page(self, request, text, form, **context):
        """The form (or the text, for who only reads), what it may say, how it reads, and its history."""
        given = getattr(form, "cleaned_data", None) or {}
        subject, body = given.get("subject", text.subject), given.get("body", text.body)
        offered = list(text_previews.files(request.user)) if text.is_of_a_file else []
        chosen = chosen_file(request, offered)
        seen = text_previews.preview(text, subject, body, reader=request.user, application=chosen)
        context |= {
            "text": text,
            "form": form,
            "files": offered,
            "chosen": chosen,
            "preview": seen,
            "versions": wording.history(text.name)[:VERSIONS_SHOWN],
        }
        return self.page(request, "text", text.label, **context)

    def page(self, request, template, title, *, status=200, **context):
        whole = {**self.admin_site.each_context(request), "title": title, **context}
        return render(request, f"admin/texts/{template}.html", whole, status=status)


def chosen_file(request, offered):
    """The file named by the page, or the latest one; never a file that is not offered."""
    wanted = request.POST.get("dossier") or request.GET.get("dossier", "")
    return next((one for one in offered if str(one.pk) == wanted), offered[0] if offered else None)
