import pytest
from django.core.exceptions import ValidationError

from ess_portal.lib import uploads
from tests.uploads import GOOD, HOSTILE, pdf, upload


@pytest.mark.parametrize("name", GOOD)
def test_inspect_accepts_an_honest_file(name):
    accepted = uploads.inspect(upload(name, GOOD[name]))

    assert (accepted.name, accepted.size) == (name, len(GOOD[name]))
    assert accepted.content_type == uploads.CONTENT_TYPES[name.rpartition(".")[2].lower()]


@pytest.mark.parametrize("case", HOSTILE)
def test_inspect_refuses_a_hostile_file_with_a_sentence(case):
    name, content = HOSTILE[case]

    with pytest.raises(ValidationError) as refusal:
        uploads.inspect(upload(name, content))

    assert refusal.value.messages[0].endswith(".")


@pytest.mark.parametrize("case", ["html named pdf", "php named pdf", "exe renamed", "svg named png", "png named jpg"])
def test_inspect_says_that_the_content_is_another(case):
    name, content = HOSTILE[case]

    with pytest.raises(ValidationError, match="Le contenu de ce fichier n’est pas celui d’un fichier"):
        uploads.inspect(upload(name, content))


def test_inspect_says_the_weight_of_a_file_too_heavy(settings):
    settings.UPLOAD_MAX_BYTES = 10_000_000

    with pytest.raises(ValidationError) as refusal:
        uploads.inspect(upload("budget.pdf", pdf(b" " * 13_999_000)))

    assert refusal.value.messages == [
        "Ce fichier pèse 14 Mo. Réduisez-le sous 10 Mo, ou envoyez seulement les pages utiles."
    ]


def test_inspect_leaves_the_file_at_its_beginning():
    file = upload("budget.pdf", pdf())

    uploads.inspect(file)

    assert file.read(5) == b"%PDF-"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Nour\\budget.pdf", "budget.pdf"),
        ("a\x00b.pdf", "a b.pdf"),
        ("ligne\nnouvelle.pdf", "ligne nouvelle.pdf"),
        ("budget\u202efdp.exe", "budget fdp.exe"),
        ("  .htaccess", "htaccess"),
        ("...", "document"),
        ("", "document"),
        ("CON.pdf", "CON.pdf"),
        ("été 🌻.pdf", "été 🌻.pdf"),
    ],
)
def test_clean_name(typed, kept):
    assert uploads.clean_name(typed) == kept


def test_clean_name_shortens_and_keeps_the_extension():
    kept = uploads.clean_name("a" * 400 + ".pdf")

    assert (len(kept), kept[-6:]) == (200, "a….pdf")


def test_clean_name_of_a_very_long_extension():
    assert len(uploads.clean_name("a." + "b" * 400)) <= 200
