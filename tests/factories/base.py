"""People, organisations, programmes and projects."""

import datetime as dt
import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts import links
from accounts.models import Mail, Notification, User
from actors.models import Actor, ActorKind, Department, LegalForm, Membership, OrganisationRole, Region
from programmes.models import DocumentKind, Programme, ProgrammeComponent, Rule, Stage
from projects.invitations import LIFE
from projects.models import Invitation, Project, ProjectDocument, TeamMember

PASSWORD = "une phrase de passe pour les essais"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@example.org")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Essai{n}")
    password = factory.django.Password(PASSWORD)


class MailFactory(DjangoModelFactory):
    class Meta:
        model = Mail

    address = factory.Sequence(lambda n: f"personne{n}@example.org")
    subject = "Une lettre vous attend"
    body = "Bonjour,\n"
    dedupe_key = factory.Sequence(lambda n: f"essai:{n}")


class NotificationFactory(DjangoModelFactory):
    class Meta:
        model = Notification

    user = factory.SubFactory(UserFactory)
    category = "message"
    text = "Un message vous attend"
    link = "/espace/"
    key = factory.Sequence(lambda n: f"essai:{n}")


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "93"
    name = "Provence-Alpes-Côte d’Azur"
    sort_name = "provence alpes cote d azur"
    zone = "métropole"
    time_zone = "Europe/Paris"


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department
        django_get_or_create = ("code",)

    code = "13"
    name = "Bouches-du-Rhône"
    sort_name = "bouches du rhone"
    region = factory.SubFactory(RegionFactory)


class LegalFormFactory(DjangoModelFactory):
    class Meta:
        model = LegalForm
        django_get_or_create = ("code",)

    code = "association_1901"
    name = "Association loi 1901"
    family = "association"
    in_ess = "de_droit"


class ActorKindFactory(DjangoModelFactory):
    class Meta:
        model = ActorKind
        django_get_or_create = ("code",)

    code = "ess_chamber"
    name = "Chambre régionale de l’ESS"


class ActorFactory(DjangoModelFactory):
    class Meta:
        model = Actor

    slug = factory.Sequence(lambda n: f"structure-{n}")
    name = factory.Sequence(lambda n: f"Structure {n}")
    sort_name = factory.Sequence(lambda n: f"structure {n:05d}")
    kind = factory.SubFactory(ActorKindFactory)
    region = factory.SubFactory(RegionFactory)
    listed = True


class OrganisationRoleFactory(DjangoModelFactory):
    class Meta:
        model = OrganisationRole

    user = factory.SubFactory(UserFactory)
    actor = factory.SubFactory(ActorFactory)
    kind = OrganisationRole.Kind.OFFICER
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=30))


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    member = factory.SubFactory(ActorFactory)
    chamber = factory.SubFactory(ActorFactory)


class StageFactory(DjangoModelFactory):
    class Meta:
        model = Stage
        django_get_or_create = ("code",)

    code = "developpement"
    order = 7
    name = "Développement"
    question = "Comment lancer une nouvelle activité dans ma structure ?"


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.Sequence(lambda n: f"Programme {n}")
    sort_name = factory.Sequence(lambda n: f"programme {n:05d}")
    kind = Programme.Kind.ACCELERATION
    lead_actor = factory.SubFactory(ActorFactory)
    region = factory.SubFactory(RegionFactory)
    entry_mode = Programme.EntryMode.CALL


class ProgrammeComponentFactory(DjangoModelFactory):
    class Meta:
        model = ProgrammeComponent

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.Sequence(lambda n: n + 1)
    component_type = "individual_meeting"
    title = "Rendez-vous avec votre référent"
    quantity = 20
    unit = "hour"


class RuleFactory(DjangoModelFactory):
    class Meta:
        model = Rule

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"regle-{n}")
    position = factory.Sequence(lambda n: n)
    kind = "territory"
    operator = Rule.Operator.IN
    value = "region:93"
    strength = Rule.Strength.HARD
    met = "Votre projet est en Provence-Alpes-Côte d’Azur."
    not_met = "Ce programme s’adresse aux projets en Provence-Alpes-Côte d’Azur."
    unknown = "Dites-nous où se passe votre projet."
    remedy = "La CRESS de votre région peut vous indiquer un programme proche."


class DocumentKindFactory(DjangoModelFactory):
    class Meta:
        model = DocumentKind
        django_get_or_create = ("code",)

    code = "preuve_adhesion_cress"
    name = "Justificatif d’adhésion à la CRESS"


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Projet {n}")
    pitch = "Une conciergerie pour les villages."
    stage = factory.SubFactory(StageFactory)
    department = factory.SubFactory(DepartmentFactory)

    @factory.post_generation
    def owner(self, create, owner):
        if create and owner:
            TeamMemberFactory(project=self, user=owner, role="owner")


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember

    project = factory.SubFactory(ProjectFactory)
    user = factory.SubFactory(UserFactory)
    role = TeamMember.Role.OWNER
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=30))


def invitation_to(project, email="invitee@example.org", role="editor", *, now=None, **fields):
    """The token of an invitation sent now, as the mail holds it."""
    invitation = Invitation(project=project, email=email, role=role, **fields)
    token = links.renew(invitation, now=now or timezone.now(), life=LIFE)
    invitation.save()
    return token


class ProjectDocumentFactory(DjangoModelFactory):
    class Meta:
        model = ProjectDocument

    project = factory.SubFactory(ProjectFactory)
    kind = factory.SubFactory(DocumentKindFactory)
    file = factory.django.FileField(filename="piece.pdf", data=b"%PDF-1.4 essai")
    name = "attestation.pdf"
    size = 14
    content_type = "application/pdf"


def key():
    return uuid.uuid4()
