"""Questions, answers and test visitors of the orientation: a code that rules use is never taken from under them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render

from actors.admin import DirectoryAdmin, OwnRows
from ess_portal.lib.french import no_break
from programmes.models import OrientationAnswer, OrientationQuestion, Profile, Rule
from programmes.profile_forms import ProfileForm
from programmes.rule_values import RESERVED, readable, vocabulary

NAMED = 5


def uses(question: str, answer: str = "") -> list[str]:
    """The rules and test profiles that name the question, or one of its answers; each in a few words."""
    start = f"{question}:{answer}"
    cited = Q(value__contains=start)
    rules = [
        f"« {rule.topic} » de {rule.owner}"
        for rule in Rule.objects.filter(cited).select_related("programme", "call")
        if any(pair == (question, answer) if answer else pair[0] == question for pair in readable(rule.value))
    ]
    profiles = [
        f"le profil {profile.code}"
        for profile in Profile.objects.filter(answers__contains=start)
        if any(pair == (question, answer) if answer else pair[0] == question for pair in readable(profile.answers))
    ]
    return rules + profiles


def in_use(label: str, found: list[str]) -> str:
    """« X » sert dans … : the sentence that refuses to take it away."""
    more = f" et {len(found) - NAMED} de plus" if len(found) > NAMED else ""
    return no_break(f"« {label} » sert dans {', '.join(found[:NAMED])}{more}. Modifiez d’abord ce qui s’en sert.")


class AnswerForm(forms.ModelForm):
    def clean_code(self):
        code = self.cleaned_data["code"]
        was = self.initial.get("code")
        if was and code != was and (found := uses(self.instance.question_id, was)):
            raise forms.ValidationError(in_use(was, found))
        return code


class AnswerFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        for form in self.deleted_forms:
            answer = form.instance
            if answer.pk and (found := uses(answer.question_id, answer.code)):
                form.add_error(None, in_use(answer.label, found))
                raise forms.ValidationError(in_use(answer.label, found))


class AnswerInline(OwnRows, admin.TabularInline):
    model = OrientationAnswer
    form = AnswerForm
    formset = AnswerFormSet
    fields = ["order", "code", "label", "help_text", "sensitive"]
    extra = 2


class QuestionForm(forms.ModelForm):
    def clean_code(self):
        code = self.cleaned_data["code"]
        if code in RESERVED:
            raise forms.ValidationError("Ce code sert déjà aux lieux, aux zones ou aux nombres.")
        return code


@admin.register(OrientationQuestion)
class OrientationQuestionAdmin(DirectoryAdmin):
    form = QuestionForm
    list_display = ["order", "label", "kind", "skippable"]
    list_display_links = ["label"]
    inlines = [AnswerInline]

    def get_readonly_fields(self, request, obj=None):
        """The code is the key of the answers kept with projects: written once."""
        return ["code"] if obj else []

    def get_deleted_objects(self, objs, request):
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        protected += [in_use(question.label, found) for question in objs if (found := uses(question.pk))]
        return deleted, counts, lacking, protected


@admin.register(Profile)
class ProfileAdmin(DirectoryAdmin):
    list_display = ["code", "story"]
    change_list_template = "admin/rules/profile_list.html"

    def add_view(self, request, form_url="", extra_context=None):
        return self.write(request, Profile(), "Nouveau profil d’essai")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        profile = self.get_object(request, object_id)
        if profile is None:
            raise Http404
        return self.write(request, profile, f"Profil {profile.code}")

    def write(self, request, profile, title):
        if not self.may_edit(request.user):
            raise PermissionDenied
        form = ProfileForm(request.POST if request.method == "POST" else None, profile=profile, words=vocabulary())
        if form.is_valid():
            form.save()
            messages.success(request, "Le profil est enregistré.")
            return redirect("admin:programmes_profile_changelist")
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "form": form}
        context["profile"] = profile
        return render(request, "admin/rules/profile.html", context, status=422 if form.errors else 200)
