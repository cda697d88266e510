"""People, the outbox and the record of who read what: for superusers, and read-only but for a person's own fields."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.admin_mails import MailAdmin
from accounts.models import AccessEntry, Mail, User

for model in (Group, Authenticator, EmailAddress):  # rights are roles; keys and addresses belong to their owner
    admin.site.unregister(model)


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["__str__", "email", "is_active", "date_joined"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "first_name", "last_name"]
    fields = [
        "first_name",
        "last_name",
        "email",
        "is_active",
        "is_superuser",
        "organisations",
        "date_joined",
        "last_login",
    ]
    readonly_fields = ["organisations", "date_joined", "last_login"]
    list_per_page = 50

    @admin.display(description="rôles en cours")
    def organisations(self, person):
        roles = person.organisation_roles.active().select_related("actor")
        return ", ".join(f"{role.actor} ({role.get_kind_display().lower()})" for role in roles) or "aucun"

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()  # she signs in by code, then may choose one
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        return False


admin.site.register(Mail, MailAdmin)


@admin.register(AccessEntry)
class AccessEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "reader", "subject", "kind"]
    list_filter = ["kind"]
    list_select_related = ["reader", "subject"]
    search_fields = ["reader__email", "subject__email"]
    date_hierarchy = "at"
    list_per_page = 50
