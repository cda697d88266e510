"""Applications and committees."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from applications.models import (
    AgendaItem,
    Answer,
    Application,
    Assignment,
    Attachment,
    CommitteeMember,
    CommitteeSession,
    InterestDeclaration,
    Message,
    MessageFile,
)
from applications.states import State
from tests.factories.base import ProjectDocumentFactory, ProjectFactory, TeamMemberFactory, UserFactory
from tests.factories.calls import CallFactory, FormRevisionFactory, QuestionFactory


class ApplicationFactory(DjangoModelFactory):
    """A draft; `submitted=True`, `admissible=True`… put it in a state without walking the workflow."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    class Params:
        submitted = factory.Trait(state=State.SUBMITTED, number=factory.Sequence(lambda n: f"C-2027-{n:04d}"))
        admissible = factory.Trait(state=State.ADMISSIBLE, number=factory.Sequence(lambda n: f"C-2027-{n:04d}"))
        waitlisted = factory.Trait(state=State.WAITLISTED, number=factory.Sequence(lambda n: f"C-2027-{n:04d}"))
        admitted = factory.Trait(state=State.ADMITTED, number=factory.Sequence(lambda n: f"C-2027-{n:04d}"))
        confirmed = factory.Trait(state=State.CONFIRMED, number=factory.Sequence(lambda n: f"C-2027-{n:04d}"))

    call = factory.SubFactory(CallFactory)
    project = factory.SubFactory(ProjectFactory)
    revision = factory.SubFactory(FormRevisionFactory, call=factory.SelfAttribute("..call"))

    @factory.post_generation
    def owner(self, create, owner):
        if create and owner:
            TeamMemberFactory(project=self.project, user=owner, role="owner")


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    application = factory.SubFactory(ApplicationFactory)
    question = factory.SubFactory(QuestionFactory)
    value = "Un besoin réel."


class AttachmentFactory(DjangoModelFactory):
    class Meta:
        model = Attachment

    application = factory.SubFactory(ApplicationFactory)
    document = factory.SubFactory(ProjectDocumentFactory, project=factory.SelfAttribute("..application.project"))


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    application = factory.SubFactory(ApplicationFactory, submitted=True)
    side = Message.Side.TEAM
    author = factory.SubFactory(UserFactory)
    body = "Une question sur le dossier."


class MessageFileFactory(DjangoModelFactory):
    class Meta:
        model = MessageFile

    application = factory.SubFactory(ApplicationFactory, submitted=True)
    message = factory.SubFactory(MessageFactory, application=factory.SelfAttribute("..application"))
    file = factory.django.FileField(filename="devis.pdf", data=b"%PDF-1.7 essai %%EOF")
    name = "devis.pdf"
    size = 20
    content_type = "application/pdf"


class CommitteeSessionFactory(DjangoModelFactory):
    class Meta:
        model = CommitteeSession

    call = factory.SubFactory(CallFactory)
    meets_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=7))
    quorum = 2


class CommitteeMemberFactory(DjangoModelFactory):
    class Meta:
        model = CommitteeMember

    session = factory.SubFactory(CommitteeSessionFactory)
    user = factory.SubFactory(UserFactory)


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    session = factory.SubFactory(CommitteeSessionFactory)
    application = factory.SubFactory(ApplicationFactory, admissible=True, call=factory.SelfAttribute("..session.call"))
    position = factory.Sequence(lambda n: n)


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    item = factory.SubFactory(AgendaItemFactory)
    member = factory.SubFactory(CommitteeMemberFactory, session=factory.SelfAttribute("..item.session"))


class InterestDeclarationFactory(DjangoModelFactory):
    class Meta:
        model = InterestDeclaration

    item = factory.SubFactory(AgendaItemFactory)
    member = factory.SubFactory(CommitteeMemberFactory, session=factory.SelfAttribute("..item.session"))
    kind = InterestDeclaration.Kind.NONE
