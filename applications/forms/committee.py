"""What officers write about a committee: who sits, what is on the agenda, what is decided."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from actors.models import Actor
from applications import committee, decisions
from applications.forms.officer import VersionedForm
from applications.forms.screening import SEVERAL
from applications.models import CommitteeMember, CommitteeSession, Decision
from ess_portal.lib.forms import ZonedMomentField
from programmes.models import Call, Programme
from programmes.opening import zone_words


class PlanForm(forms.ModelForm):
    meets_at = ZonedMomentField(label="Se réunit le")

    class Meta:
        model = CommitteeSession
        fields = ["meets_at", "place", "quorum"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        read_in_zone_of(self.instance.call, self.fields["meets_at"])


class NewSessionForm(forms.ModelForm):
    """The session's instant is typed in the zone of the call chosen in the same form."""

    meets_at = ZonedMomentField(label="Se réunit le", help_text="À l’heure de l’appel choisi.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.data.get(self.add_prefix("call"), "") if self.is_bound else ""
        call = Call.objects.select_related("programme__region").filter(pk=chosen).first() if chosen.isdigit() else None
        if call and "meets_at" in self.fields:
            read_in_zone_of(call, self.fields["meets_at"])


def read_in_zone_of(call, field):
    field.zone = call.zone_name
    field.help_text = f"{capfirst(zone_words(call.zone_name))}."


class SeatForm(forms.Form):
    email = forms.EmailField(label="Adresse e-mail")
    first_name = forms.CharField(label="Prénom", max_length=80, required=False)
    last_name = forms.CharField(label="Nom", max_length=80, required=False)
    organisation = forms.ModelChoiceField(
        Actor.objects.order_by("sort_name", "pk"), label="Structure", required=False, empty_label="Aucune"
    )
    chair = forms.BooleanField(label="Préside le comité", required=False)

    def carry_out(self, session):
        return committee.invite(session, **self.cleaned_data)


class AgendaForm(forms.Form):
    applications = forms.ModelMultipleChoiceField(
        None, label="Dossiers recevables", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data=None, *, session):
        super().__init__(data)
        self.fields["applications"].queryset = committee.ready_for(session).select_related("project").order_by("number")


class PairsField(forms.MultipleChoiceField):
    """Ticks of a table: « item:member »."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def validate(self, value):
        for pair in value:
            left, colon, right = pair.partition(":")
            if not (colon and left.isdigit() and right.isdigit()):
                raise ValidationError("Une case du tableau n’est pas reconnue.")

    def clean(self, value):
        pairs = super().clean(value)
        return {(int(left), int(right)) for left, _, right in (pair.partition(":") for pair in pairs)}


class AssignmentForm(forms.Form):
    pairs = PairsField(label="Dossiers confiés")


class SharingForm(forms.Form):
    """What the officer asks of a balanced proposal; read from the address, so that the preview can be shown again."""

    lecteurs = forms.IntegerField(label="Lecteurs par dossier, au moins", min_value=1, max_value=20, initial=2)
    presidence = forms.BooleanField(label="La présidence lit aussi", required=False)


class SeatKnowledgeForm(forms.ModelForm):
    class Meta:
        model = CommitteeMember
        fields = ["stages", "departments"]
        widgets = {"stages": SEVERAL, "departments": SEVERAL}
        labels = {"stages": "Étapes que cette personne connaît", "departments": "Départements qu’elle connaît"}


class AttendanceForm(forms.Form):
    present = forms.TypedMultipleChoiceField(
        label="Présents et présentes", coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data=None, *, members):
        super().__init__(data, initial={"present": [member.pk for member in members if member.present]})
        self.fields["present"].choices = [(member.pk, str(member)) for member in members]


SHORT_OUTCOMES = [
    (Decision.Outcome.ADMIT, "Admettre"),
    (Decision.Outcome.WAITLIST, "Attente"),
    (Decision.Outcome.DECLINE, "Ne pas retenir"),
    (Decision.Outcome.REDIRECT, "Orienter"),
]


class DecisionForm(VersionedForm):
    """The open file of a session: the discussion note and a pending decision; nothing chosen keeps the note only."""

    name = "dossier"
    mark_optional = False
    outcome = forms.ChoiceField(
        label="Décision",
        choices=[("", "Pas encore"), *SHORT_OUTCOMES],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(label="Note de discussion", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    message = forms.CharField(
        label="Message à la personne, sans nom de membre",
        required=False,
        help_text="Ce que le comité a apprécié, ou pourquoi un autre programme convient mieux.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.ChoiceField(
        label="Motif, si le dossier n’est pas retenu", choices=[("", "Aucun"), *Decision.Reason.choices], required=False
    )
    advice = forms.CharField(
        label="Un conseil pour la suite, si le dossier n’est pas retenu",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    programmes = forms.ModelMultipleChoiceField(
        Programme.objects.public(), label="Autres programmes proposés", required=False, widget=SEVERAL
    )
    rank = forms.IntegerField(label="Rang sur la liste d’attente", required=False, min_value=1)

    def __init__(self, *args, decision=None, **kwargs):
        subject = kwargs["subject"]
        initial = {"note": subject.discussion_note, "outcome": ""}
        if decision:
            initial |= {name: getattr(decision, name) for name in ("outcome", "message", "reason", "advice", "rank")}
            initial["programmes"] = decision.programmes.all()
        super().__init__(*args, initial=initial, **kwargs)
        others = Programme.objects.public().exclude(pk=subject.session.call.programme_id)
        self.fields["programmes"].queryset = others

    def carry_out(self, by, now):
        data = self.cleaned_data
        wording = decisions.Wording(data["message"], data["reason"], data["advice"], tuple(data["programmes"]))
        return decisions.decide(
            self.subject,
            data["outcome"],
            by=by,
            now=now,
            version=data["version"],
            wording=wording,
            note=data["note"],
            rank=data["rank"],
        )
