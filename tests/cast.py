"""The cast of decisions.md 22, around one call and one application; tests name people, never make them up."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from applications.models import AgendaItem, Application, CommitteeMember, CommitteeSession
from followup.models import HourPackage, Participation, ParticipationRole
from programmes.models import Call, Cohort, Programme
from projects.models import Project
from tests import factories

ROLES = [
    "visitor",
    "holder",
    "colleague",
    "stranger",
    "prescriber",
    "officer",
    "other_officer",
    "partner_officer",
    "chair",
    "member",
    "conflicted",
    "referent",
    "mentor",
    "superuser",
]


@dataclass
class Cast:
    """People by role (`visitor` is None) and the objects that they meet."""

    holder: User
    colleague: User
    stranger: User
    prescriber: User
    officer: User
    other_officer: User
    partner_officer: User
    chair: User
    member: User
    conflicted: User
    referent: User
    mentor: User
    superuser: User
    leader: Actor
    programme: Programme
    call: Call
    project: Project
    application: Application
    visitor: None = None
    session: CommitteeSession | None = None
    item: AgendaItem | None = None
    participation: Participation | None = None

    def person(self, role):
        return getattr(self, role)


def person(first_name, **fields):
    return factories.UserFactory(first_name=first_name, email=f"{first_name.lower()}@example.org", **fields)


def build_cast(**application):
    """Everybody, an open call and one application (a draft unless a trait says otherwise)."""
    leader = factories.ActorFactory(name="CRESS d’essai")
    partner = factories.ActorFactory(name="Incubateur partenaire", kind=factories.ActorKindFactory(code="incubator"))
    programme = factories.ProgrammeFactory(lead_actor=leader, name="Programme d’essai")
    programme.partners.add(partner)
    call = factories.CallFactory(programme=programme)
    holder = person("Nour")
    project = factories.ProjectFactory(title="Conciergerie des collines", owner=holder)
    colleague = person("Idriss")
    factories.TeamMemberFactory(project=project, user=colleague, role="reader")
    cast = Cast(
        holder=holder,
        colleague=colleague,
        stranger=person("Sacha"),
        prescriber=person("Paule"),
        officer=person("Claire"),
        other_officer=person("Denis"),
        partner_officer=person("Irène"),
        chair=person("Ariane"),
        member=person("Bakary"),
        conflicted=person("Colette"),
        referent=person("Rachel"),
        mentor=person("Mehdi"),
        superuser=person("Sylvie", is_superuser=True),
        leader=leader,
        programme=programme,
        call=call,
        project=project,
        application=factories.ApplicationFactory(
            call=call,
            project=project,
            revision=factories.FormRevisionFactory(call=call),
            **application,
        ),
    )
    factories.OrganisationRoleFactory(user=cast.officer, actor=leader)
    elsewhere = factories.RegionFactory(code="24", name="Centre-Val de Loire", sort_name="centre val de loire")
    other = factories.ActorFactory(name="Autre CRESS", region=elsewhere)
    factories.OrganisationRoleFactory(user=cast.other_officer, actor=other)
    factories.OrganisationRoleFactory(user=cast.partner_officer, actor=partner)
    office = factories.ActorFactory(kind=factories.ActorKindFactory(code="public_agency"))
    factories.OrganisationRoleFactory(user=cast.prescriber, actor=office, kind="editor")
    return cast


def convene(cast):
    """A committee in its reading phase; the chair and the member read the file, Colette has declared a link."""
    cast.session = factories.CommitteeSessionFactory(call=cast.call)
    cast.item = factories.AgendaItemFactory(session=cast.session, application=cast.application)
    for role, kind in [("chair", "none"), ("member", "none"), ("conflicted", "employer")]:
        seat = factories.CommitteeMemberFactory(
            session=cast.session, user=cast.person(role), chair=role == "chair", present=True
        )
        factories.AssignmentFactory(item=cast.item, member=seat)
        factories.InterestDeclarationFactory(item=cast.item, member=seat, kind=kind)
    return cast


def follow(cast):
    """A participation with 20 h of referent and 9 h of mentor; the holder is its participant."""
    cohort = Cohort.objects.create(
        call=cast.call, programme=cast.programme, name="Promotion d’essai", starts_on=timezone.localdate()
    )
    cast.participation = Participation.objects.create(
        cohort=cohort,
        project=cast.project,
        application=cast.application,
        starts_on=cohort.starts_on,
        ends_on=cohort.starts_on + dt.timedelta(days=365),
    )
    for role, kind in [("holder", "participant"), ("referent", "referent"), ("mentor", "mentor")]:
        ParticipationRole.objects.create(participation=cast.participation, user=cast.person(role), kind=kind)
    HourPackage.objects.create(participation=cast.participation, kind="referent", granted_minutes=1200)
    HourPackage.objects.create(participation=cast.participation, kind="mentor", granted_minutes=540)
    return cast


def seat_of(cast, role):
    return CommitteeMember.objects.get(session=cast.session, user=cast.person(role))
