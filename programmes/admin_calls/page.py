"""The page of a call: what is written on it, its checklist, and the ways to its questions, letters and people."""

from django import forms
from django.contrib import admin
from django.db import models, transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from actors import addresses
from actors.revision import bump
from ess_portal.lib.admin import ScopedInline, ScopedModelAdmin
from ess_portal.lib.forms import MomentInput, ZonedMomentField
from ess_portal.lib.french import moment
from programmes import calls, checklist
from programmes.admin_calls import acts, clashes, letters, meetings, people
from programmes.admin_calls.forms import CallForm
from programmes.models import Call, CallCategory, CallCriterion, CallDocument

FREE_AFTER_PUBLICATION = {"slug", "presentation", "contact", "discreet", "committee_on", "answer_by"}
DATES = ["entry", "time_zone", "opens_at", "closes_at", "grace_minutes", "committee_on", "answer_by", "starts_on"]
PLACES = ["places", "confirmation_days", "requires_meeting", "editable_after_sending", "contact", "discreet"]


class CallDocumentInline(ScopedInline, admin.TabularInline):
    model = CallDocument
    fields = ["kind", "required", "help_text", "position"]
    extra = 3


class CategoryFormSet(forms.BaseInlineFormSet):
    """Shares never exceed the places of the call, as they are typed in the same form."""

    def clean(self):
        super().clean()
        rows = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        total = sum(row.get("places") or 0 for row in rows if not row.get("DELETE"))
        places = self.instance.places or 0
        if total > places:
            raise forms.ValidationError(f"Les catégories comptent {total} places en tout, et l’appel {places}.")


class CallCategoryInline(ScopedInline, admin.TabularInline):
    model = CallCategory
    formset = CategoryFormSet
    fields = ["kind", "name", "help_text", "places", "position"]
    extra = 1


class CallCriterionInline(ScopedInline, admin.TabularInline):
    model = CallCriterion
    fields = ["name", "help_text", "levels", "weight", "informative", "position"]
    extra = 3


@admin.register(Call)
class CallAdmin(ScopedModelAdmin):
    form = CallForm
    formfield_overrides = {
        **ScopedModelAdmin.formfield_overrides,
        models.DateTimeField: {"form_class": ZonedMomentField, "widget": MomentInput},
    }
    choices = {"programme": calls.led_by}
    list_display = ["title", "programme", "opening", "closing", "places", "situation"]
    list_filter = [("programme", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["programme__region"]
    search_fields = ["title", "programme__name"]
    ordering = Call._meta.ordering
    fieldsets = [
        (None, {"fields": ["programme", "title", "slug", "presentation"]}),
        ("Dates", {"fields": DATES}),
        ("Places et réponse", {"fields": PLACES}),
    ]
    inlines = [CallCategoryInline, CallDocumentInline, CallCriterionInline]
    change_form_template = "admin/calls/change_form.html"
    free_fields = FREE_AFTER_PUBLICATION

    @admin.display(description="situation")
    def situation(self, call):
        return situation_of(call, timezone.now())

    @admin.display(description="ouverture", ordering="opens_at")
    def opening(self, call):
        return moment(call.opens_at, call.zone_name) if call.opens_at else "à fixer"

    @admin.display(description="clôture", ordering="closes_at")
    def closing(self, call):
        if call.closes_at:
            return moment(call.closes_at, call.zone_name)
        return "sans date limite" if call.is_permanent else "à fixer"

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
        """The row is held by `change_view`: a version is given once."""
        obj.version += change
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data and obj.slug != form.initial["slug"]:
            addresses.keep(obj, form.initial["slug"])
        calls.form_of(obj)
        bump()

    def get_urls(self):
        return [*acts.urls(self), *people.urls(self), *meetings.urls(self), *letters.urls(self), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        with transaction.atomic():
            call = self.get_object(request, object_id)
            if call and request.method == "POST":
                call = self.held(call)
            context = {**self.around(request, call), "title": call.title, "subtitle": None} if call else {}
            if call and request.method == "POST" and context["runs"]:
                context["conflicts"] = self.clash(request, call)
            answer = super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})
        if context.get("conflicts") is not None:
            answer.status_code = 409
        return answer

    def held(self, call):
        """The call as it stands, nobody else saving it until the end of the transaction."""
        return Call.objects.select_for_update(of=("self",)).select_related("programme__region").get(pk=call.pk)

    def clash(self, request, call):
        """What was sent from a page older than the call, beside what is saved; None when the page is up to date.

        The post then names the rows that exist now, with her texts.
        """
        if request.POST.get("version") == str(call.version):
            return None
        sent = clashes.Page(self, request, call)
        conflicts = sent.conflicts()
        request.POST = sent.merged()
        return conflicts

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {"title": "Nouvel appel", **(extra_context or {})})

    def around(self, request, call):
        now = timezone.now()
        form = calls.form_of(call)
        to_do = checklist.lines(call, now) if call.published_at is None else []
        return {
            "call": call,
            "runs": self.may_change(request.user, call),
            "lacks": [(line.sentence, where(line.part, call, form)) for line in to_do if not line.done],
            "ready": [line.sentence for line in to_do if line.done],
            "situation": situation_of(call, now),
            "revision": form,
            "question_count": form.questions.count(),
            "own_rules": call.own_rules.all(),
        }

    def fetch(self, request, pk):
        """The call that the person runs, or 404."""
        call = self.get_queryset(request).filter(pk=pk).first()
        if call is None or not self.may_change(request.user, call):
            raise Http404
        return call

    def own_page(self, request, call, template, title, status=200, **context):
        everywhere = self.admin_site.each_context(request)
        context = {**everywhere, "title": title, "opts": self.opts, "call": call, **context}
        return render(request, template, context, status=status)


def where(part, call, revision):
    """The address where a line of the checklist is mended: a field or a list of this page, or another page."""
    if part == "questions":
        return reverse("admin:programmes_formrevision_change", args=[revision.pk])
    if part == "meetings":
        return reverse("admin:programmes_call_meetings", args=[call.pk])
    return f"#{part}-group" if part in {"categories", "criteria", "documents"} else f"#id_{part}"


def situation_of(call, now):
    if call.cancelled_at:
        return "Annulé"
    if call.published_at is None:
        return "En préparation"
    if call.opens_at > now:
        return "Annoncé"
    return "Ouvert" if call.is_open_at(now) else "Fermé"
