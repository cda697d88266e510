"""/composants/, in development only: every block of the design system in each of its states."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actors.models.actor import SheetStatus
from ess_portal.lib.forms import DayInput, MomentInput

LINES = {
    "T": "Territoire",
    "R": "Remobilisation",
    "I": "Incubation",
    "E": "Test et coopérative",
    "C": "Consolidation",
    "D": "Développement",
    "L": "Prix et concours",
    "P": "Dispositif régional",
}
STOPS = [
    {"label": "Envoyé", "detail": "2 juin", "state": "done", "url": "#"},
    {"label": "Vérifié", "detail": "", "state": "done", "url": ""},
    {"label": "Comité", "detail": "24 juin", "state": "now", "url": ""},
    {"label": "Réponse", "detail": "", "state": "next", "url": ""},
]


class ShowcaseForm(forms.Form):
    name = forms.CharField(label="Nom de votre structure", help_text="Tel qu’il figure dans vos statuts.")
    siret = forms.CharField(label="SIRET", help_text="14 chiffres.")
    department = forms.ChoiceField(label="Département", choices=[("", "Choisir"), ("13", "Bouches-du-Rhône")])
    need = forms.CharField(label="À quel besoin répond l’activité ?", max_length=600, widget=forms.Textarea)
    form = forms.ChoiceField(
        label="Forme", choices=[("a", "Association"), ("c", "Coopérative")], widget=forms.RadioSelect, initial="a"
    )
    papers = forms.MultipleChoiceField(
        label="Pièces",
        choices=[("s", "Statuts"), ("c", "Comptes")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    starts_on = forms.DateField(label="Début souhaité", required=False, widget=DayInput)
    meets_at = forms.DateTimeField(label="Rendez-vous", required=False, widget=MomentInput)
    file = forms.FileField(label="Budget prévisionnel", required=False, widget=forms.FileInput)
    agreed = forms.BooleanField(label="J’ai relu mon dossier")


@login_not_required
@require_safe
def components(request):
    context = {
        "lines": LINES.items(),
        "stops": STOPS,
        "statuses": SheetStatus.values,
        "fresh": ShowcaseForm(auto_id="vide_%s"),
        "refused": ShowcaseForm({"name": "Les Paniers du Vallon", "siret": ""}, auto_id="refus_%s"),
        "page": Paginator(range(200), 20).page(4),
    }
    return render(request, "design/components.html", context)
