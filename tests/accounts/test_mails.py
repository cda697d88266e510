"""The catalogue of mails: a folder says when each goes, to whom and why, and every mail that the code owes has one."""

import re
from pathlib import Path

import pytest

from accounts import mails
from accounts.categories import BY_ADDRESS, CHOSEN, OBLIGATORY, Category
from tests.factories import UserFactory

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = sorted(path.name for path in (ROOT / "templates" / "mail").iterdir() if path.is_dir())
APPS = ["accounts", "actors", "programmes", "projects", "applications", "followup", "ess_portal"]
ABOUT = 'label = "Essai"\nwhen = "Jamais."\nto = "Personne"\ncategory = "{}"\n'


@pytest.mark.parametrize("name", FOLDERS)
def test_every_folder_is_a_mail_told_in_full(name):
    """A red line here: copy the about.toml of the nearest mail, and write {nom} and {lien} in the texts."""
    kind = mails.read(mails.FOLDER / name)

    assert all([kind.label, kind.when.endswith("."), kind.to, kind.subject, kind.body])
    assert [one.name for one in kind.variables.values() if not (one.means and one.example)] == []
    assert "\n" not in kind.subject
    assert kind.required or kind.category == Category.SUMMARY


def test_every_mail_owed_by_name_is_in_the_catalogue():
    sources = [path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py")]
    owed = {name for text in sources for name in re.findall(r"\bowe(?:_at)?\(\s*[\w.]+,\s*\"(\w+)\"", text)}

    assert len(owed) > 10
    assert owed - set(FOLDERS) == set()


def test_people_choose_for_every_category_but_the_obligatory_ones():
    assert OBLIGATORY.isdisjoint(CHOSEN)
    assert {kind.category for kind in mails.catalogue().values() if not kind.obligatory} <= {
        *CHOSEN,
        *BY_ADDRESS,
        Category.SUMMARY,
    }


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "subject.txt").write_text("Bonjour {nom}\n")
    (tmp_path / "body.txt").write_text("C’est ici :\n{lien}\n")
    (tmp_path / "about.toml").write_text(ABOUT.format("desk"))
    return tmp_path


def test_a_mail_is_read_from_its_folder(folder):
    kind = mails.read(folder)

    person = UserFactory.build(first_name="Nour")
    written = kind.written(kind.subject, kind.body, {"recipient": person, "link": "https://x.example/1/"})

    assert written == ("Bonjour Nour", "C’est ici :\nhttps://x.example/1/\n")
    assert (kind.required, kind.obligatory) == ({"lien"}, False)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("about.toml", ABOUT.format("inconnue")),
        ("about.toml", 'label = "Essai"\n'),
        ("about.toml", ABOUT.format("desk") + 'color = "bleu"\n'),
        ("body.txt", "Bonjour {{ recipient }}, {lien}"),
        ("body.txt", "{% if 1 %}{lien}{% endif %}"),
        ("body.txt", "Bonjour {prenom}, {lien}"),
    ],
)
def test_a_folder_that_does_not_say_what_it_should_is_refused(folder, part, text):
    (folder / part).write_text(text)

    with pytest.raises(mails.BadMail):
        mails.read(folder)


def test_a_mail_that_does_not_exist_is_refused():
    with pytest.raises(mails.BadMail):
        mails.kind_of("inconnu")


HOSTILE = [
    "Nour\r\nBcc: ailleurs@example.org",
    "Nour https://piege.example/compte/",
    "Nour www.piege.example",
    "Nour\u2028Cliquez",
    "Nour \u202egnp.exe",
    "{lien} {site}",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_chosen_name_adds_no_line_header_or_link(folder, name):
    kind = mails.read(folder)
    person = UserFactory.build(first_name=name)

    subject, body = kind.written("{nom}", "{nom}\n{lien}", {"recipient": person, "link": "https://x.example/1/"})

    assert re.findall(r"https?://\S+|www\.\w+\.\w+|\w@\w+\.\w", subject + body) == ["https://x.example/1/"]
    assert (subject.count("\n"), body.count("\n"), "\u202e" in subject) == (0, 2, False)
