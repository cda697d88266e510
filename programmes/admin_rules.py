"""Rules in the back-office, written by whoever leads the programme, with a preview in French."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path

from actors.revision import bump
from ess_portal.lib.admin import ScopedModelAdmin
from programmes import admin_trial, rule_editing
from programmes.models import Call, Rule
from programmes.rule_forms import RuleForm
from programmes.rule_history import versions
from programmes.rule_sentences import describe, explain
from programmes.rule_values import vocabulary

IN_USE = "Des dossiers s’appuient sur cette règle : elle reste dans leur histoire."


class RuleList(ChangeList):
    """The list says what each rule checks: several rules share the same words for the person."""

    def get_results(self, request):
        super().get_results(request)
        words = vocabulary()
        self.result_list = list(self.result_list)
        for rule in self.result_list:
            rule.said = describe(rule, words)


@admin.register(Rule)
class RuleAdmin(ScopedModelAdmin):
    list_display = ["about", "checks", "belongs_to", "strength"]
    list_filter = ["strength"]
    search_fields = ["met", "not_met", "programme__name", "call__title"]
    ordering = ["programme__sort_name", "call_id", "position", "pk"]
    change_list_template = "admin/rules/list.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("essayer/", view(admin_trial.try_profile), name="programmes_rule_try"),
            path("verifier/", view(admin_trial.check_rules), name="programmes_rule_check"),
            path("profils/", view(admin_trial.verify_profiles), name="programmes_rule_profiles"),
            *super().get_urls(),
        ]

    def get_changelist(self, request, **kwargs):
        return RuleList

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("programme", "call__programme")

    @admin.display(description="sujet")
    def about(self, rule):
        return rule.topic

    @admin.display(description="ce qui est vérifié")
    def checks(self, rule):
        return rule.said

    @admin.display(description="programme ou appel")
    def belongs_to(self, rule):
        return rule.owner

    def has_add_permission(self, request):
        """Whoever may write a call may write a rule; asked once for both."""
        return self.admin_site._registry[Call].has_add_permission(request)

    def may_change(self, user, rule):
        return rule_editing.may_write(rule)

    may_delete = may_change

    def get_deleted_objects(self, objs, request):
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, lacking, [IN_USE] if protected else []

    def delete_view(self, request, object_id, extra_context=None):
        self.fetch(request, object_id)  # a stranger's rule does not exist, where Django would say it is forbidden
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        bump()

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        owners = rule_editing.owners(request.user)
        if "pour" not in request.GET:
            return self.page(request, "admin/rules/choose.html", "Nouvelle règle", owners=owners)
        if request.GET["pour"] not in owners:
            raise Http404
        return self.write(request, rule_editing.blank(owners[request.GET["pour"]]), "Nouvelle règle")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        rule = self.fetch(request, object_id)
        if self.has_change_permission(request, rule):
            return self.write(request, rule, rule.topic)
        if request.method == "POST":
            raise PermissionDenied
        said = explain(rule, vocabulary(), [str(lead) for lead in rule.redirects.all()])
        return self.page(request, "admin/rules/frozen.html", rule.topic, rule=rule, preview=said)

    def history_view(self, request, object_id, extra_context=None):
        rule = self.fetch(request, object_id)
        found = versions(rule, vocabulary())
        return self.page(request, "admin/rules/history.html", "Historique", rule=rule, versions=found)

    def fetch(self, request, object_id):
        rule = self.get_object(request, object_id)
        if rule is None:
            raise Http404
        return rule

    def write(self, request, rule, title):
        """The form, its preview, and both texts when another officer saved the rule meanwhile."""
        words = vocabulary()
        if request.method != "POST":
            form = build(rule, words)
            return self.form_page(request, title, form, explain(rule, words, form.leads) if rule.pk else ())
        form = build(rule, words, request.POST)
        if not form.is_valid():
            return self.form_page(request, title, form, status=422)
        said = explain(form.instance, words, form.leads)
        if "preview" in request.POST:
            return self.form_page(request, title, form, said)
        try:
            saved = rule_editing.update(form) if rule.pk else rule_editing.create(form)
        except rule_editing.Stale as stale:
            saved = build(stale.stored, words)
            typed = request.POST.copy()
            typed["version"] = saved["version"].value()
            conflicts = form.differences(saved)
            again = build(rule, words, typed)
            return self.form_page(request, title, again, said, status=409, conflicts=conflicts, stale=True)
        messages.success(request, "La règle est enregistrée. Les pages publiques la montrent dès maintenant.")
        return self.onward(request, saved)

    def onward(self, request, rule):
        """Where the person goes once the rule is saved: she stays, or returns to the call, or to the list."""
        if "_continue" in request.POST:
            return redirect("admin:programmes_rule_change", rule.pk)
        if rule.call_id:
            return redirect("admin:programmes_call_change", rule.call_id)
        return redirect("admin:programmes_rule_changelist")

    def form_page(self, request, title, form, preview=(), status=200, **context):
        context = {"form": form, "rule": form.instance, "preview": preview, **context}
        return self.page(request, "admin/rules/form.html", title, status, **context)

    def page(self, request, template, title, status=200, **context):
        everywhere = self.admin_site.each_context(request)
        return render(request, template, {**everywhere, "title": title, "opts": self.opts, **context}, status=status)


def build(rule, words, data=None):
    version = rule_editing.version_of(rule) if rule.pk else 0
    return RuleForm(data, instance=rule, words=words, links=rule_editing.links(rule), version=version)
