"""One world in which every address has an object behind it: a draft, a file in committee, a follow-up."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts import calendar_keys, choices
from accounts.categories import Category
from accounts.models import AccessEntry
from actors.models import DirectoryRevision, Proposal, Report
from applications.models import Decision, Letter, PaperLetter, RedirectProposal, SavedView
from followup.models import ComponentProgress, HourPackage, Meeting, PrivateNote, Promise
from programmes import alerts
from programmes.models import Line
from tests import factories
from tests.access.reference import fill_the_lists
from tests.cast import Cast, build_cast, convene, follow
from tests.factories.helping import agreement_by, handover_to


@dataclass
class World:
    cast: Cast
    objects: dict[str, Any]

    def __getattr__(self, name):
        return self.objects[name]


def build_world():
    """The cast, its file in committee, plus a draft, an admitted and a confirmed file of other calls."""
    DirectoryRevision.objects.get_or_create(pk=1)
    cast = convene(build_cast(admissible=True))
    factories.letter_templates()
    objects = {
        "rule": factories.RuleFactory(programme=cast.programme, operator="declared", value=""),
        "line": Line.objects.create(letter="D", name="Développement", slug="developpement"),
        "stage": cast.project.stage,
        "department": factories.DepartmentFactory(),
        "question": factories.QuestionFactory(revision=cast.application.revision),
        "call_role": cast.call.roles.create(user=factories.UserFactory(), starts_on="2020-01-01", reason="Renfort"),
        "meeting_to_come": factories.InformationMeetingFactory(call=cast.call),
        "correction": correction_of(cast),
        "criterion": factories.CallCriterionFactory(call=cast.call),
        "document": factories.ProjectDocumentFactory(project=cast.project),
    }
    objects["invitation_token"] = factories.invitation_to(cast.project)
    objects["calendar_token"] = calendar_keys.renew(cast.holder, now=timezone.now())
    objects["invitation"] = cast.project.invitations.get()
    objects["member"] = cast.project.team.get(user=cast.colleague)
    objects |= helping_objects(cast)
    objects["mail"] = factories.MailFactory()
    objects["saved_view"] = SavedView.objects.create(owner=cast.officer, name="Mes dossiers")
    objects["notification"] = factories.NotificationFactory(user=cast.holder)
    objects["stop_token"] = choices.stop_link(cast.holder, Category.MESSAGE).rstrip("/").rpartition("/")[2]
    objects["alert"] = alerts.ask("curieuse@example.org", alerts.Search("appels", "", []), timezone.now())
    objects["entry"] = AccessEntry.objects.create(reader=cast.officer, kind="private_note", object_id="1")
    fill_the_lists(cast)
    objects |= sheet_objects(cast)
    objects |= application_objects(cast) | draft_objects(cast) | admitted_objects(cast) | followup_objects(cast)
    return World(cast, objects)


def correction_of(cast):
    """The form of the call, frozen, and the correction that its officer is writing."""
    cast.application.revision.frozen_at = cast.call.opens_at
    cast.application.revision.save()
    correction = factories.FormRevisionFactory(call=cast.call, number=2)
    factories.QuestionFactory(revision=correction)
    return correction


def application_objects(cast):
    application = cast.application
    request = application.requests.create(due_on="2030-01-01", asked_by=cast.officer)
    proposal = RedirectProposal.objects.create(application=application, sentence="Plutôt le DLA.")
    proposal.programmes.add(factories.ProgrammeFactory())
    return {
        "attachment": factories.AttachmentFactory(application=application),
        "request_item": request.items.create(kind=factories.DocumentKindFactory()),
        "letter": Letter.objects.create(application=application, template="-", subject="Une lettre", body="Bonjour"),
        "proposal": proposal,
        "message_file": factories.MessageFileFactory(application=application),
    }


def helping_objects(cast):
    agreement = agreement_by(cast.prescriber, cast.prescriber.organisation_roles.get().actor)
    letter = Letter.objects.create(application=cast.application, template="-", subject="Sur papier", body="Bonjour")
    return {
        "agreement": agreement,
        "handover_token": handover_to(agreement.project),
        "paper": PaperLetter.objects.create(letter=letter, person=agreement.person),
    }


def sheet_objects(cast):
    office = cast.prescriber.organisation_roles.get().actor
    proposal = Proposal.objects.create(actor=office, by=cast.prescriber)
    proposal.changes.create(field="city", before="", after="Marseille")
    return {
        "office": office,
        "report": Report.objects.create(actor=office, part="nom", words="Elle a changé de nom."),
        "proposed": proposal,
    }


def draft_objects(cast):
    call = factories.CallFactory(programme=cast.programme)
    revision = factories.FormRevisionFactory(call=call)
    factories.QuestionFactory(revision=revision)
    return {
        "open_call": call,
        "wanted": factories.CallDocumentFactory(call=call),
        "draft": factories.ApplicationFactory(call=call, revision=revision, project=cast.project),
    }


def admitted_objects(cast):
    admitted = factories.ApplicationFactory(
        call=factories.CallFactory(programme=cast.programme), project=cast.project, admitted=True
    )
    editable = factories.ApplicationFactory(
        call=factories.CallFactory(programme=cast.programme, editable_after_sending=True),
        project=cast.project,
        submitted=True,
    )
    decision = Decision.objects.create(application=admitted, outcome="admit", published_at=cast.call.opens_at)
    return {"admitted": admitted, "decision": decision, "editable": editable}


def followup_objects(cast):
    followed = factories.ApplicationFactory(
        call=factories.CallFactory(programme=cast.programme), project=cast.project, confirmed=True
    )
    cast.application, kept, call = followed, cast.application, cast.call
    cast.call = followed.call
    participation = follow(cast).participation
    cast.application, cast.call = kept, call
    meeting = Meeting.objects.create(
        participation=participation,
        held_by=cast.referent,
        held_as="referent",
        held_on=participation.starts_on,
        minutes=60,
        key=factories.key(),
    )
    return {
        "participation": participation,
        "cohort": participation.cohort,
        "meeting": meeting,
        "promise": Promise.objects.create(meeting=meeting, who=cast.holder, text="Appeler deux communes"),
        "note": PrivateNote.objects.create(meeting=meeting, author=cast.referent, text="Canari"),
        "progress": ComponentProgress.objects.create(
            participation=participation,
            component=factories.ProgrammeComponentFactory(programme=cast.programme),
        ),
        "package": HourPackage.objects.get(participation=participation, kind="referent"),
    }
