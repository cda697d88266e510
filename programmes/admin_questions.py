"""The questions of a call in the back-office: written on a revision, read-only once it is frozen."""

from django import forms
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse

from ess_portal.lib.admin import ScopedInline, ScopedModelAdmin
from programmes import questions
from programmes.models import Call, FormRevision, Question


class QuestionForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False
            self.fields["position"].help_text = "Vide : à la suite."

    def clean(self):
        data = super().clean()
        options = [line for line in (data.get("options") or "").splitlines() if line.strip()]
        if data.get("kind") in (Question.Kind.ONE, Question.Kind.MANY) and len(options) < 2:
            self.add_error("options", "Écrivez au moins deux choix, un par ligne.")
        return data


class QuestionInline(ScopedInline, admin.StackedInline):
    model = Question
    form = QuestionForm
    fields = [
        ("section", "position"),
        "label",
        ("kind", "required", "personal", "max_length"),
        "help_text",
        "example",
        "options",
    ]
    extra = 3


@admin.register(FormRevision)
class FormRevisionAdmin(ScopedModelAdmin):
    """The questions of a call; reached from the call's page, read-only once frozen."""

    fields = []
    inlines = [QuestionInline]
    change_form_template = "admin/calls/questions.html"

    def get_queryset(self, request):
        visible = Call.objects.visible_to(request.user)
        return FormRevision.objects.filter(call__in=visible).select_related("call__programme")

    def has_module_permission(self, request):
        return False

    def may_change(self, user, revision):
        return revision.frozen_at is None and Call.objects.run_by(user).filter(pk=revision.call_id).exists()

    def get_fieldsets(self, request, obj=None):
        return []

    def change_view(self, request, object_id, form_url="", extra_context=None):
        title = {"title": "Questions", "subtitle": None}
        return super().change_view(request, object_id, form_url, {**title, **(extra_context or {})})

    def save_formset(self, request, form, formset, change):
        for question in formset.save(commit=False):
            questions.complete_question(question)
            question.save()
        for question in formset.deleted_objects:
            question.delete()

    def response_post_save_change(self, request, obj):
        return redirect(reverse("admin:programmes_call_change", args=[obj.call_id]))

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:programmes_call_changelist")
