"""The database of `resilience.py`: the drafts it saves, and the judgement of what is left of them."""

import contextlib
import io
import json
import os
import re
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import django
import psycopg2
from django.utils import timezone

django.setup()

from django.core.management import CommandError, call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connections  # noqa: E402
from django.template.loader import get_template  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import get_resolver, reverse  # noqa: E402

from applications.models import Answer, Attachment  # noqa: E402
from ess_portal import sweep  # noqa: E402
from projects.models import ProjectDocument  # noqa: E402
from tests import factories  # noqa: E402

CLIENTS = 4


def inside(what):
    {"make": make, "judge": judge, "drop": drop}[what]()


def on_server(sentence):
    """Run it on the PostgreSQL server itself; nothing on SQLite, whose database is a file of the folder."""
    address = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not address.netloc:
        return
    link = psycopg2.connect(address._replace(scheme="postgresql", path="/postgres").geturl())
    link.autocommit = True
    link.cursor().execute(f'{sentence} "{address.path.strip("/")}"')
    link.close()


def served():
    """The portal, warm: a worker that was just started answers at once."""
    application = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018
    for name in ("applications/step.html", "applications/documents.html", "errors/500.html"):
        get_template(name)
    connections.close_all()
    return application


def make():
    """A call, and for each client a draft of her own; prints what the clients need."""
    on_server("DROP DATABASE IF EXISTS")
    on_server("CREATE DATABASE")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call = factories.CallFactory()
    revision = factories.FormRevisionFactory(call=call)
    factories.QuestionFactory(revision=revision, code="besoin", required=False)
    wanted = factories.CallDocumentFactory(call=call)
    print(json.dumps([client(call, revision, wanted) for _ in range(CLIENTS)]))


def client(call, revision, wanted):
    person = factories.UserFactory()
    application = factories.ApplicationFactory(call=call, revision=revision, owner=person)
    signed = Client()
    signed.force_login(person, backend="accounts.backends.PasswordBackend")
    step = reverse("applications:step", args=[application.pk, 1])
    give = reverse("applications:document_give", args=[application.pk, wanted.pk])
    return [step, give, f"d{wanted.pk}-file", signed.cookies["sessionid"].value, str(application.pk)]


def judge():
    """Compare what was acknowledged with what is there; exit code 1 when something is lost."""
    writers = json.load(sys.stdin)
    late = timezone.now() + timedelta(seconds=1)
    before = sweep.look(late, timedelta(0))
    with contextlib.suppress(CommandError):  # it says so when a row has lost its file; counted below
        call_command("sweep", older_than=0, stdout=io.StringIO())
    after = sweep.look(late, timedelta(0))
    texts = [writer for writer in writers if number_of(writer) < writer["saved"]]
    files = [name for writer in writers for name in writer["files"] if not is_there(name)]
    given = sum(len(writer["files"]) for writer in writers)
    apart = [writer for writer in writers if writer["files"] and not holds_one(writer["application"])]
    print(
        f"textes acquittés perdus : {len(texts)} ; fichiers acquittés : {given}, perdus : {len(files)}, "
        f"dossiers sans le leur : {len(apart)} ; "
        f"balayés : {len(before.orphans)}, restés : {len(after.orphans)} ; lignes sans fichier : {len(after.lost)}"
    )
    sys.exit(bool(texts or files or apart or after.orphans or after.lost))


def number_of(writer):
    """The number of the text that stands."""
    answer = Answer.objects.filter(application=writer["application"]).first()
    return int(re.sub(r"\D", "", answer.value)) if answer else 0


def is_there(name):
    """The document and its file, to the last byte."""
    document = ProjectDocument.objects.filter(name=name).first()
    if document is None or not document.file.storage.exists(document.file.name):
        return False
    with document.file.open("rb") as stored:
        content = stored.read()
    return len(content) == document.size and f"% {name}".encode() in content


def holds_one(application):
    """Each file takes the place of the one before: the draft holds exactly one."""
    return Attachment.objects.filter(application=application, left_out_at=None).count() == 1


def drop():
    on_server("DROP DATABASE IF EXISTS")
