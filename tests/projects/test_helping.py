"""A file filled for somebody: her agreement is recorded, who may do what through it, what its pages say."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEntry, Mail, User
from applications import access as file_access
from applications import committee
from projects import access, helping
from projects.models import Agreement, Project
from tests.factories import (
    AgendaItemFactory,
    ApplicationFactory,
    CommitteeMemberFactory,
    CommitteeSessionFactory,
    OrganisationRoleFactory,
    StageFactory,
    UserFactory,
    letter_templates,
)
from tests.factories.helping import agreement_by
from tests.projects.helped import posted


def test_prescriber_opens_a_file_whose_owner_is_the_person(signed_in, cast, office):
    response = signed_in(cast.prescriber).post(reverse("projects:help_begin"), posted(cast, office))

    agreement = Agreement.objects.get()
    assert response.url == agreement.project.get_absolute_url()
    assert (str(agreement.person), agreement.person.email) == ("Léa Roux", None)
    assert [(str(member.user), member.role) for member in agreement.project.team.all()] == [("Léa Roux", "owner")]
    assert agreement.project.helped


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agreed": ""}, "agreed"),
        ({"manner": ""}, "manner"),
        ({"manner": "online"}, "manner"),
        ({"scope": "read"}, "scope"),
        ({"given_on": "2090-01-01"}, "given_on"),
        ({"until": "2090-01-01"}, "until"),
        ({"until": "2020-01-01"}, "until"),
        ({"last_name": ""}, "last_name"),
        ({"email": "pas une adresse"}, "email"),
    ],
)
def test_nothing_is_stored_without_a_sound_agreement(signed_in, cast, office, changes, field):
    before = (User.objects.count(), Project.objects.count())

    response = signed_in(cast.prescriber).post(reverse("projects:help_begin"), posted(cast, office, **changes))

    assert list(response.context["form"].errors) == [field]
    assert "Couture" in response.text
    assert (User.objects.count(), Project.objects.count(), Mail.objects.count()) == (*before, 0)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"actor": "another"}, "pas de rôle"),
        ({"given_on": 1}, "pas dans l’avenir"),
        ({"given_on": -91}, "90 jours"),
        ({"until": -1}, "aujourd’hui au plus tôt"),
        ({"until": 366}, "un an au plus"),
    ],
)
def test_no_door_records_an_unsound_agreement(cast, office, helped, change, refusal):
    """Forms refuse it at its field; whatever comes by another way is refused too, to begin as to renew."""
    today, now = timezone.localdate(), timezone.now()
    days = {name: today + dt.timedelta(days=days) for name, days in change.items() if name != "actor"}
    told = {"manner": "oral", "given_on": today, "scope": "write", "until": today + dt.timedelta(days=9), **days}
    words = helping.Words(actor=cast.leader if "actor" in change else office, **told)

    with pytest.raises(helping.CannotHelp, match=refusal):
        helping.begin("Lou", "Abel", words, by=cast.prescriber, now=now, title="Couture", stage=StageFactory())
    with pytest.raises(helping.CannotHelp, match=refusal):
        helping.renew(helped, words, by=cast.prescriber, now=now)

    assert Agreement.objects.get() == helped


def test_another_organisation_than_hers_is_refused(signed_in, cast, office):
    response = signed_in(cast.prescriber).post(
        reverse("projects:help_begin"), posted(cast, office, actor=cast.leader.pk)
    )

    assert list(response.context["form"].errors) == ["actor"]
    assert not Agreement.objects.exists()


def test_somebody_without_a_role_is_told_what_is_needed(signed_in, cast):
    response = signed_in(cast.holder).get(reverse("projects:help_begin"))

    assert response.status_code == 403
    assert "il faut un rôle dans une structure" in response.text


def test_answer_is_the_same_whether_the_address_has_an_account_or_not(signed_in, cast, office):
    client = signed_in(cast.prescriber)

    pages = []
    for email in [cast.holder.email, "inconnue@example.org"]:
        response = client.post(reverse("projects:help_begin"), posted(cast, office, email=email), follow=True)
        pages.append((response.status_code, response.text.count(email)))

    assert pages == [(200, 0), (200, 0)]
    assert sorted(Mail.objects.filter(template="handover").values_list("address", flat=True)) == [
        "inconnue@example.org",
        "nour@example.org",
    ]
    assert {str(row.person) for row in Agreement.objects.all()} == {"Léa Roux"}
    assert not Project.objects.visible_to(cast.prescriber).filter(pk=cast.project.pk).exists()


def test_who_reads_writes_and_answers(cast, office, helped):
    other_helper = OrganisationRoleFactory(actor=office, kind="editor").user
    application = ApplicationFactory(project=helped.project, admitted=True)
    people = [cast.prescriber, helped.person, other_helper, cast.stranger, cast.other_officer, cast.superuser]

    rights = [
        (
            access.reads(person, helped.project),
            access.writes(person, helped.project),
            access.owns(person, helped.project),
            file_access.writes(person, application),
            file_access.answers_for(person, application),
        )
        for person in people
    ]

    assert rights == [
        (True, True, False, True, False),
        (True, True, True, True, True),
        *[(False,) * 5] * 4,
    ]


@pytest.mark.parametrize("scope", ["read", "write", "answer"])
def test_scope_says_what_the_helper_may_do(cast, office, scope):
    agreement = agreement_by(cast.prescriber, office, scope=scope)
    application = ApplicationFactory(project=agreement.project, admitted=True)

    rights = (
        access.reads(cast.prescriber, agreement.project),
        file_access.writes(cast.prescriber, application),
        file_access.answers_for(cast.prescriber, application),
    )

    assert rights == {"read": (True, False, False), "write": (True, True, False), "answer": (True, True, True)}[scope]


@pytest.mark.parametrize("name", ["withdraw", "confirm", "proposal"])
def test_helper_does_not_speak_in_her_name_unless_agreed(signed_in, cast, office, helped, name):
    application = ApplicationFactory(project=helped.project, admitted=True)
    url = reverse(f"applications:{name}", args=[application.pk])

    response = signed_in(cast.prescriber).post(url)

    application.refresh_from_db()
    assert (response.status_code, application.state) == (403, "admitted")
    assert "son accord ne permet pas" in response.text


def test_helper_confirms_when_the_agreement_says_so(signed_in, cast, office):
    agreement = agreement_by(cast.prescriber, office, scope="answer")
    application = ApplicationFactory(project=agreement.project, call=cast.call, admitted=True)
    letter_templates()
    signed_in(cast.prescriber).post(reverse("applications:confirm", args=[application.pk]))

    step = application.steps.get()
    assert (step.target, step.by, step.for_actor) == ("confirmed", cast.prescriber, office)


def test_person_sees_who_read_her_file_once_a_day(signed_in, cast, helped):
    person = helped.person
    person.email = "lea@example.org"
    person.save()
    client = signed_in(cast.prescriber)
    for _ in range(2):
        client.get(helped.project.get_absolute_url())

    page = signed_in(person).get(reverse("projects:agreements", args=[helped.project.pk]))

    assert AccessEntry.objects.filter(subject=person, reader=cast.prescriber).count() == 1
    assert "Paule" in page.text


def test_every_page_of_the_file_says_for_whom_and_by_whom(signed_in, cast, helped):
    draft = ApplicationFactory(project=helped.project)
    sent = ApplicationFactory(project=helped.project, submitted=True)
    urls = [
        helped.project.get_absolute_url(),
        reverse("projects:edit", args=[helped.project.pk]),
        reverse("projects:team", args=[helped.project.pk]),
        reverse("applications:review", args=[draft.pk]),
        *(reverse(f"applications:{name}", args=[sent.pk]) for name in ["detail", "sent", "receipt"]),
    ]
    client = signed_in(cast.prescriber)

    said = {url: "pour Léa Roux</strong>" in client.get(url).text for url in urls}

    assert [url for url, is_said in said.items() if not is_said] == []


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_list_query_count(signed_in, cast, office, rows, django_assert_num_queries):
    for _ in range(rows):
        agreement_by(cast.prescriber, office)
    client = signed_in(cast.prescriber)

    with django_assert_num_queries(5):
        response = client.get(reverse("projects:helping"))

    assert response.context["page"].paginator.count == rows


def test_helper_of_a_person_is_kept_from_judging_her(cast, office, helped):
    session = CommitteeSessionFactory(call=cast.call)
    application = ApplicationFactory(project=helped.project, call=cast.call, admissible=True)
    item = AgendaItemFactory(session=session, application=application)
    seats = [CommitteeMemberFactory(session=session, user=user) for user in [cast.prescriber, UserFactory()]]

    barred = committee.barriers(session)

    assert [(item.pk, seat.pk) in barred for seat in seats] == [True, False]
