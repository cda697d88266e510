"""Before the publication a pending decision is betrayed nowhere but to who may see it."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications.models import Letter
from tests import factories
from tests.applications.selection import decided, in_committee

pytestmark = pytest.mark.django_db
CANARY = "Cormoran des falaises"
MAY_SEE = {"officer", "superuser"}
SURFACES = [
    "admin:index",
    "admin:applications_application_changelist",
    "admin:applications_committeesession_changelist",
]
SURFACES += ["admin:programmes_call_changelist", "workspace", "home", "committee:index", "applications:index"]
ROLES = ["visitor", "holder", "colleague", "stranger", "prescriber", "officer", "other_officer", "partner_officer"]
ROLES += ["chair", "member", "conflicted", "superuser"]
OUTCOMES = ["admit", "waitlist", "decline", "redirect"]


def scene(outcome, phase):
    cast = in_committee("discussion")
    lead = factories.ProgrammeFactory(name=f"Programme {CANARY}")
    wording = {"message": CANARY, "advice": CANARY, "reason": "fit", "programmes": (lead,)}
    decided(cast, cast.item, outcome, timezone.now(), **wording)
    cast.session.phase = phase
    cast.session.save()
    return cast


def addresses(cast):
    """Every page about the file or its committee, whoever it is for."""
    file, session = [cast.application.pk], [cast.session.pk]
    return [
        *[reverse(name) for name in SURFACES],
        reverse("applications:detail", args=file),
        reverse("projects:detail", args=[cast.project.pk]),
        reverse("programmes:call", args=[cast.call.slug]),
        reverse("programmes:detail", args=[cast.programme.slug]),
        reverse("admin:applications_application_change", args=file),
        reverse("admin:programmes_call_change", args=[cast.call.pk]),
        *[reverse(f"admin:applications_session_{page}", args=session) for page in ("assign", "room", "publication")],
        f"{reverse('admin:applications_session_room', args=session)}?dossier={cast.item.pk}",
        reverse("admin:applications_committeesession_change", args=session),
        *[reverse(f"committee:{page}", args=session) for page in ("session", "room")],
        *[reverse(f"committee:{page}", args=[*session, cast.item.pk]) for page in ("file", "declare")],
    ]


def betraying(client, cast):
    """Addresses whose answer holds the canary."""
    found = []
    for address in addresses(cast):
        response = client.get(address, follow=True)
        if CANARY in response.content.decode():
            found.append(address)
    return found


@pytest.mark.parametrize("phase", ["discussion", "closed"])
@pytest.mark.parametrize("role", [role for role in ROLES if role not in MAY_SEE])
def test_nothing_said_in_a_pending_decision_is_on_any_page_of_the_others(client, role, phase):
    cast = scene("redirect", phase)
    if cast.person(role):
        client.force_login(cast.person(role))

    assert betraying(client, cast) == []


@pytest.mark.parametrize("role", sorted(MAY_SEE))
def test_the_canary_would_be_found_where_it_may_be_seen(client, role):
    cast = scene("redirect", "closed")
    client.force_login(cast.person(role))

    assert len(betraying(client, cast)) >= 2


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_pending_decision_writes_no_letter_no_mail_and_moves_no_state(outcome):
    cast = scene(outcome, "closed")

    cast.application.refresh_from_db()
    assert (cast.application.state, Letter.objects.count(), Mail.objects.count()) == ("admissible", 0, 0)


@pytest.mark.parametrize("role", ["holder", "colleague", "other_officer", "partner_officer"])
def test_the_outcome_itself_shows_in_no_difference_between_two_decisions(client, role):
    """What is admitted and what is declined give these people the very same pages."""
    cast = scene("admit", "closed")
    client.force_login(cast.person(role))
    admitted = [body(client.get(address)) for address in addresses(cast)]

    redecided(cast, "decline")

    assert [body(client.get(address)) for address in addresses(cast)] == admitted


def body(response):
    """The answer without what changes each time: tokens and the request's number."""
    page = re.sub(r'(?<=csrfmiddlewaretoken" value=")\w+', "", response.content.decode())
    return response.status_code, page.replace(response["X-Request-Number"], "")


def redecided(cast, outcome):
    cast.session.phase = "discussion"
    cast.session.save()
    decided(cast, cast.item, outcome, timezone.now(), reason="fit", advice=CANARY)
    cast.session.phase = "closed"
    cast.session.save()
