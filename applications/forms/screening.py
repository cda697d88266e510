"""The officer's actions on one application, each a small form of the same page."""

from django import forms
from django.contrib.auth import get_user_model

from applications import categories, continuous, decisions, screening, waiting
from applications.forms.officer import VersionedForm
from applications.models import Decision, RuleOpinion
from programmes.models import CallCategory, Programme, Rule

SEVERAL = forms.SelectMultiple(attrs={"size": 6})


def colleagues(application):
    """People who run the call, to whom a file can be given."""
    call = application.call
    roles = call.leader.roles.running()
    users = get_user_model().objects.filter(is_active=True)
    return (users.filter(organisation_roles__in=roles) | users.filter(call_roles__in=call.roles.active())).distinct()


class AssignForm(VersionedForm):
    name = "attribuer"
    done = "Le dossier est attribué."
    officer_choice = forms.ModelChoiceField(
        get_user_model().objects.none(), label="Suivi par", required=False, empty_label="Personne"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officer_choice"].queryset = colleagues(self.subject).order_by("last_name", "first_name", "pk")
        self.fields["officer_choice"].initial = self.subject.assigned_to_id

    def carry_out(self, by, now):
        data = self.cleaned_data
        screening.assign(self.subject, data["officer_choice"], now=now, version=data["version"])


class OpinionsForm(VersionedForm):
    """One verdict and one note per rule; an unwritten verdict proposes what the computation found."""

    name = "avis"
    done = "Vos avis sont enregistrés."

    def __init__(self, *args, verdicts, **kwargs):
        super().__init__(*args, **kwargs)
        self.verdicts = verdicts
        given = {opinion.rule_id: opinion for opinion in self.subject.opinions.all()}
        for verdict in verdicts:
            rule, opinion = verdict.rule, given.get(verdict.rule.pk)
            proposed = {"met": "met", "not_met": "not_met"}.get(verdict.status, "to_check")
            self.fields[f"rule_{rule.pk}"] = forms.ChoiceField(
                label=f"Votre avis : {rule.met}",
                choices=RuleOpinion.Verdict.choices,
                widget=forms.RadioSelect,
                initial=opinion.verdict if opinion else proposed,
            )
            self.fields[f"note_{rule.pk}"] = forms.CharField(
                label=f"Précision : {rule.met}", max_length=300, required=False, initial=opinion.note if opinion else ""
            )
            verdict_fields = (self[f"rule_{rule.pk}"], self[f"note_{rule.pk}"])
            self.rows = [*getattr(self, "rows", []), (verdict, opinion, *verdict_fields)]

    def carry_out(self, by, now):
        data = self.cleaned_data
        opinions = {
            verdict.rule: (data[f"rule_{verdict.rule.pk}"], data[f"note_{verdict.rule.pk}"])
            for verdict in self.verdicts
        }
        screening.give_opinions(self.subject, opinions, by=by, now=now, version=data["version"])


class CloseRequestForm(VersionedForm):
    name = "clore-demande"
    done = "La demande est close."
    request = forms.ModelChoiceField(None, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["request"].queryset = self.subject.requests.filter(closed_at=None)

    def carry_out(self, by, now):
        screening.close_request(self.cleaned_data["request"], now=now, version=self.cleaned_data["version"])


class AdmissibleForm(VersionedForm):
    name = "recevable"
    done = "Le dossier est recevable : il peut passer en comité."

    def carry_out(self, by, now):
        screening.declare_admissible(self.subject, by=by, now=now, version=self.cleaned_data["version"])


class InadmissibleForm(VersionedForm):
    name = "non-recevable"
    done = "Le dossier est déclaré non recevable ; la lettre est écrite."
    rule = forms.ModelChoiceField(Rule.objects.none(), label="Condition qui n’est pas remplie")
    sentence = forms.CharField(
        label="Explication à la personne",
        help_text="Une phrase simple, qui ne juge pas le projet.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1500,
    )
    leads = forms.ModelMultipleChoiceField(
        Programme.objects.public(), label="Autres pistes, une au moins", widget=SEVERAL
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].queryset = Rule.objects.of_call(self.subject.call)
        self.fields["rule"].label_from_instance = lambda rule: f"{rule.topic} : {rule.not_met or rule.met}"

    def carry_out(self, by, now):
        data = self.cleaned_data
        screening.declare_inadmissible(
            self.subject,
            rule=data["rule"],
            sentence=data["sentence"],
            leads=data["leads"],
            by=by,
            now=now,
            version=data["version"],
        )


class RedirectForm(VersionedForm):
    name = "orienter"
    done = "La proposition est envoyée. Le dossier attend l’accord de la personne."
    programmes = forms.ModelMultipleChoiceField(Programme.objects.public(), label="Programmes proposés", widget=SEVERAL)
    sentence = forms.CharField(
        label="Pourquoi", help_text="La personne lit cette phrase.", widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programmes"].queryset = Programme.objects.public().exclude(pk=self.subject.call.programme_id)

    def carry_out(self, by, now):
        data = self.cleaned_data
        screening.propose_redirection(
            self.subject, data["programmes"], sentence=data["sentence"], by=by, now=now, version=data["version"]
        )


class CategoryForm(VersionedForm):
    name = "categorie"
    done = "La catégorie est changée : l’équipe le lit dans le fil de son dossier."
    category = forms.ModelChoiceField(None, label="Nouvelle catégorie")
    why = forms.CharField(label="Pourquoi", help_text="L’équipe lit cette phrase.", max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = CallCategory.objects.filter(call=self.subject.call_id).exclude(pk=self.subject.category_id)
        self.fields["category"].queryset = others

    def carry_out(self, by, now):
        data = self.cleaned_data
        categories.correct(self.subject, data["category"], why=data["why"], by=by, now=now, version=data["version"])


class DecideForm(VersionedForm):
    """The answer to a file of a permanent call, announced at once."""

    name = "decider"
    done = "La réponse est envoyée : la lettre est écrite, et un message l’annonce."
    outcome = forms.ChoiceField(label="Réponse", choices=Decision.Outcome.choices, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label="Motif, si le dossier n’est pas retenu",
        choices=[("", "Aucun"), *Decision.Reason.choices],
        required=False,
    )
    message = forms.CharField(
        label="Ce que vous avez apprécié, ou pourquoi un autre programme convient mieux",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    advice = forms.CharField(label="Un conseil pour la suite", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    programmes = forms.ModelMultipleChoiceField(
        Programme.objects.public(), label="Programmes proposés", required=False, widget=SEVERAL
    )

    def carry_out(self, by, now):
        data = self.cleaned_data
        wording = decisions.Wording(data["message"], data["reason"], data["advice"], tuple(data["programmes"]))
        continuous.decide(self.subject, data["outcome"], wording=wording, by=by, now=now, version=data["version"])


class LapseForm(VersionedForm):
    name = "sans-reponse"
    done = "L’absence de réponse est constatée : la place est libre."

    def carry_out(self, by, now):
        waiting.lapse(self.subject, by=by, now=now)


class ReviseForm(VersionedForm):
    name = "reviser"
    done = "La décision est révisée et la personne prévenue ; l’ancienne est gardée."
    outcome = forms.ChoiceField(label="Nouvelle décision", choices=Decision.Outcome.choices)
    why = forms.CharField(
        label="Pourquoi cette décision en remplace une autre", widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.ChoiceField(label="Motif", choices=[("", "Aucun"), *Decision.Reason.choices], required=False)
    message = forms.CharField(label="Message à la personne", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    advice = forms.CharField(label="Un conseil pour la suite", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    programmes = forms.ModelMultipleChoiceField(
        Programme.objects.public(), label="Programmes proposés", required=False, widget=SEVERAL
    )

    def carry_out(self, by, now):
        data = self.cleaned_data
        wording = decisions.Wording(data["message"], data["reason"], data["advice"], tuple(data["programmes"]))
        waiting.revise(self.subject, data["outcome"], why=data["why"], by=by, now=now, wording=wording)
