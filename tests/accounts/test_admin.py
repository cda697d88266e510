"""People, the outbox and the access record in the back-office."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEntry, Mail, User
from ess_portal.admin_site import by_rubric
from tests.factories import UserFactory

BACKEND = "accounts.backends.PasswordBackend"


@pytest.fixture
def desk(client, nour):
    nour.is_superuser = True
    nour.save()
    client.force_login(nour, BACKEND)
    return client


def owe(number):
    return Mail.objects.create(
        address="a@example.org",
        template="account/email/login_code",
        subject="Votre code de connexion",
        body="1234-5678",
        dedupe_key=f"essai:{number}",
    )


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_outbox_query_count(desk, rows, django_assert_num_queries):
    for number in range(rows):
        owe(number)

    with django_assert_num_queries(9):
        response = desk.get(reverse("admin:accounts_mail_changelist"))

    assert response.context["cl"].result_count == rows


def test_text_of_a_mail_is_not_shown_since_it_may_hold_a_code(desk):
    mail = owe(1)

    html = desk.get(reverse("admin:accounts_mail_change", args=[mail.pk])).content.decode()

    assert "Votre code de connexion" in html
    assert "1234-5678" not in html


@pytest.mark.parametrize("model", ["mail", "accessentry"])
def test_records_are_read_only(desk, nour, model):
    entry = owe(1) if model == "mail" else AccessEntry.objects.create(reader=nour, subject=nour, kind="frein")

    answers = [
        desk.get(reverse(f"admin:accounts_{model}_add")).status_code,
        desk.post(reverse(f"admin:accounts_{model}_change", args=[entry.pk]), {}).status_code,
        desk.post(reverse(f"admin:accounts_{model}_delete", args=[entry.pk]), {"post": "yes"}).status_code,
    ]

    assert answers == [403, 403, 403]


def test_a_person_is_found_and_changed_but_never_deleted(desk):
    person = UserFactory(first_name="Inès", last_name="Garnier")

    html = desk.get(reverse("admin:accounts_user_changelist"), {"q": "garnier"}).content.decode()
    desk.post(
        reverse("admin:accounts_user_change", args=[person.pk]),
        {"first_name": "Inès", "last_name": "Garnier-Roux", "email": person.email, "is_active": "on"},
    )
    person.refresh_from_db()

    assert "Inès Garnier" in html
    assert person.last_name == "Garnier-Roux"
    assert desk.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"}).status_code == 403


def test_two_people_may_have_no_address(desk):
    for name in ("Un", "Deux"):
        desk.post(reverse("admin:accounts_user_add"), {"first_name": name, "last_name": "Sans", "email": ""})

    added = User.objects.filter(last_name="Sans")
    assert [(person.email, person.has_usable_password()) for person in added] == [(None, False), (None, False)]


def test_password_change_of_the_admin_is_the_portal_s_own(desk):
    assert desk.get("/gestion/password_change/")["Location"] == reverse("account_change_password")


def test_a_project_holder_is_kept_out(client, holder):
    client.force_login(holder, BACKEND)

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_a_visitor_signs_in_through_the_portal(client, db):
    response = client.get(reverse("admin:accounts_user_changelist"), follow=True)

    assert response.redirect_chain[-1][0].startswith("/compte/login/?next=")


def test_first_page_lists_only_the_rubrics_that_hold_something(desk):
    AccessEntry.objects.create(kind="frein", at=timezone.now())

    rubrics = dict(desk.get(reverse("admin:index")).context["rubrics"])

    assert [model["object_name"] for model in rubrics["Réglages"] if model["model"]._meta.app_label == "accounts"] == [
        "AccessEntry",
        "Mail",
        "User",
        "Wording",
    ]


def test_rubrics_follow_their_own_order_and_keep_the_rest_as_settings():
    def model(name, url="/gestion/"):
        return {"object_name": name, "admin_url": url}

    apps = [
        {"app_label": "applications", "models": [model("CommitteeSession"), model("Application")]},
        {"app_label": "programmes", "models": [model("Call"), model("Cohort", url=None), model("Stage")]},
    ]

    rubrics = [(rubric, [held["object_name"] for held in models]) for rubric, models in by_rubric(apps)]

    assert rubrics == [("Appels", ["Call", "Application", "CommitteeSession"]), ("Réglages", ["Stage"])]
