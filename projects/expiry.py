"""Documents that end: told once, one mail per project and person, thirty days before or as soon as they are seen."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.outbox import owe
from projects.models import Project, ProjectDocument, TeamMember


def remind(now: datetime) -> int:
    """Owe the mails about documents that nobody was told of yet; returns how many documents. Run it any number of
    times, from any number of workers."""
    today = timezone.localdate(now)
    untold = ProjectDocument.objects.ending_by(today).filter(expiry_told_at=None, project__archived_at=None)
    projects = Project.objects.filter(pk__in=untold.values("project"))
    return sum(_tell(project, untold, now) for project in projects)


@transaction.atomic
def _tell(project, untold, now):
    documents = list(untold.filter(project=project).select_for_update(skip_locked=True, of=("self",)))
    if not documents:
        return 0
    ProjectDocument.objects.filter(pk__in=[document.pk for document in documents]).update(expiry_told_at=now)
    writers = project.team.active_on(timezone.localdate(now)).filter(role__in=TeamMember.WRITERS)
    link = settings.SITE_ADDRESS + reverse("projects:documents")
    first = min(document.pk for document in documents)
    for person in User.objects.filter(pk__in=writers.values("user")):
        owe(person, "documents_ending", key=f"documents_ending:{first}:{person.pk}", link=link)
    return len(documents)
