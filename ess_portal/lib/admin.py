"""The base of every back-office page: rows come from the model's own scope, rights from functions."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.http import Http404

from ess_portal.lib.forms import DayInput, MomentInput


class ScopedChoices:
    """Offers in each list only what the person may see; plain controls, so that nothing needs JavaScript.

    `choices` maps a field name to a function of the user that returns the rows offered.
    """

    choices = {}
    formfield_overrides = {
        models.DateField: {"widget": DayInput},
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }

    def offered(self, db_field, request):
        if db_field.name in self.choices:
            return self.choices[db_field.name](request.user)
        related = self.admin_site._registry.get(db_field.remote_field.model)
        return related.get_queryset(request) if isinstance(related, ScopedModelAdmin) else None

    def narrowed(self, db_field, request, kwargs):
        offered = self.offered(db_field, request)
        return kwargs if offered is None else {"queryset": offered, **kwargs}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs = self.narrowed(db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs = self.narrowed(db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ScopedModelAdmin(ScopedChoices, admin.ModelAdmin):
    """Lists what `scope` (a method of the model's queryset) gives the person; a stranger's row answers 404.

    Nothing can be added, changed or deleted unless `may_add`, `may_change` or `may_delete` says so.
    """

    scope = "visible_to"
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request):
        return getattr(super().get_queryset(request), self.scope)(request.user)

    def may_add(self, user):
        return False

    def may_change(self, user, obj):
        return False

    def may_delete(self, user, obj):
        return False

    def may_edit_rows(self, user, obj):
        return self.may_change(user, obj)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    def has_add_permission(self, request):
        """Asked several times per page, by the rubrics and the page itself: answered once."""
        known = request.__dict__.setdefault("may_add", {})
        if self.opts.label not in known:
            known[self.opts.label] = self.has_view_permission(request) and self.may_add(request.user)
        return known[self.opts.label]

    def has_change_permission(self, request, obj=None):
        return obj is not None and self.has_view_permission(request) and self.may_change(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return obj is not None and self.has_view_permission(request) and self.may_delete(request.user, obj)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404


class ScopedInline(ScopedChoices):
    """Rows that follow the rights of the page they stand on, or its `may_edit_rows(user, obj)` when it is stricter."""

    def may_edit(self, user, parent):
        page = self.admin_site._registry[self.parent_model]
        return page.may_add(user) if parent is None else page.may_edit_rows(user, parent)

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return self.may_edit(request.user, obj)

    def has_change_permission(self, request, obj=None):
        return self.may_edit(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may_edit(request.user, obj)
