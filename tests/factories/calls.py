"""Calls and what hangs on them."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from programmes.models import (
    Call,
    CallCriterion,
    CallDocument,
    Cohort,
    FormRevision,
    InformationMeeting,
    LetterTemplate,
    Question,
)
from tests.factories.base import DocumentKindFactory, ProgrammeFactory


class CallFactory(DjangoModelFactory):
    """Open since a month, for a month; `upcoming`, `closed`, `unpublished` are the other situations."""

    class Meta:
        model = Call

    class Params:
        upcoming = factory.Trait(opens_at=factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=10)))
        closed = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=60)),
            closes_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=1)),
        )
        unpublished = factory.Trait(published_at=None)

    slug = factory.Sequence(lambda n: f"appel-{n}")
    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence(lambda n: f"Appel {n}")
    opens_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=30))
    closes_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=30))
    entry = factory.LazyAttribute(lambda call: "session" if call.closes_at else "permanent")
    published_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=31))
    places = 7


class InformationMeetingFactory(DjangoModelFactory):
    class Meta:
        model = InformationMeeting

    call = factory.SubFactory(CallFactory, requires_meeting=True)
    starts_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=7))
    place = "12 rue des Essais, Marseille"
    joining = "Deuxième étage, sonnez à « Essais »."
    places = 12


class FormRevisionFactory(DjangoModelFactory):
    class Meta:
        model = FormRevision
        django_get_or_create = ("call", "number")

    call = factory.SubFactory(CallFactory)
    number = 1


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    revision = factory.SubFactory(FormRevisionFactory)
    section = "Votre projet"
    position = factory.Sequence(lambda n: n)
    code = factory.Sequence(lambda n: f"question-{n}")
    kind = Question.Kind.LONG
    label = "À quel besoin répond l’activité ?"
    max_length = 1500


class CallDocumentFactory(DjangoModelFactory):
    class Meta:
        model = CallDocument

    call = factory.SubFactory(CallFactory)
    kind = factory.SubFactory(DocumentKindFactory)


class CallCriterionFactory(DjangoModelFactory):
    class Meta:
        model = CallCriterion

    call = factory.SubFactory(CallFactory)
    name = factory.Sequence(lambda n: f"Critère {n}")
    position = factory.Sequence(lambda n: n)
    weight = 1


class CohortFactory(DjangoModelFactory):
    class Meta:
        model = Cohort

    call = factory.SubFactory(CallFactory)
    programme = factory.SelfAttribute("call.programme")
    name = "Promotion d’essai"
    starts_on = factory.LazyFunction(timezone.localdate)


LETTERS = [
    "application_received",
    "documents_missing",
    "request_expired",
    "file_closed",
    "closing_reminder",
    "application_complete",
    "inadmissible",
    "committee_convened",
    "admitted",
    "waitlisted",
    "declined",
    "redirected",
    "confirmation_reminder",
    "place_confirmed",
    "place_lapsed",
    "waitlist_call_up",
    "call_cancelled",
]


def letter_templates():
    """Every letter of the dossier, with the words that tests look for."""
    LetterTemplate.objects.bulk_create(
        [
            LetterTemplate(code=code, when="-", subject=f"{code} {{programme}}", body="Bonjour {nom}")
            for code in LETTERS
        ],
        ignore_conflicts=True,
    )
