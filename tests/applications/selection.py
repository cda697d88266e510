"""Situations of a selection, built from the cast: a committee with files, marks given, decisions taken."""

import csv
from pathlib import Path

from django.utils import timezone

from applications import committee, decisions
from applications.decisions import Wording
from applications.models import Application, CommitteeMember, Mark, Review
from programmes.models import LetterTemplate
from tests import factories
from tests.cast import build_cast, convene

LETTERS = Path(__file__).resolve().parents[2] / "data" / "letters.csv"


def load_letters():
    """The real letters of the dossier."""
    with LETTERS.open(newline="") as rows:
        LetterTemplate.objects.bulk_create(
            LetterTemplate(code=row["code"], when=row["when_fr"], subject=row["subject_fr"], body=row["body_fr"])
            for row in csv.DictReader(rows)
        )


def in_committee(phase="reading", **application):
    """The cast, its committee in the given phase, two criteria of weights 1 and 3, the letters."""
    load_letters()
    cast = convene(build_cast(**(application or {"admissible": True})))
    for weight in (1, 3):
        factories.CallCriterionFactory(call=cast.call, name=f"Critère de poids {weight}", weight=weight)
    set_phase(cast.session, phase)
    committee.still_in_the_room(cast.item).update(left_room_at=timezone.now())
    return cast


def set_phase(session, phase):
    session.phase = phase
    session.save()


def give_marks(item, member, values, now, recommendation="favourable"):
    """A final review with these values, in the order of the criteria."""
    review = Review.objects.create(item=item, member=member, recommendation=recommendation, submitted_at=now)
    for criterion, value in zip(item.session.call.criteria.all(), values, strict=True):
        Mark.objects.create(review=review, criterion=criterion, value=value)
    return review


def another_file(cast, title="Radio Lavande", **fields):
    """One more admissible file on the agenda, owned by the stranger, that both readers may open."""
    application = factories.ApplicationFactory(
        call=cast.call,
        project=factories.ProjectFactory(title=title, owner=fields.pop("owner", cast.stranger)),
        revision=cast.application.revision,
        admissible=True,
    )
    item = factories.AgendaItemFactory(session=cast.session, application=application)
    for member in CommitteeMember.objects.filter(session=cast.session):
        factories.InterestDeclarationFactory(item=item, member=member)
    return item


def decided(cast, item, outcome, now, **wording):
    item.refresh_from_db()
    return decisions.decide(item, outcome, by=cast.officer, now=now, version=item.version, wording=Wording(**wording))


def sit(cast, places_of_call=7):
    cast.call.places = places_of_call
    cast.call.save()
    return cast


def close(cast):
    committee.close(cast.session, now=timezone.now())


def publish(cast, by=None):
    return decisions.publish(cast.session, by=by or cast.officer, now=timezone.now())


def states(cast):
    return dict(Application.objects.filter(call=cast.call).values_list("project__title", "state"))
