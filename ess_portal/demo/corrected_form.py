"""A form of the demonstration that was corrected while a draft was being written: it uses every kind of question."""

from datetime import datetime
from typing import Any

from accounts.models import User
from applications import draft
from ess_portal.lib.french import no_break
from programmes import question_editing, revisions
from programmes.models import Call, FormRevision, Question
from projects.models import Project

NOTE = "Nous demandons maintenant l’équipe et le budget en détail, et nous expliquons mieux le lieu."
KEPT = {"besoin", "nouveaute"}


def only_if(code: str, operator: str, value: str) -> dict:
    return {"join": "all", "tests": [{"code": code, "operator": operator, "value": value}]}


NAMED, TERRITORY, MONEY, YOU = "Votre projet", "Votre territoire", "Vos comptes", "Vous"
QUESTIONS: list[dict[str, Any]] = [
    {"section": NAMED, "kind": "short", "code": "nom-activite",
     "label": "Comment s’appelle l’activité que vous lancez ?",
     "max_length": 120, "example": "Une conciergerie pour les villages des collines"},
    {"section": NAMED, "kind": "date", "code": "ouverture", "label": "Quand pensez-vous ouvrir ?", "required": False},
    {"section": NAMED, "kind": "many", "code": "publics", "label": "À qui s’adresse-t-elle ?", "most": 3,
     "options": "Habitantes et habitants\nEntreprises\nCommunes\nPersonnes éloignées de l’emploi"},
    {"section": NAMED, "kind": "scale", "code": "maturite",
     "label": "À quel point l’idée est-elle précise ?", "least": 1,
     "most": 5, "options": "une envie\nprête à ouvrir"},
    {"section": TERRITORY, "kind": "commune", "code": "commune", "label": "Dans quelle commune ?",
     "help_text": "Celle où se passera l’activité, même si vous n’y êtes pas encore."},
    {"section": TERRITORY, "kind": "yes_no", "code": "structure", "label": "Une structure existe-t-elle déjà ?"},
    {"section": TERRITORY, "kind": "siret", "code": "siret", "label": "Son numéro SIRET",
     "shown_if": only_if("structure", "is", "oui")},
    {"section": TERRITORY, "kind": "siren", "code": "siren-porteuse",
     "label": "Le SIREN de la structure qui vous héberge",
     "required": False, "shown_if": only_if("structure", "is", "non")},
    {"section": MONEY, "kind": "number", "code": "salaries", "label": "Combien de personnes salariées dans un an ?",
     "least": 0, "most": 500},
    {"section": MONEY, "kind": "table", "code": "budget", "label": "Le budget de la première année", "free_rows": True,
     "options": "Salaires et cotisations\nLoyer et charges\nAchats", "most": 5},
    {"section": MONEY, "kind": "amount", "code": "fonds",
     "label": "De quelle somme disposez-vous déjà ?", "required": False},
    {"section": MONEY, "kind": "file", "code": "previsionnel", "label": "Votre budget prévisionnel",
     "document_kind_id": "budget_previsionnel", "required_if": only_if("budget", "gte", "50000"),
     "help_text": "Attendu à partir de 50 000 € de budget."},
    {"section": YOU, "kind": "group", "code": "equipe", "label": "Les personnes de l’équipe", "least": 1, "most": 6,
     "personal": True},
    {"section": YOU, "kind": "long", "code": "difficultes", "label": "Une difficulté dont vous voulez nous parler ?",
     "required": False, "readers": "staff", "sensitive": True, "max_length": 1000,
     "help_text": "Seule l’équipe de l’appel lit cette réponse, pas le comité."},
]  # fmt: skip
TEAM: list[dict[str, Any]] = [
    {"kind": "short", "code": "prenom-nom", "label": "Prénom et nom", "max_length": 80},
    {"kind": "one", "code": "role", "label": "Son rôle", "options": "Porte le projet\nY travaille\nAide bénévolement"},
]


def correct(call: Call, project: Project, *, holder: User, officer: User, now: datetime) -> None:
    """A draft is begun on the first form; the officer then corrects it, and the draft follows."""
    application = draft.start(project, call, by=holder, now=now)
    typed = {"besoin": "Les commerces ont fermé dans quatre villages sur six.", "budget": "86000"}
    questions = {question.code: question for question in application.revision.questions.all()}
    draft.save_answers(application, {questions[code]: text for code, text in typed.items()}, {}, by=holder)
    revision = revisions.correct(call, by=officer)
    write(revision)
    revisions.publish(revision, NOTE, by=officer, now=now)


def write(revision: FormRevision) -> None:
    for question in revision.questions.exclude(code__in=KEPT):
        question_editing.delete(question, question.version)
    for fields in QUESTIONS:
        asked = {**fields, "label": no_break(fields["label"])}
        question = question_editing.create(Question(revision=revision, **asked))
        for inside in TEAM if question.kind == Question.Kind.GROUP else []:
            question_editing.create(Question(revision=revision, parent=question, section=question.section, **inside))
