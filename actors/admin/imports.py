"""Import of sheets from a table: sent, examined line by line, applied all or nothing, undone as a whole."""

import csv

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from actors import imports
from actors.admin.directory import DirectoryAdmin
from actors.models import Import
from ess_portal.lib import french, tables, uploads

ON_A_PAGE = 100


class ImportForm(forms.Form):
    kind = forms.ChoiceField(label="Que contient ce fichier ?", choices=Import.Kind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label="Fichier",
        help_text=(
            f"CSV ou XLSX, {tables.MAX_LINES} lignes et {uploads.megabytes(tables.MAX_BYTES)} au plus. "
            "La première ligne porte les titres des colonnes."
        ),
    )

    def clean(self):
        """Read the table here, so that whatever is wrong with it is said beside the field."""
        if self.errors:
            return
        try:
            lines = tables.read(self.cleaned_data["file"])
            self.headings = imports.headings(self.cleaned_data["kind"], lines[0])
        except ValidationError as refusal:
            self.add_error("file", refusal)
        else:
            self.lines = lines[1:]


@admin.register(Import)
class ImportAdmin(DirectoryAdmin):
    list_display = ["file_name", "kind", "made_by", "made_at", "state_label"]
    list_filter = ["kind"]
    list_select_related = ["made_by"]

    @admin.display(description="état")
    def state_label(self, run):
        return run.state.label

    def has_delete_permission(self, request, obj=None):
        """One that is in place is undone, never forgotten."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.state != Import.State.APPLIED)

    def get_actions(self, request):
        return {}

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("modele/<slug:kind>/", view(self.model_file), name="actors_import_model"),
            path("<int:pk>/importer/", view(require_POST(self.apply)), name="actors_import_apply"),
            path("<int:pk>/annuler/", view(require_POST(self.undo)), name="actors_import_undo"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        self.require_right(request)
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            run = Import.objects.create(
                kind=form.cleaned_data["kind"],
                file_name=uploads.clean_name(form.cleaned_data["file"].name),
                headings=form.headings,
                lines=form.lines,
                made_by=request.user,
            )
            return redirect("admin:actors_import_change", run.pk)
        columns = [(kind, kind.label, imports.columns(kind)) for kind in Import.Kind]
        context = {"title": "Importer des fiches", "form": form, "columns": columns}
        return self.page(request, "admin/actors/import_add.html", context, 422 if form.errors else 200)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self.require_right(request)
        return self.show(request, get_object_or_404(Import, pk=object_id if object_id.isdecimal() else 0))

    def show(self, request, run, refusal="", status=200):
        """The lines of one import: what they would do, or what they did."""
        report = imports.examine(run) if run.state == Import.State.EXAMINED else None
        lines = report.to_read if report else run.sheets.all()
        context = {
            "title": str(run),
            "run": run,
            "report": report,
            "refusal": refusal,
            "lines": Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page")),
        }
        return self.page(request, "admin/actors/import.html", context, status)

    def page(self, request, template, context, status):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return render(request, template, context, status=status)

    def require_right(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied

    def apply(self, request, pk):
        self.require_right(request)
        run = get_object_or_404(Import, pk=pk)
        try:
            report = imports.apply(run, now=timezone.now(), with_similar="proches" in request.POST)
        except imports.ImportRefused as refusal:
            run.refresh_from_db()
            return self.show(request, run, str(refusal), 422)
        done = len(report.of("new")) + len(report.of("update"))
        messages.success(request, f"{french.counted(done, 'fiche écrite', 'fiches écrites')}.")
        return redirect("admin:actors_import_change", pk)

    def undo(self, request, pk):
        self.require_right(request)
        run = get_object_or_404(Import, pk=pk)
        try:
            count = imports.undo(run, now=timezone.now())
        except imports.ImportRefused as refusal:
            return self.show(request, run, str(refusal), 422)
        messages.success(
            request, f"Import annulé : {french.counted(count, 'fiche remise', 'fiches remises')} en l’état."
        )
        return redirect("admin:actors_import_change", pk)

    def model_file(self, request, kind):
        """An empty table with the right titles, which spreadsheets open with their accents."""
        self.require_right(request)
        if kind not in Import.Kind.values:
            raise Http404
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="modele-{kind}.csv"'
        csv.writer(response, delimiter=";").writerow([title for title, _ in imports.columns(kind)])
        return response
