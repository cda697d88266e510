"""Calls in the back-office: written by the officers of the programme, announced through `programmes.calls`."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from actors import addresses
from actors.revision import bump
from ess_portal.lib.admin import ScopedInline, ScopedModelAdmin
from ess_portal.lib.forms import MomentInput
from programmes import calls
from programmes.models import Call, CallCriterion, CallDocument

FREE_AFTER_PUBLICATION = {"slug", "presentation", "contact", "discreet", "committee_on", "answer_by"}


class CallForm(forms.ModelForm):
    class Meta:
        help_texts = {
            "slug": "Vide : tirée du titre. Si vous la changez, l’ancienne adresse mène à la nouvelle.",
            "opens_at": "Heure de Paris.",
            "closes_at": "Heure de Paris. Vide : sans date limite. À cet instant précis, l’appel est fermé.",
            "places": "Le nombre de personnes admises ne pourra jamais le dépasser.",
            "confirmation_days": "Temps laissé à une personne admise pour répondre.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self):
        return self.cleaned_data["slug"] or self.instance.slug or calls.free_slug(self.data.get("title", ""))


class ExtendForm(forms.Form):
    closes_at = forms.DateTimeField(
        label="Nouvelle clôture",
        widget=MomentInput,
        help_text="Heure de Paris. Elle doit venir après l’ancienne.",
    )


class CallDocumentInline(ScopedInline, admin.TabularInline):
    model = CallDocument
    fields = ["kind", "required", "help_text", "position"]
    extra = 2


class CallCriterionInline(ScopedInline, admin.TabularInline):
    model = CallCriterion
    fields = ["name", "help_text", "weight", "position"]
    extra = 3


@admin.register(Call)
class CallAdmin(ScopedModelAdmin):
    form = CallForm
    choices = {"programme": calls.led_by}
    list_display = ["title", "programme", "opens_at", "closes_at", "places", "situation"]
    list_filter = [("programme", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["programme"]
    search_fields = ["title", "programme__name"]
    ordering = ["-opens_at", "-pk"]
    fieldsets = [
        (None, {"fields": ["programme", "title", "slug", "presentation"]}),
        ("Dates", {"fields": ["opens_at", "closes_at", "grace_minutes", "committee_on", "answer_by", "starts_on"]}),
        ("Places et réponse", {"fields": ["places", "confirmation_days", "contact", "discreet"]}),
    ]
    inlines = [CallDocumentInline, CallCriterionInline]
    change_form_template = "admin/calls/change_form.html"

    @admin.display(description="situation")
    def situation(self, call):
        return situation_of(call, timezone.now())

    def may_add(self, user):
        return calls.led_by(user).exists()

    def may_change(self, user, call):
        return Call.objects.run_by(user).filter(pk=call.pk).exists()

    def may_edit_rows(self, user, call):
        """Documents and criteria: until the call is announced."""
        return call.published_at is None and self.may_change(user, call)

    def get_readonly_fields(self, request, obj=None):
        if obj is None or obj.published_at is None:
            return []
        return [name for _, group in self.fieldsets for name in group["fields"] if name not in FREE_AFTER_PUBLICATION]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data and obj.slug != form.initial["slug"]:
            addresses.keep(obj, form.initial["slug"])
        calls.form_of(obj)
        bump()

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/publier/", view(require_POST(self.publish)), name="programmes_call_publish"),
            path("<int:pk>/prolonger/", view(self.extend), name="programmes_call_extend"),
            path("<int:pk>/annuler/", view(self.cancel), name="programmes_call_cancel"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        call = self.get_object(request, object_id)
        context = {**self.around(request, call), "title": call.title, "subtitle": None} if call else {}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {"title": "Nouvel appel", **(extra_context or {})})

    def around(self, request, call):
        now = timezone.now()
        form = calls.form_of(call)
        return {
            "call": call,
            "runs": self.may_change(request.user, call),
            "lacks": calls.lacks(call, now) if call.published_at is None else [],
            "situation": situation_of(call, now),
            "revision": form,
            "question_count": form.questions.count(),
            "own_rules": call.own_rules.all(),
        }

    def fetch(self, request, pk):
        call = self.get_queryset(request).filter(pk=pk).first()
        if call is None or not self.may_change(request.user, call):
            raise Http404
        return call

    def publish(self, request, pk):
        call = self.fetch(request, pk)
        return self.try_to(request, call, calls.publish, "L’appel est publié : son formulaire est figé.")

    def extend(self, request, pk):
        call = self.fetch(request, pk)
        form = ExtendForm(request.POST or None, initial={"closes_at": call.closes_at})
        if form.is_valid():
            return self.try_to(
                request, call, calls.extend, "La clôture est reportée.", closes_at=form.cleaned_data["closes_at"]
            )
        return self.own_page(request, call, "admin/calls/extend.html", "Prolonger l’appel", form=form)

    def cancel(self, request, pk):
        call = self.fetch(request, pk)
        if request.method == "POST":
            return self.try_to(request, call, calls.cancel, "L’appel est annulé.")
        return self.own_page(request, call, "admin/calls/cancel.html", "Annuler l’appel ?")

    def own_page(self, request, call, template, title, **context):
        everywhere = self.admin_site.each_context(request)
        return render(request, template, {**everywhere, "title": title, "opts": self.opts, "call": call, **context})

    def try_to(self, request, call, action, done, **fields):
        try:
            action(call, by=request.user, now=timezone.now(), **fields)
        except calls.CallRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect("admin:programmes_call_change", call.pk)


def situation_of(call, now):
    if call.cancelled_at:
        return "Annulé"
    if call.published_at is None:
        return "En préparation"
    if call.opens_at > now:
        return "Annoncé"
    return "Ouvert" if call.is_open_at(now) else "Fermé"
