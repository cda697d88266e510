"""The demonstration: built once through the domain functions, never on a real database, honest about its age."""

import json
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Demonstration, User
from applications.models import Application, CompletenessRequest, Decision, Reopening, Reuse
from ess_portal.demo import build, people
from followup.models import HourPackage, Meeting
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def said(*arguments):
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def test_demonstration_shows_every_moment_of_a_file(directory):
    said()

    states = Counter(Application.objects.values_list("state", flat=True))
    assert states == {
        "submitted": 4,
        "admissible": 8,
        "confirmed": 4,
        "waitlisted": 1,
        "redirected": 1,
        "declined": 1,
        "draft": 4,
    }
    assert Decision.objects.filter(published_at=None).count() == 3
    assert Meeting.objects.count() == 12
    assert list(Reuse.objects.values_list("application__project__title", flat=True)) == ["Atelier des ourlets"]
    assert set(HourPackage.objects.values_list("granted_minutes", flat=True)) == {540, 1200}


def test_demonstration_shows_a_request_by_halves_one_without_an_answer_and_a_file_sent_again(directory):
    said()

    by_halves = CompletenessRequest.objects.get(closed_at=None)
    given = {item.what: item.answered_at is not None for item in by_halves.items.all()}
    assert given == {"document": False, "correction": True, "question": False}
    assert CompletenessRequest.objects.exclude(expired_at=None).get().items.get().answered_at is None
    assert Reopening.objects.get().end == Reopening.End.SENT


def test_a_second_run_changes_nothing(directory):
    said()
    before = (User.objects.count(), Application.objects.count(), Meeting.objects.count())

    again = said()

    assert again == "Démonstration déjà là : rien n’est perdu.\n"
    assert (User.objects.count(), Application.objects.count(), Meeting.objects.count()) == before


def test_a_database_with_a_real_account_is_left_alone(directory):
    UserFactory()

    with pytest.raises(CommandError, match="Rien n’a été changé"):
        said()

    assert (User.objects.count(), Application.objects.count()) == (1, 0)


def test_old_dates_are_admitted_and_the_remedy_named():
    Demonstration.objects.create(built_on=timezone.localdate() - timedelta(days=11))

    assert "make demo-reset" in said()


def test_recent_dates_are_not_called_old():
    Demonstration.objects.create(built_on=timezone.localdate() - timedelta(days=10))

    assert "make demo-reset" not in said()


def test_accounts_are_printed_as_json_one_per_role_of_the_cast():
    accounts = json.loads(said("--accounts"))

    assert [sorted(account) for account in accounts] == [["email", "password", "role", "start"]] * 14
    assert len({account["role"] for account in accounts}) == 14


def test_every_account_signs_in_with_its_password_and_finds_its_first_page(directory):
    build.build(timezone.now())

    answers = {}
    for account in people.accounts():
        client = Client()
        client.post("/compte/login/", {"login": account["email"], "password": account["password"]})
        answers[account["role"]] = client.get(account["start"]).status_code

    assert answers == {account["role"]: 200 for account in people.accounts()}
