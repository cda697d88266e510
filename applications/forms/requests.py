"""Asking a team item by item, and answering what it sends back: the officer's forms of the page of requests."""

from django import forms

from applications import answers, requests, screening
from applications.forms.officer import VersionedForm
from applications.models import ItemReply, MoreTime
from ess_portal.lib.forms import DayInput
from programmes.models import DocumentKind

FREE_QUESTIONS = 3
LONGEST = 500
LONG = forms.Textarea(attrs={"rows": 3})


class AskForm(VersionedForm):
    """One tick and one remark for each thing; a remark without its tick asks all the same."""

    name = "demander"
    done = "La demande est partie : une lettre et un message d’alerte sont écrits."
    kinds = forms.ModelMultipleChoiceField(
        DocumentKind.objects.all(), label="Documents à demander", widget=forms.CheckboxSelectMultiple, required=False
    )
    corrections = forms.MultipleChoiceField(
        label="Réponses à revoir", widget=forms.CheckboxSelectMultiple, required=False
    )
    message = forms.CharField(label="Message à l’équipe", required=False, widget=LONG, max_length=1500)
    due_on = forms.DateField(
        label="À fournir avant le", widget=DayInput, error_messages={"required": "Choisissez une date."}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = {str(question.pk): question for question, _ in answers.asked(self.subject)}
        self.fields["corrections"].choices = [(pk, question.label) for pk, question in self.asked.items()]
        self.documents = list(DocumentKind.objects.all())
        for kind in self.documents:
            self.add(f"precision_{kind.pk}", f"Ce qu’il faut exactement : {kind.name}", 200)
        for pk, question in self.asked.items():
            self.add(f"remarque_{pk}", f"Remarque : {question.label}", LONGEST)
        for number in range(1, FREE_QUESTIONS + 1):
            self.add(f"question_{number}", f"Question {number}", LONGEST)

    def add(self, name, label, longest):
        self.fields[name] = forms.CharField(label=label, required=False, max_length=longest)

    def rows(self, field, prefix):
        """(tick, remark) of each choice, side by side."""
        for tick in self[field]:
            yield tick, self[f"{prefix}_{tick.data['value']}"]

    def document_rows(self):
        return self.rows("kinds", "precision")

    def correction_rows(self):
        return self.rows("corrections", "remarque")

    def free_questions(self):
        return [self[f"question_{number}"] for number in range(1, FREE_QUESTIONS + 1)]

    def carry_out(self, by, now):
        data = self.cleaned_data
        ticked = {kind.pk for kind in data["kinds"]}
        screening.ask_for_documents(
            self.subject,
            [(k, data[f"precision_{k.pk}"]) for k in self.documents if k.pk in ticked or data[f"precision_{k.pk}"]],
            corrections=[
                (question, data[f"remarque_{pk}"])
                for pk, question in self.asked.items()
                if pk in data["corrections"] or data[f"remarque_{pk}"]
            ],
            questions=[text for n in range(1, FREE_QUESTIONS + 1) if (text := data[f"question_{n}"])],
            message=data["message"],
            due_on=data["due_on"],
            by=by,
            now=now,
            version=data["version"],
        )


class ReplyForm(VersionedForm):
    """On one answer of the team; `reply` names the answer that was read."""

    reply = forms.ModelChoiceField(ItemReply.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args, reply=None, **kwargs):
        super().__init__(*args, initial={"reply": reply}, **kwargs)
        replies = ItemReply.objects.filter(item__request__application=self.subject)
        self.fields["reply"].queryset = replies.select_related("item__request__application")
        if reply:
            self.auto_id = f"{self.name}_{reply}_%s"


class AcceptForm(ReplyForm):
    name = "accepter"
    done = "La réponse est acceptée."

    def carry_out(self, by, now):
        reply = self.cleaned_data["reply"]
        requests.accept(reply.item, reply, by=by, now=now, version=self.cleaned_data["version"])


class AgainForm(ReplyForm):
    name = "redemander"
    done = "Le point est demandé à nouveau ; l’équipe est prévenue."
    note = forms.CharField(label="Ce qui manque encore", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = forms.DateField(label="Nouvelle date", widget=DayInput, required=False, help_text="Vide : la même.")

    def carry_out(self, by, now):
        data = self.cleaned_data
        reply, note, due_on = data["reply"], data["note"], data["due_on"]
        requests.ask_again(reply.item, reply, note=note, due_on=due_on, by=by, now=now, version=data["version"])


class MoreTimeForm(VersionedForm):
    name = "temps"
    done = "L’équipe est prévenue de votre réponse."
    wish = forms.ModelChoiceField(MoreTime.objects.none(), widget=forms.HiddenInput)
    granted_on = forms.DateField(label="Date accordée", widget=DayInput, required=False, help_text="Vide : refusée.")
    note = forms.CharField(label="Un mot à l’équipe", max_length=300, required=False)

    def __init__(self, *args, wish=None, **kwargs):
        initial = {"wish": wish.pk, "granted_on": wish.wanted_on} if wish else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["wish"].queryset = MoreTime.objects.filter(request__application=self.subject).select_related(
            "request__application"
        )

    def carry_out(self, by, now):
        data = self.cleaned_data
        requests.answer_more_time(
            data["wish"], granted_on=data["granted_on"], note=data["note"], by=by, now=now, version=data["version"]
        )


class ExpireForm(VersionedForm):
    name = "constater"
    done = "La demande est close et une lettre est écrite. Le dossier, lui, n’a pas bougé."
    request = forms.ModelChoiceField(None, widget=forms.HiddenInput)

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, initial={"request": request}, **kwargs)
        self.fields["request"].queryset = self.subject.requests.select_related("application")

    def carry_out(self, by, now):
        requests.expire(self.cleaned_data["request"], by=by, now=now, version=self.cleaned_data["version"])


class CloseSilentForm(VersionedForm):
    name = "classer"
    done = "Le dossier est classé ; la lettre est écrite."
    words = forms.CharField(label="Note pour le dossier", max_length=500, required=False)

    def carry_out(self, by, now):
        data = self.cleaned_data
        requests.close_silent_file(self.subject, words=data["words"], by=by, now=now, version=data["version"])
