"""What happens in a follow-up, with boring defaults."""

import datetime as dt
import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from followup.models import (
    ComponentProgress,
    HourPackage,
    Meeting,
    Participation,
    ParticipationRole,
    PrivateNote,
    Promise,
)
from tests.factories.applications import ApplicationFactory
from tests.factories.base import ProgrammeComponentFactory, ProjectFactory, UserFactory
from tests.factories.calls import CohortFactory


def days_ago(days):
    return timezone.localdate() - dt.timedelta(days=days)


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = Participation

    cohort = factory.SubFactory(CohortFactory, starts_on=factory.LazyFunction(lambda: days_ago(90)))
    project = factory.SubFactory(ProjectFactory)
    application = factory.SubFactory(
        ApplicationFactory,
        confirmed=True,
        call=factory.SelfAttribute("..cohort.call"),
        project=factory.SelfAttribute("..project"),
    )
    starts_on = factory.LazyFunction(lambda: days_ago(90))


class ParticipationRoleFactory(DjangoModelFactory):
    class Meta:
        model = ParticipationRole

    participation = factory.SubFactory(ParticipationFactory)
    user = factory.SubFactory(UserFactory)
    kind = ParticipationRole.Kind.PARTICIPANT
    starts_on = factory.LazyFunction(lambda: days_ago(60))


class HourPackageFactory(DjangoModelFactory):
    class Meta:
        model = HourPackage

    participation = factory.SubFactory(ParticipationFactory)
    kind = HourPackage.Kind.REFERENT
    granted_minutes = 20 * 60


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    participation = factory.SubFactory(ParticipationFactory)
    held_by = factory.SubFactory(UserFactory)
    held_as = ParticipationRole.Kind.REFERENT
    held_on = factory.LazyFunction(lambda: days_ago(10))
    minutes = 60
    progress = "Deux communes rencontrées."
    shared_note = "On se revoit en juin."
    key = factory.LazyFunction(uuid.uuid4)


class PromiseFactory(DjangoModelFactory):
    class Meta:
        model = Promise

    meeting = factory.SubFactory(MeetingFactory)
    who = factory.SubFactory(UserFactory)
    text = "Appeler la communauté de communes."


class PrivateNoteFactory(DjangoModelFactory):
    class Meta:
        model = PrivateNote

    meeting = factory.SubFactory(MeetingFactory)
    author = factory.SelfAttribute("meeting.held_by")
    text = "Canari confidentiel."


class ComponentProgressFactory(DjangoModelFactory):
    class Meta:
        model = ComponentProgress

    participation = factory.SubFactory(ParticipationFactory)
    component = factory.SubFactory(
        ProgrammeComponentFactory, programme=factory.SelfAttribute("..participation.cohort.programme")
    )


def supported_by(user, kind="referent", **fields):
    """A whole participation with its participant and its hours, in which `user` holds the role `kind`."""
    participation = ParticipationFactory(**fields)
    ParticipationRoleFactory(participation=participation)
    ParticipationRoleFactory(participation=participation, kind=kind, user=user)
    HourPackageFactory(participation=participation)
    HourPackageFactory(participation=participation, kind=HourPackage.Kind.MENTOR, granted_minutes=9 * 60)
    ComponentProgressFactory(participation=participation)
    return participation
