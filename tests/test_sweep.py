"""The sweep takes what nobody names, and only that."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from projects.models import ProjectDocument
from tests.factories import ProjectDocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private(monkeypatch, tmp_path):
    """The private storage, in a folder of this test alone."""
    storage = ProjectDocument._meta.get_field("file").storage
    monkeypatch.setitem(storage.__dict__, "location", str(tmp_path))
    return storage


def sweep(**options):
    said = StringIO()
    call_command("sweep", stdout=said, **options)
    return said.getvalue()


def test_sweep_takes_a_file_without_a_row(private):
    kept = ProjectDocumentFactory()
    lost = private.save("projects/perdu", ContentFile(b"x"))

    said = sweep(older_than=0)

    assert (private.exists(lost), private.exists(kept.file.name)) == (False, True)
    assert said == "sans document : projects/perdu\n1\u00a0fichier effacé, 0\u00a0absent.\n"


def test_dry_run_takes_nothing(private):
    lost = private.save("projects/perdu", ContentFile(b"x"))

    assert "1\u00a0fichier à effacer" in sweep(older_than=0, dry_run=True)
    assert private.exists(lost)


def test_young_file_waits_for_its_row(private):
    young = private.save("projects/jeune", ContentFile(b"x"))

    assert sweep() == "0\u00a0fichier effacé, 0\u00a0absent.\n"
    assert private.exists(young)


def test_row_without_its_file_is_said_and_kept(private):
    document = ProjectDocumentFactory()
    private.delete(document.file.name)

    with pytest.raises(CommandError, match="ont perdu leur fichier"):
        sweep(older_than=0)

    assert type(document).objects.filter(pk=document.pk).exists()


def test_nothing_stored_yet(private):
    assert sweep(older_than=0) == "0\u00a0fichier effacé, 0\u00a0absent.\n"
