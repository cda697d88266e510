"""The information meetings of a call: planning them, who registered, who came, who is exempted."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from ess_portal.lib import french
from ess_portal.lib.forms import ZonedMomentField
from programmes import meetings
from programmes.admin_calls.acts import carried, on_call
from programmes.admin_calls.clashes import NOTHING, differences
from programmes.models import InformationMeeting
from programmes.opening import zone_words


class MeetingForm(forms.ModelForm):
    starts_at = ZonedMomentField(label="Début", error_messages={"required": "Choisissez le jour et l’heure."})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = InformationMeeting
        fields = ["starts_at", "minutes", "mode", "place", "joining", "places"]
        widgets = {"joining": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "minutes": {"min_value": "Une réunion dure dix minutes au moins."},
            "place": {"required": "Dites où, ou «\u00a0en visioconférence\u00a0»."},
            "places": {"required": "Dites combien de personnes peuvent venir."},
        }

    def __init__(self, data=None, *, instance):
        super().__init__(data, instance=instance)
        zone = instance.call.zone_name
        self.fields["starts_at"].zone = zone
        self.fields["starts_at"].help_text = f"{capfirst(zone_words(zone))}."
        self.fields["version"].initial = instance.version

    def against(self, stored):
        """Both texts of what differs from the meeting as it stands, whose version this form now carries."""
        found = differences(MeetingForm(instance=stored), self, self._meta.fields)
        self.data = self.data.copy()
        self.data["version"] = stored.version
        return found


class AttendanceForm(forms.Form):
    mark_optional = False

    present = forms.ModelMultipleChoiceField(
        None, label="Cochez les personnes venues", widget=forms.CheckboxSelectMultiple, required=False
    )

    before = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, meeting):
        rows = meetings.registered(meeting)
        present = meetings.noted(meeting)
        super().__init__(data, initial={"present": present, "before": self.written(present)})
        self.fields["present"].queryset = rows

    @staticmethod
    def written(keys):
        return ",".join(map(str, keys))

    def clean_before(self):
        return [int(key) for key in self.cleaned_data["before"].split(",") if key.isascii() and key.isdigit()]

    def against(self, stored):
        """Who is noted present, who is ticked here; this form now carries the first list as its own."""
        present = meetings.noted(stored)
        names = {row.pk: str(row) for row in self.fields["present"].queryset}
        ticked = [row.pk for row in self.cleaned_data["present"]]
        self.data = self.data.copy()
        self.data["before"] = self.written(present)
        saved, typed = (", ".join(names.get(key, "") for key in keys) or NOTHING for keys in (present, ticked))
        return [("Personnes venues", saved, typed)]


class ReasonForm(forms.Form):
    note = forms.CharField(
        label="Pourquoi la réunion est annulée",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Lu par les personnes inscrites.",
        error_messages={"required": "Dites pourquoi\u00a0: les personnes inscrites le liront."},
    )


class ExemptionForm(forms.Form):
    email = forms.EmailField(label="Adresse de son compte")
    reason = forms.CharField(label="Pourquoi", max_length=300, help_text="Par exemple : venue à une réunion ailleurs.")


def urls(page):
    return [
        on_call(page, "reunions/", every, "meetings"),
        on_call(page, "reunions/dispenser/", require_POST(exempt), "exempt"),
        on_call(page, "reunions/<int:meeting>/", one, "meeting"),
        on_call(page, "reunions/<int:meeting>/presences/", require_POST(attendance), "attendance"),
        on_call(page, "reunions/<int:meeting>/annuler/", require_POST(cancel), "meeting_cancel"),
    ]


def every(request, page, call):
    """The list of meetings, and the form that plans one more."""
    form = MeetingForm(request.POST or None, instance=InformationMeeting(call=call))
    if request.method == "POST" and form.is_valid() and carried(form, meetings.plan, form.instance, by=request.user):
        messages.success(request, "La réunion est prévue.")
        return redirect("admin:programmes_call_meetings", call.pk)
    return show_every(request, page, call, form=form)


def show_every(request, page, call, form=None, exemption=None):
    context = {
        "form": form or MeetingForm(instance=InformationMeeting(call=call)),
        "exemption": exemption or ExemptionForm(auto_id="dispense_%s"),
        "meetings": meetings.with_people(call),
        "exemptions": call.exemptions.select_related("user", "granted_by"),
        "now": timezone.now(),
    }
    status = 422 if context["form"].errors or context["exemption"].errors else 200
    return page.own_page(request, call, "admin/calls/meetings.html", "Réunions d’information", status, **context)


def one(request, page, call, meeting):
    """One meeting: what is written of it, and its list to print and tick."""
    held = get_object_or_404(call.meetings, pk=meeting)
    form, conflicts = MeetingForm(request.POST or None, instance=held), None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            if carried(form, meetings.change, held, version, by=request.user):
                told = "La réunion est enregistrée. Les personnes inscrites sont prévenues si besoin."
                messages.success(request, told)
                return redirect("admin:programmes_call_meeting", call.pk, held.pk)
        except meetings.Stale as stale:
            conflicts = form.against(stale.stored)
    return show_one(request, page, call, held, conflicts, form=form)


def show_one(request, page, call, held, conflicts=None, form=None, attendance_form=None, reason=None):
    """`conflicts`: both texts, when somebody saved the same form meanwhile."""
    context = {
        "meeting": held,
        "conflicts": conflicts,
        "form": form or MeetingForm(instance=held),
        "attendance": attendance_form or AttendanceForm(meeting=held),
        "reason": reason or ReasonForm(auto_id="motif_%s"),
        "people": meetings.registered(held),
        "is_past": held.starts_at <= timezone.now(),
    }
    status = 422 if any(context[name].errors for name in ("form", "attendance", "reason")) else 200
    status = status if conflicts is None else 409
    title = f"Réunion du {french.moment(held.starts_at, call.zone_name)}"
    return page.own_page(request, call, "admin/calls/meeting.html", title, status, **context)


def attendance(request, page, call, meeting):
    held = get_object_or_404(call.meetings, pk=meeting)
    form, conflicts = AttendanceForm(request.POST, meeting=held), None
    if form.is_valid():
        present, before = [row.pk for row in form.cleaned_data["present"]], form.cleaned_data["before"]
        try:
            if carried(form, meetings.note_attendance, held, present, before=before, by=request.user):
                came = french.counted(len(present), "personne venue", "personnes venues")
                messages.success(request, f"C’est noté : {came}. Elles peuvent candidater, et un message le leur dit.")
                return redirect("admin:programmes_call_meeting", call.pk, held.pk)
        except meetings.Stale as stale:
            conflicts = form.against(stale.stored)
    return show_one(request, page, call, held, conflicts, attendance_form=form)


def cancel(request, page, call, meeting):
    held = get_object_or_404(call.meetings, pk=meeting)
    form = ReasonForm(request.POST, auto_id="motif_%s")
    if form.is_valid() and carried(form, meetings.cancel, held, by=request.user, **form.cleaned_data):
        messages.success(request, "La réunion est annulée, et les personnes inscrites sont prévenues.")
        return redirect("admin:programmes_call_meetings", call.pk)
    return show_one(request, page, call, held, reason=form)


def exempt(request, page, call):
    form = ExemptionForm(request.POST, auto_id="dispense_%s")
    if form.is_valid() and carried(form, meetings.exempt, call, by=request.user, **form.cleaned_data):
        messages.success(request, "Cette personne peut candidater. Un message le lui dit.")
        return redirect("admin:programmes_call_meetings", call.pk)
    return show_every(request, page, call, exemption=form)
