"""Applications of the demonstration, written, sent and screened through the same doors as everybody's."""

from datetime import datetime

from accounts.models import User
from actors.models import Actor, Membership
from applications import completeness, copying, declaring, draft, screening, workflow
from applications.models import Application, RuleOpinion
from ess_portal.demo import files
from ess_portal.demo.content import Story
from ess_portal.demo.people import DOMAIN, LEADER, create_person
from ess_portal.lib.uploads import inspect
from programmes.models import Call, Rule
from projects import documents, team
from projects.models import Project


def holder_of(story: Story) -> User:
    """The person of the story; the cast's accounts exist already."""
    email = f"{story.code}@{DOMAIN}"
    return User.objects.filter(email=email).first() or create_person(email, story.first_name, story.last_name)


def make_project(story: Story, now: datetime) -> Project:
    return team.create_project(
        holder_of(story),
        now=now,
        title=story.title,
        pitch=story.pitch,
        stage_id=story.stage,
        department_id=story.department,
        city=story.city,
        organisation_name=story.organisation,
        legal_form_id=story.legal_form,
        answers={**story.answers, "forme": [story.legal_form]},
    )


def write(
    story: Story, project: Project, call: Call, now: datetime, *, sections: int = 9, by: User | None = None
) -> Application:
    """A draft with the first `sections` parts answered, by the person of the story or by who fills it for her."""
    holder = by or holder_of(story)
    application = draft.start(project, call, by=holder, now=now)
    values = {
        "besoin": story.need,
        "offre": story.offer,
        "nouveaute": "Elle existe et doit grandir",
        "equipe": "3",
        "budget": "86000",
        "partenaires": "La commune, deux associations voisines et un groupement d’employeurs.",
        "temps": "oui",
        "attentes": "Un modèle qui tient sans subvention de fonctionnement, et deux partenaires de plus.",
    }
    questions = list(application.revision.questions.all())
    kept = list(dict.fromkeys(question.section for question in questions))[:sections]
    draft.save_answers(
        application,
        {question: values[question.code] for question in questions if question.section in kept},
        {},
        by=holder,
    )
    return application


def complete(application: Application, now: datetime) -> None:
    """Declarations and documents that the call asks for."""
    declared = completeness.declared_rules(application)
    said = {rule.code: "oui" for rule in declared if rule.operator == Rule.Operator.DECLARED}
    holder = application.created_by
    declaring.save(application, said, {}, by=holder)
    for wanted in application.call.documents.filter(required=True).select_related("kind"):
        sent = files.upload(wanted.kind.code, f"{wanted.kind.name} - {application.project.title} (exemple)")
        document = documents.store(application.project, sent, inspect(sent), wanted.kind, by=holder, now=now)
        draft.attach(application, wanted, document, now=now)


def send(story: Story, call: Call, now: datetime, project: Project | None = None) -> Application:
    """A whole application, sent at `now`."""
    return finish(write(story, project or make_project(story, now), call, now), now)


def begin_from(source: Application, call: Call, now: datetime) -> Application:
    """A draft for another call, begun from what was sent before."""
    holder = source.created_by
    application = draft.start(source.project, call, by=holder, now=now)
    copying.copy(application, source, by=holder, now=now)
    return application


def finish(application: Application, now: datetime) -> Application:
    """Complete the draft and send it, in the name of whoever began it."""
    complete(application, now)
    workflow.perform("submit", application, by=application.created_by, now=now)
    application.refresh_from_db()
    return application


def screen(application: Application, officer: User, now: datetime) -> Application:
    """The officer finds every rule met and hands the file to the committee."""
    rules = Rule.objects.of_call(application.call)
    screening.give_opinions(
        application,
        dict.fromkeys(rules, (RuleOpinion.Verdict.MET, "")),
        by=officer,
        now=now,
        version=application.version,
    )
    application.refresh_from_db()
    screening.declare_admissible(application, by=officer, now=now, version=application.version)
    application.refresh_from_db()
    return application


def join_the_chamber(name: str, slug: str, now: datetime) -> Actor:
    """An unlisted organisation, member of the chamber: what a membership rule is checked against."""
    chamber = Actor.objects.get(slug=LEADER)
    organisation = Actor.objects.create(slug=slug, name=name, sort_name=name.lower(), kind=chamber.kind, listed=False)
    Membership.objects.create(member=organisation, chamber=chamber, starts_on=now.date().replace(month=1, day=1))
    return organisation
