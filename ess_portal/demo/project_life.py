"""The life of one project once its application was sent: somebody invited, documents that end, a stage that moved."""

from datetime import datetime, timedelta

from django.utils import timezone

from applications.models import Application
from ess_portal.demo import files
from ess_portal.demo.people import DOMAIN
from ess_portal.lib.uploads import inspect
from programmes.models import DocumentKind, Stage
from projects import documents, editing, invitations
from projects.models import TeamMember


def go_on(application: Application, now: datetime) -> None:
    """A pending invitation, a document no longer valid, one that ends soon, a stage that went back since."""
    project, holder = application.project, application.created_by
    invitations.invite(project, f"tresoriere@{DOMAIN}", TeamMember.Role.READER, by=holder, now=now - timedelta(days=2))
    for code, left in [("avis_siren", -12), ("budget_previsionnel", 20)]:
        kind = DocumentKind.objects.get(pk=code)
        sent = files.upload(kind.code, f"{kind.name} - {project.title} (exemple)")
        until = timezone.localdate(now) + timedelta(days=left)
        documents.store(project, sent, inspect(sent), kind, by=holder, now=now - timedelta(days=9), valid_until=until)
    earlier = Stage.objects.get(pk="consolidation")
    note = "Le modèle économique est à revoir avant de grandir."
    editing.change_stage(project, earlier, by=holder, now=now - timedelta(days=1), note=note)
