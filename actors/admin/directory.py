"""What every page of the directory shares: who may change its facts, and what each change renews."""

from django import forms
from django.contrib import admin
from django.db import models

from actors import addresses
from actors.models import Addressed
from actors.revision import bump
from ess_portal.lib.admin import ScopedChoices


class DirectoryAdmin(ScopedChoices, admin.ModelAdmin):
    """Facts of the public pages: whoever may change them is a superuser; each change renews those pages."""

    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {
        **ScopedChoices.formfield_overrides,
        models.URLField: {"form_class": forms.URLField, "assume_scheme": "https"},
    }

    def may_edit(self, user, obj=None):
        return user.is_superuser

    def has_module_permission(self, request):
        """In the menu for superusers only: asking more would cost every page of the back-office a query."""
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return self.may_edit(request.user, obj)

    def has_change_permission(self, request, obj=None):
        return self.may_edit(request.user, obj)

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and isinstance(obj, Addressed) and "slug" in form.changed_data:
            addresses.keep(obj, form.initial["slug"])

    def republish(self, *objects):
        """After every change: the pages are renewed; where the search reads the object, its index too."""
        bump()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.republish(form.instance)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self.republish(obj)

    def delete_queryset(self, request, queryset):
        objects = list(queryset)
        super().delete_queryset(request, queryset)
        self.republish(*objects)


class OwnRows:
    """Rows under a sheet: for superusers only, even when a manager may rewrite the sheet's words."""

    extra = 0

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission
