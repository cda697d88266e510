"""The catalogue of mails and letters: read by the desk, rewritten by the national chamber, checked and kept."""

from datetime import datetime
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import outbox, wording
from accounts.mails import kind_of
from accounts.models import Mail, Wording
from ess_portal import texts
from programmes.models import LetterTemplate
from tests.cast import build_cast
from tests.factories import ActorFactory, OrganisationRoleFactory, UserFactory, letter_templates

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=timezone.get_default_timezone())
LIST = reverse("admin:accounts_wording_changelist")
LINK = "http://testserver/comite/"


def page(sort, code):
    return reverse("admin:accounts_wording_text", args=[sort, code])


INVITATION = page("courriel", "committee_invitation")
NEW = {"subject": "Bienvenue au comité, {nom}", "body": "Bonjour {nom},\n\nC’est ici :\n{lien}", "version": 0}


@pytest.fixture
def editor(db):
    person = UserFactory(first_name="Élise", email="elise@example.org")
    OrganisationRoleFactory(user=person, actor=ActorFactory(name="ESS France", slug="ess-france"))
    return person


def test_a_new_text_goes_into_the_next_mails(signed_in, editor):
    answer = signed_in(editor).post(INVITATION, NEW)
    outbox.owe(UserFactory(first_name="Nour"), "committee_invitation", key="invitation:1", link=LINK)

    mail = Mail.objects.get()
    assert (answer.status_code, mail.subject) == (302, "Bienvenue au comité, Nour")
    assert mail.body == f"Bonjour Nour,\n\nC’est ici :\n{LINK}\n"
    assert list(Wording.objects.values_list("name", "version", "by")) == [("mail:committee_invitation", 1, editor.pk)]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (
            "body",
            "Bonjour {prenom}\n{lien}",
            "Ici, {prenom} ne veut rien dire. Vous pouvez écrire\u00a0: {lien} et {nom}.",
        ),
        ("body", "Bonjour {nom}", "Gardez {lien}\u00a0: la personne en a besoin pour ouvrir la page."),
        ("subject", "Voir {lien}", "Ici, {lien} ne veut rien dire. Vous pouvez écrire\u00a0: {nom}."),
        (
            "body",
            "{{ nom }} {lien}",
            wording.LONE_BRACE,
        ),
        (
            "body",
            "{% load static %} {lien}",
            wording.LONE_BRACE,
        ),
        ("subject", "x" * 201, None),
        ("body", "", None),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused_at_its_field(signed_in, editor, field, value, sentence):
    answer = signed_in(editor).post(INVITATION, {**NEW, field: value})

    errors = answer.context["form"].errors
    assert (answer.status_code, list(errors), Wording.objects.count()) == (422, [field], 0)
    assert sentence is None or errors[field] == [sentence]
    assert answer.context["form"][field].value() == value


def test_template_syntax_in_a_stored_text_is_never_run(db):
    kind = kind_of("committee_invitation")
    wording.save(
        "mail:committee_invitation", "{% now 'Y' %}", "{{ settings.SECRET_KEY }} {lien}", version=0, by=None, now=NOW
    )

    outbox.owe(UserFactory(), kind.name, key="invitation:1", link=LINK)

    mail = Mail.objects.get()
    assert (mail.subject, mail.body) == ("{% now 'Y' %}", f"{{{{ settings.SECRET_KEY }}}} {LINK}\n")


def test_a_line_break_in_a_subject_adds_no_header(signed_in, editor):
    signed_in(editor).post(INVITATION, {**NEW, "subject": "Bonjour\r\nBcc: ailleurs@example.org"})
    outbox.owe(UserFactory(), "committee_invitation", key="invitation:1", link=LINK)

    outbox.send(Mail.objects.get())

    assert "\n" not in Mail.objects.get().subject


def test_two_editors_at_once_both_texts_are_shown(signed_in, editor):
    client = signed_in(editor)
    client.post(INVITATION, NEW)

    stale = client.post(INVITATION, {**NEW, "subject": "Le mien"})
    again = client.post(INVITATION, {**NEW, "subject": "Le mien", "version": stale.context["form"]["version"].value()})

    html = stale.content.decode()
    assert (stale.status_code, again.status_code) == (409, 302)
    assert "Bienvenue au comité, {nom}" in html
    assert "Le mien" in html
    assert wording.in_force(kind_of("committee_invitation"))[0] == "Le mien"


