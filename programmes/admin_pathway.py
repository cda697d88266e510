"""The plan in the back-office: a line is written as its points and its stops, and checked before it is drawn."""

from django import forms
from django.contrib import admin

from actors.admin import DirectoryAdmin
from programmes.models import Line, LineStop, LineWalk, LineWaypoint
from programmes.plan import read_points, read_stops


class LineForm(forms.ModelForm):
    waypoints = forms.CharField(label="points", help_text="étape:rangée, séparés par « | » ; la première étape est 0.")
    stops = forms.CharField(label="arrêts", help_text="Numéros des étapes desservies, séparés par « | ».")

    class Meta:
        model = Line
        fields = [
            "letter",
            "order",
            "name",
            "short_name",
            "slug",
            "core",
            "terminus",
            "label_order",
            "label_row",
            "label_dx",
            "label_dy",
            "label_anchor",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            points = self.instance.waypoints.values_list("stage_index", "row")
            self.initial["waypoints"] = "|".join(f"{stage}:{row}" for stage, row in points)
            stops = self.instance.stops.values_list("stage_index", flat=True)
            self.initial["stops"] = "|".join(str(stage) for stage in stops)

    def clean_waypoints(self):
        points = self.read(read_points, self.cleaned_data["waypoints"])
        for stage, row in points:
            taken = LineWaypoint.objects.filter(stage_index=stage, row=row).exclude(line=self.instance.pk).first()
            if taken:
                raise forms.ValidationError(f"La ligne {taken.line_id} passe déjà par le point {stage}:{row}.")
        return points

    def clean_stops(self):
        points = self.cleaned_data.get("waypoints")
        return self.read(read_stops, self.cleaned_data["stops"], points) if points else []

    def read(self, reader, *written):
        try:
            return reader(*written)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def write_course(self, line):
        """Replace the points and the stops of the line by those that were written."""
        line.waypoints.all().delete()
        line.stops.all().delete()
        points = self.cleaned_data["waypoints"]
        LineWaypoint.objects.bulk_create(LineWaypoint(line=line, stage_index=stage, row=row) for stage, row in points)
        LineStop.objects.bulk_create(LineStop(line=line, stage_index=stage) for stage in self.cleaned_data["stops"])


@admin.register(Line)
class LineAdmin(DirectoryAdmin):
    form = LineForm
    list_display = ["letter", "name", "order"]
    list_display_links = ["name"]

    def save_related(self, request, form, formsets, change):
        form.write_course(form.instance)
        super().save_related(request, form, formsets, change)


@admin.register(LineWalk)
class LineWalkAdmin(DirectoryAdmin):
    list_display = ["__str__", "label"]
