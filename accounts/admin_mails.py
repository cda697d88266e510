"""The outbox in the back-office: what left, what waits and why; read-only, but for sending again."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import mails, resending
from accounts.categories import Category
from accounts.models import Mail
from accounts.resending import Answer
from ess_portal.lib import french

SENTENCES = {
    Answer.RESENT: ("message repart", "messages repartent"),
    Answer.LEAVING: ("message part de lui-même dans les minutes qui viennent", "messages partent d’eux-mêmes"),
    Answer.SENT: (
        "message était déjà parti, et n’est pas renvoyé",
        "messages étaient déjà partis, et ne sont pas renvoyés",
    ),
    Answer.ERASED: (
        "message est trop ancien : son texte a été effacé",
        "messages sont trop anciens : leurs textes ont été effacés",
    ),
    Answer.CODE: ("code ne se renvoie pas : la personne en demande un autre", "codes ne se renvoient pas"),
}
REASONS = {
    "SMTPRecipientsRefused": "adresse refusée",
    "SMTPDataError": "texte refusé par le serveur",
    "SMTPSenderRefused": "expéditeur refusé",
    "SMTPAuthenticationError": "serveur : identifiants refusés",
    "BadHeaderError": "en-tête impossible",
}


def why(error):
    """« adresse refusée » for the name of a failure; whatever else means that the server was out of reach."""
    return REASONS.get(error, "serveur injoignable") if error else ""


class StateFilter(admin.SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return Mail.State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in Mail.State.values else queryset


class CategoryFilter(admin.SimpleListFilter):
    title = "catégorie"
    parameter_name = "categorie"

    def lookups(self, request, model_admin):
        return Category.choices

    def queryset(self, request, queryset):
        if self.value() == Category.SECURITY:
            return queryset.filter(template__contains="/")
        if self.value() not in Category.values:
            return queryset
        return queryset.filter(
            template__in=[kind.name for kind in mails.catalogue().values() if kind.category == self.value()]
        )


class WhyFilter(admin.SimpleListFilter):
    title = "raison de l’échec"
    parameter_name = "raison"

    def lookups(self, request, model_admin):
        return [*REASONS.items(), ("ailleurs", "serveur injoignable")]

    def queryset(self, request, queryset):
        if self.value() in REASONS:
            return queryset.filter(last_error=self.value())
        if self.value() == "ailleurs":
            return queryset.exclude(last_error="").exclude(last_error__in=REASONS)
        return queryset


class MailAdmin(admin.ModelAdmin):
    list_display = ["subject", "address", "category", "created_at", "state_words"]
    list_filter = [StateFilter, CategoryFilter, WhyFilter]
    search_fields = ["address", "subject", "recipient__last_name", "recipient__first_name"]
    date_hierarchy = "created_at"
    exclude = ["body"]  # the text may hold a sign-in code
    readonly_fields = ["state_words", "traces"]
    list_per_page = 50
    actions = ["resend_unsent", "resend_even_sent"]
    change_form_template = "admin/mails/change_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.resend_one))
        return [path("<int:pk>/renvoyer/", view, name="accounts_mail_resend"), *super().get_urls()]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="catégorie")
    def category(self, mail):
        kind = mails.catalogue().get(mail.template)
        return kind.category.label if kind else Category.SECURITY.label

    @admin.display(description="état")
    def state_words(self, mail):
        if mail.sent_at:
            return f"{mail.state.label} le {french.moment(mail.sent_at)}"
        return " : ".join(part for part in (mail.state.label, why(mail.last_error)) if part)

    @admin.display(description="renvois")
    def traces(self, mail):
        rows = mail.resends.select_related("by")
        return " ; ".join(f"{french.moment(row.at)}, par {row.by or 'une personne partie'}" for row in rows) or "aucun"

    @admin.action(description="Renvoyer ceux qui ne sont pas partis")
    def resend_unsent(self, request, queryset):
        self.tell(request, resending.resend_all(queryset, by=request.user, now=timezone.now()))

    @admin.action(description="Renvoyer, même ceux qui sont déjà partis")
    def resend_even_sent(self, request, queryset):
        self.tell(request, resending.resend_all(queryset, by=request.user, now=timezone.now(), even_sent=True))

    def resend_one(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        mail = get_object_or_404(Mail, pk=pk)
        even_sent = request.POST.get("deja-parti") == "oui"
        self.tell(request, resending.resend_all([mail], by=request.user, now=timezone.now(), even_sent=even_sent))
        return redirect("admin:accounts_mail_change", pk)

    def tell(self, request, answers):
        for answer, count in answers.items():
            level = messages.SUCCESS if answer == Answer.RESENT else messages.WARNING
            self.message_user(request, f"{french.no_break(french.counted(count, *SENTENCES[answer]))}.", level)