def test_the_text_of_origin_comes_back_and_the_history_keeps_both(signed_in, editor):
    client, kind = signed_in(editor), kind_of("committee_invitation")
    client.post(INVITATION, NEW)

    client.post(reverse("admin:accounts_wording_restore", args=["courriel", kind.name]), {"version": 1})

    kept = wording.history("mail:committee_invitation").values_list("version", "is_origin")
    assert wording.in_force(kind) == (kind.subject, kind.body)
    assert list(kept) == [(2, True), (1, False)]


@pytest.mark.parametrize("version", ["0", "", "deux", "-1", "9" * 30])
def test_a_stale_return_to_the_origin_changes_nothing(signed_in, editor, version):
    client = signed_in(editor)
    client.post(INVITATION, NEW)

    restore = reverse("admin:accounts_wording_restore", args=["courriel", "committee_invitation"])
    answer = client.post(restore, {"version": version})

    assert (answer.status_code, Wording.objects.count()) == (302, 1)


def test_a_letter_is_rewritten_and_its_origin_kept(signed_in, editor):
    letter_templates()
    row = LetterTemplate.objects.get(code="admitted")
    origin = (row.subject, row.body)
    client = signed_in(editor)

    client.post(page("lettre", "admitted"), {"subject": "Bravo {nom}", "body": "Bonjour {nom}", "version": 0})
    row.refresh_from_db()
    rewritten = (row.subject, row.body)
    client.post(reverse("admin:accounts_wording_restore", args=["lettre", "admitted"]), {"version": 1})

    row.refresh_from_db()
    assert (rewritten, (row.subject, row.body)) == (("Bravo {nom}", "Bonjour {nom}"), origin)
    assert [text.is_edited for text in texts.all_letters() if text.code == "admitted"] == [False]


def test_a_new_load_of_the_letters_leaves_what_staff_wrote(editor):
    letter_templates()
    row = LetterTemplate.objects.get(code="admitted")
    text = texts.find("lettre", "admitted")
    texts.rewrite(text, "Bravo {nom}", "Bonjour {nom}", version=0, by=editor, now=NOW)
    row.refresh_from_db()

    loaded = texts.left_by_staff(row, {"code": "admitted", "subject": "Neuf", "body": "Tout neuf", "when": "Après"})

    assert (loaded["subject"], loaded["body"], loaded["when"]) == ("Bravo {nom}", "Bonjour {nom}", "Après")
    assert texts.find("lettre", "admitted").origin == ("Neuf", "Tout neuf")


def test_an_officer_reads_the_catalogue_and_changes_nothing(signed_in, cast):
    client = signed_in(cast.officer)

    seen = client.get(LIST), client.get(INVITATION)
    refused = client.post(INVITATION, NEW)
    restored = client.post(reverse("admin:accounts_wording_restore", args=["courriel", "committee_invitation"]))

    assert [one.status_code for one in (*seen, refused, restored)] == [200, 200, 403, 403]
    assert (seen[1].context["form"], Wording.objects.count()) == (None, 0)


def test_a_preview_reads_a_real_file_that_the_officer_instructs(signed_in, db):
    cast = build_cast(submitted=True)
    client = signed_in(cast.officer)

    seen = client.get(page("courriel", "application_received"), {"dossier": str(cast.application.pk)})
    stranger = signed_in(cast.other_officer).get(
        page("courriel", "application_received"), {"dossier": str(cast.application.pk)}
    )

    subject, body = seen.context["preview"]
    assert subject == f"Votre candidature {cast.application.number} est bien arrivée"
    assert f"/candidatures/{cast.application.pk}/" in body
    assert (stranger.context["chosen"], stranger.context["files"]) == (None, [])
    assert cast.application.number not in stranger.content.decode()


def test_previewing_saves_nothing(signed_in, editor):
    answer = signed_in(editor).post(INVITATION, {**NEW, "preview": "1"})

    assert (answer.status_code, answer.context["preview"][0]) == (200, "Bienvenue au comité, Élise")
    assert Wording.objects.count() == 0


def test_the_catalogue_lists_every_mail_and_letter(signed_in, editor, django_assert_num_queries):
    letter_templates()
    client = signed_in(editor)
    client.get(LIST)

    with django_assert_num_queries(10):
        response = client.get(LIST)

    html = response.content.decode()
    assert [text.label for text, _ in response.context["mails"] if text.label not in html] == []
    assert len(response.context["letters"]) == LetterTemplate.objects.count()


def test_every_mail_of_the_accounts_is_in_the_list_of_fixed_texts():
    folders = [ROOT / "templates" / app / "email" for app in ("account", "mfa")]
    subjects = [path for folder in folders for path in folder.glob("*_subject.txt")]

    names = {str(path.relative_to(ROOT / "templates")).removesuffix("_subject.txt") for path in subjects}

    assert names == set(texts.FIXED)
