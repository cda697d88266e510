"""Errors that readers report: who is told, one answer, the reader's link, and what is forgotten."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from actors import reports
from actors.models import Report
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    OrganisationRoleFactory,
    ProgrammeFactory,
    RegionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TYPED = {"part": "nom", "words": "Elle s’appelle « La Halle ».", "source_words": "Son site", "email": ""}


@pytest.fixture
def incubator():
    return ActorFactory(name="Incubateur", kind=ActorKindFactory(code="incubator"))


@pytest.fixture
def officer():
    return OrganisationRoleFactory(actor__name="CRESS", kind="officer").user


def address(sheet, segment="acteurs"):
    return reverse("sheets:report", args=[segment, sheet.slug])


def received(sheet, **fields):
    given = {"part": "nom", "words": "-", "source_words": "", "email": "", "now": NOW, **fields}
    return reports.receive(sheet, **given)


def test_a_visitor_reports_and_follows_without_account(client, incubator):
    sent = client.post(address(incubator), TYPED)
    page = client.get(sent["Location"])

    report = Report.objects.get()
    assert (report.actor, report.programme, report.words) == (incubator, None, TYPED["words"])
    assert sent["Location"] == reverse("sheets:follow", args=[reports.token_of(report)])
    assert "Gardez l’adresse de cette page" in page.text
    assert (page["Cache-Control"], "noindex" in page.text) == ("no-store, private", True)


def test_a_programme_is_reported_to_those_who_keep_its_leader(client, incubator, officer):
    programme = ProgrammeFactory(lead_actor=incubator)

    client.post(address(programme, "programmes"), TYPED | {"part": "dates"})

    report = Report.objects.get()
    assert (report.actor, report.programme) == (incubator, programme)
    assert [mail.recipient for mail in Mail.objects.all()] == [officer]


def test_the_house_reads_in_its_space_and_the_chamber_in_the_back_office(incubator, officer):
    editor = OrganisationRoleFactory(actor=incubator, kind="editor").user
    OrganisationRoleFactory(actor=incubator, kind="officer")

    report = received(incubator)

    links = {mail.recipient: mail.body.split("http://testserver")[1].split()[0] for mail in Mail.objects.all()}
    assert links == {
        officer: reverse("admin:actors_report_change", args=[report.pk]),
        editor: reverse("sheets:mine", args=["acteurs", incubator.slug]),
    }


@pytest.mark.parametrize("text", ["Elle s’appelle « La Halle ».", "lectrice@example.org", "Incubateur"])
def test_mails_hold_a_link_and_nothing_of_what_was_typed(incubator, officer, text):
    received(incubator, words=TYPED["words"], email="lectrice@example.org")

    assert [text in mail.body + mail.subject for mail in Mail.objects.all()] == [False, False]


def test_without_open_chamber_ess_france_is_told_and_superusers_last(incubator, officer):
    superuser = UserFactory(is_superuser=True)
    national = OrganisationRoleFactory(actor__slug="ess-france", actor__kind__code="national_head").user
    elsewhere = ActorFactory(region=RegionFactory(code="28", name="Normandie"))

    received(elsewhere)
    national.organisation_roles.update(ends_on=dt.date(2020, 1, 1), starts_on=dt.date(2019, 1, 1))
    received(elsewhere)

    assert [mail.recipient for mail in Mail.objects.order_by("pk")] == [national, superuser]


def test_a_closed_chamber_is_asked_nothing(incubator, officer):
    superuser = UserFactory(is_superuser=True)
    officer.organisation_roles.get().actor.__class__.objects.filter(roles__user=officer).update(status="closed")

    received(incubator)

    assert [mail.recipient for mail in Mail.objects.all()] == [superuser]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"part": ""}, "Dites quelle partie de la fiche est à corriger."),
        ({"part": "inconnue"}, "inconnue"),
        ({"words": ""}, "Écrivez ce qu’il faudrait lire, même en quelques mots."),
        ({"words": "a\x00b"}, "nul"),
        ({"words": "a" * 2001}, "2001"),
        ({"email": "pas une adresse"}, "Saisissez une adresse de courriel valide."),
    ],
)
def test_wrong_input_is_told_and_nothing_typed_is_lost(client, incubator, typed, sentence):
    page = client.post(address(incubator), TYPED | {"source_words": "Témoin"} | typed)

    assert (page.status_code, Report.objects.count()) == (200, 0)
    assert sentence in page.text.replace("&#x27;", "’")
    assert "Témoin" in page.text


def test_too_many_reports_are_paused_without_losing_the_text(settings, incubator):
    settings.ACCOUNT_RATE_LIMITS = {"report": "2/h/ip"}
    cache.clear()

    answers = [Client().post(address(incubator), TYPED) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert (TYPED["words"] in answers[-1].text, answers[-1]["Retry-After"]) == (True, "3600")
    assert Report.objects.count() == 2
    cache.clear()


def test_unknown_sheets_and_forged_links_are_not_found(client, incubator):
    hidden = ActorFactory(listed=False)
    token = reports.token_of(received(incubator))

    tried = [address(hidden), "/signaler/rien/x/", "/signaler/programmes/x/"]
    tried += [f"/signalements/{wrong}/" for wrong in (f"9{token}", "x", token.split(":")[0], f"{token}%00")]
    assert [client.get(one).status_code for one in tried] == [404] * len(tried)


def test_an_answer_reaches_the_reader_once(client, incubator, officer):
    report = received(incubator, email="lectrice@example.org")

    reports.answer(report, "unchanged", "Le nom n’a pas changé.", by=officer, now=NOW)
    with pytest.raises(reports.AlreadyAnswered):
        reports.answer(report, "corrected", "Si.", by=officer, now=NOW)

    page = client.get(reverse("sheets:follow", args=[reports.token_of(report)]))
    assert "La fiche ne change pas" in page.text
    assert "Le nom n’a pas changé." in page.text
    told = Mail.objects.filter(address="lectrice@example.org")
    assert [mail.template for mail in told.order_by("pk")] == ["report_thanks", "report_answered"]


def test_two_answers_at_once_keep_the_first_and_show_the_second(signed_in, incubator, officer):
    report = received(incubator)
    other = OrganisationRoleFactory(actor=officer.organisation_roles.get().actor, kind="editor").user
    page = reverse("admin:actors_report_change", args=[report.pk])

    first = signed_in(other).post(page, {"outcome": "corrected", "words": "Corrigé."})
    second = signed_in(officer).post(page, {"outcome": "unchanged", "words": "Mon texte à moi."})

    report.refresh_from_db()
    assert (first.status_code, report.outcome, report.answered_by) == (302, "corrected", other)
    assert "Quelqu’un a répondu avant vous" in second.text
    assert "Mon texte à moi." in second.text


def test_a_refusal_to_change_needs_its_reason(signed_in, incubator, officer):
    report = received(incubator)

    page = signed_in(officer).post(
        reverse("admin:actors_report_change", args=[report.pk]), {"outcome": "unchanged", "words": ""}
    )

    report.refresh_from_db()
    assert ("Dites pourquoi la fiche ne change pas." in page.text, report.answered_at) == (True, None)


def test_only_those_who_keep_the_sheet_see_its_reports(incubator, officer):
    report = received(incubator)
    manager = OrganisationRoleFactory(actor=incubator, kind="manager").user
    others = [
        OrganisationRoleFactory(actor=incubator, kind="officer").user,
        OrganisationRoleFactory(actor__region=RegionFactory(code="24", name="Centre")).user,
        UserFactory(),
    ]

    assert all(report in Report.objects.visible_to(user) for user in (officer, manager))
    assert not any(report in Report.objects.visible_to(user) for user in others)


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_the_list_takes_the_same_queries_whatever_its_length(
    signed_in, incubator, officer, rows, django_assert_num_queries
):
    programme = ProgrammeFactory(lead_actor=incubator)
    Report.objects.bulk_create(
        Report(actor=incubator, programme=programme if n % 2 else None, part="nom", words="-") for n in range(rows)
    )
    client = signed_in(officer)

    with django_assert_num_queries(7):
        page = client.get(reverse("admin:actors_report_changelist"))

    assert page.context["cl"].result_count == rows


def test_addresses_go_after_six_months_and_reports_after_two_years(incubator, officer):
    old, recent = (received(incubator, email=f"{name}@example.org") for name in ("ancienne", "recente"))
    reports.answer(old, "corrected", "", by=officer, now=NOW - dt.timedelta(days=183))
    reports.answer(recent, "corrected", "", by=officer, now=NOW - dt.timedelta(days=181))
    received(incubator, email="oubliee@example.org", now=NOW - dt.timedelta(days=731))

    counts = reports.forget(NOW)

    assert counts == (1, 1)
    assert sorted(Report.objects.values_list("email", flat=True)) == ["", "recente@example.org"]
    kept = set(Mail.objects.exclude(recipient=officer).values_list("address", flat=True))
    assert kept == {"recente@example.org"}
    assert reports.forget(NOW) == (0, 0)
