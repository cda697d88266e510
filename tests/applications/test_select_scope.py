"""The back-office of selection: who opens what, and what a forged post on another structure's objects does."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Application, CommitteeMember, CommitteeSession, Letter
from programmes.models import Call, FormRevision, Question
from tests import factories
from tests.applications.selection import in_committee, load_letters
from tests.cast import build_cast

pytestmark = pytest.mark.django_db
OUTSIDERS = ["other_officer", "partner_officer"]
NOT_STAFF = ["holder", "colleague", "stranger", "chair", "member", "conflicted"]


def scene(phase="reading"):
    cast = in_committee(phase)
    cast.attachment = factories.AttachmentFactory(application=cast.application)
    cast.letter = Letter.objects.create(application=cast.application, template="x", subject="Objet", body="Texte")
    return cast


def pages(cast):
    """Every page of the selection, by name."""
    one, session = cast.application.pk, cast.session.pk
    return {
        "file": reverse("admin:applications_application_change", args=[one]),
        "document": reverse("admin:applications_document", args=[one, cast.attachment.pk]),
        "letter": reverse("admin:applications_letter", args=[one, cast.letter.pk]),
        "preparation": reverse("admin:applications_committeesession_change", args=[session]),
        "assign": reverse("admin:applications_session_assign", args=[session]),
        "room": reverse("admin:applications_session_room", args=[session]),
        "publication": reverse("admin:applications_session_publication", args=[session]),
        "extend": reverse("admin:programmes_call_extend", args=[cast.call.pk]),
        "cancel": reverse("admin:programmes_call_cancel", args=[cast.call.pk]),
    }


def statuses(client, cast):
    return {name: status(client, address) for name, address in pages(cast).items()}


def status(client, address):
    response = client.get(address)
    response.getvalue()  # read to the end: closing by hand would close the connection of the test too
    return response.status_code


@pytest.mark.parametrize("role", ["officer", "superuser"])
@pytest.mark.parametrize("phase", ["reading", "discussion", "closed", "published"])
def test_an_officer_of_the_call_opens_every_page_at_every_moment(signed_in, role, phase):
    cast = scene(phase)

    assert set(statuses(signed_in(cast.person(role)), cast).values()) == {200}


@pytest.mark.parametrize("role", OUTSIDERS)
def test_another_structure_opens_none(signed_in, role):
    cast = scene()

    assert set(statuses(signed_in(cast.person(role)), cast).values()) == {404}


@pytest.mark.parametrize("role", NOT_STAFF)
def test_somebody_without_a_role_does_not_enter_the_back_office(signed_in, role):
    cast = scene()

    assert set(statuses(signed_in(cast.person(role)), cast).values()) <= {302, 403}


@pytest.mark.parametrize(("role", "calls", "files", "sessions"), [("officer", 1, 1, 1), ("other_officer", 0, 0, 0)])
def test_lists_hold_what_the_persons_structure_leads(signed_in, role, calls, files, sessions):
    cast = scene()
    client = signed_in(cast.person(role))

    def listed(name):
        return client.get(reverse(f"admin:{name}_changelist")).context["cl"].result_count

    assert (listed("programmes_call"), listed("applications_application")) == (calls, files)
    assert listed("applications_committeesession") == sessions


def test_a_partner_reads_the_call_and_nothing_of_its_files(signed_in):
    cast = scene()
    client = signed_in(cast.partner_officer)
    call = reverse("admin:programmes_call_change", args=[cast.call.pk])

    page = client.get(call)

    assert (page.status_code, "Enregistrer" in page.content.decode()) == (200, False)
    assert client.post(call, {"title": "Autre titre"}).status_code == 403
    assert client.get(reverse("admin:applications_application_changelist")).context["cl"].result_count == 0


def test_drafts_are_counted_and_never_listed(signed_in):
    cast = build_cast()
    client = signed_in(cast.officer)

    page = client.get(reverse("admin:applications_application_changelist"))

    assert "1\u00a0brouillon en cours" in page.content.decode()
    assert page.context["cl"].result_count == 0
    assert client.get(reverse("admin:applications_application_change", args=[cast.application.pk])).status_code == 404


def forged(cast):
    """One post for each way of writing on the selection of a call."""
    file, session, item = cast.application.pk, cast.session.pk, cast.item.pk
    member = cast.session.members.get(chair=True).pk
    soon = timezone.localtime() + dt.timedelta(days=90)
    version = {"version": cast.application.version}
    kind = factories.DocumentKindFactory()
    lead = factories.ProgrammeFactory()
    rule = factories.RuleFactory(programme=cast.programme)

    def act(name, **data):
        return "applications_act", [file, name], {**version, **data}

    def sit(name, *more, **data):
        return f"applications_session_{name}", [session, *more], data

    return [
        act("attribuer", officer_choice=cast.officer.pk),
        act("avis", **{f"rule_{rule.pk}": "met"}),
        act("demander", kinds=[kind.pk], due_on=soon.date()),
        act("recevable"),
        act("non-recevable", rule=rule.pk, sentence="Non.", leads=[lead.pk]),
        act("orienter", programmes=[lead.pk], sentence="Oui."),
        act("reviser", outcome="admit", why="Parce que."),
        sit("plan", meets_at="2030-01-01T10:00", quorum=1),
        sit("invite", email="intruse@example.org"),
        sit("member", member, "retirer"),
        sit("agenda", applications=[file]),
        sit("take_off", item),
        sit("convene"),
        sit("assign", pairs=[f"{item}:{member}"]),
        sit("open"),
        sit("attend", present=[member]),
        sit("decide", item, version=1, outcome="admit"),
        sit("exit", item),
        sit("close"),
        sit("reopen"),
        sit("publish"),
        sit("call_up"),
        sit("close_list"),
        ("programmes_call_publish", [cast.call.pk], {}),
        ("programmes_call_extend", [cast.call.pk], {"closes_at": f"{soon:%Y-%m-%dT%H:%M}"}),
        ("programmes_call_cancel", [cast.call.pk], {}),
    ]


def everything(cast):
    """All that a forged post could have changed."""
    return (
        list(Application.objects.order_by("pk").values()),
        list(CommitteeSession.objects.values()),
        list(CommitteeMember.objects.order_by("pk").values()),
        list(Call.objects.values()),
        cast.application.opinions.count() + cast.application.requests.count() + cast.application.decisions.count(),
        Letter.objects.count(),
    )


@pytest.mark.parametrize("role", OUTSIDERS)
@pytest.mark.parametrize("phase", ["reading", "discussion", "closed"])
def test_no_forged_post_of_another_structure_writes_anything(signed_in, role, phase):
    cast = scene(phase)
    client = signed_in(cast.person(role))
    posts = forged(cast)
    before = everything(cast)

    answers = {name: client.post(reverse(f"admin:{name}", args=args), data).status_code for name, args, data in posts}

    assert set(answers.values()) == {404}
    assert everything(cast) == before


def new_session(call):
    return {"call": call.pk, "meets_at": "2030-01-10T14:00", "quorum": 2, "place": ""}


def test_a_committee_is_planned_for_ones_own_call_only(signed_in):
    cast = build_cast(admissible=True)
    foreign = factories.CallFactory()
    client = signed_in(cast.officer)
    add = reverse("admin:applications_committeesession_add")

    refused = client.post(add, new_session(foreign)).status_code
    accepted = client.post(add, new_session(cast.call)).status_code

    assert (refused, accepted) == (200, 302)
    assert [session.call for session in CommitteeSession.objects.all()] == [cast.call]


def test_a_file_is_not_given_to_somebody_of_another_structure(signed_in):
    load_letters()
    cast = build_cast(submitted=True)
    address = reverse("admin:applications_act", args=[cast.application.pk, "attribuer"])

    answer = signed_in(cast.officer).post(address, {"version": 1, "officer_choice": cast.other_officer.pk})

    assert answer.status_code == 422
    assert Application.objects.get().assigned_to is None


@pytest.mark.parametrize("role", OUTSIDERS)
def test_questions_of_another_structures_call_are_not_written(signed_in, role):
    cast = build_cast()
    revision = FormRevision.objects.get(call=cast.call)
    address = reverse("admin:programmes_formrevision_change", args=[revision.pk])

    answer = signed_in(cast.person(role)).post(address, {"questions-TOTAL_FORMS": 1})

    assert answer.status_code in {403, 404}
    assert not Question.objects.exists()
