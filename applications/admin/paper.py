"""Letters to print in the back-office: those of the officer's files; the sheet itself is a page of the site."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.html import format_html

from applications import paper
from applications.models import PaperLetter
from applications.templatetags.selection import badge
from ess_portal.lib import french
from ess_portal.lib.admin import ScopedModelAdmin


class HandedFilter(admin.SimpleListFilter):
    title = "remise"
    parameter_name = "remise"

    def lookups(self, request, model_admin):
        return [("attente", "À remettre"), ("faite", "Remises")]

    def queryset(self, request, queryset):
        if self.value() == "attente":
            return queryset.waiting()
        return queryset.exclude(handed_on=None) if self.value() == "faite" else queryset


@admin.register(PaperLetter)
class PaperLetterAdmin(ScopedModelAdmin):
    list_display = ["sheet", "for_whom", "file", "written", "handed"]
    list_display_links = None
    list_filter = [HandedFilter]
    list_select_related = ["letter__application__project", "person", "handed_by"]
    search_fields = ["letter__subject", "letter__application__number", "person__last_name"]
    search_help_text = "Objet, numéro de dossier ou nom"
    fields = ["letter", "person", "handed_on", "handed_by"]
    actions = ["hand_over"]

    @admin.display(description="lettre", ordering="letter__subject")
    def sheet(self, row):
        return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.letter.subject)

    @admin.display(description="pour", ordering="person__last_name")
    def for_whom(self, row):
        return row.person

    @admin.display(description="dossier", ordering="letter__application__number")
    def file(self, row):
        return row.letter.application.number or "brouillon"

    @admin.display(description="écrite le", ordering="letter__written_at")
    def written(self, row):
        return french.day(row.letter.written_at)

    @admin.display(description="remise", ordering="handed_on")
    def handed(self, row):
        if row.handed_on:
            return f"le {french.day(row.handed_on)}, par {row.handed_by or 'une personne partie'}"
        if row.person.email:
            return "lue en ligne"
        return badge("warn", "printer", "à remettre")

    @admin.action(description="Noter remises aujourd’hui", permissions=["view"])
    def hand_over(self, request, rows):
        now = timezone.now()
        waiting = list(rows.waiting())
        for row in waiting:
            paper.hand_over(row, timezone.localdate(now), by=request.user, now=now)
        messages.success(request, f"{french.counted(len(waiting), 'lettre remise', 'lettres remises')}.")
