"""« Mes projets » of one person: each with what it awaits, its applications and its documents taken together."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from applications.models import Application
from ess_portal.lib import french
from ess_portal.tasks import Dated, Task
from projects.models import Project
from projects.models.document import SOON


def of(user: User, today: date, most: int, but: Iterable[object] = ()) -> QuerySet[Project]:
    """The projects last touched, with the number of their documents to renew; those of `but` (ids) left out."""
    ending = Q(documents__removed_at=None, documents__valid_until__lt=today + SOON)
    mine = Project.objects.visible_to(user).current().exclude(pk__in=list(but)).select_related("stage")
    return mine.annotate(to_renew=Count("documents", filter=ending)).order_by("-updated_at", "pk")[:most]


def to_renew(projects: Sequence[Project]) -> list[Dated]:
    """One line for all the documents that end."""
    count = sum(project.to_renew for project in projects)  # type: ignore[attr-defined]
    if not count:
        return []
    label = f"Renouveler {french.counted(count, 'document', 'documents')}"
    where = ", ".join(project.title for project in projects if project.to_renew)  # type: ignore[attr-defined]
    return [Dated(Task("document-text", label, where, reverse("projects:documents")), "", is_soon=False)]


def awaits(project: Project, awaiting: Iterable[Application]) -> str:
    """« 2 candidatures vous attendent, 1 document à renouveler », or nothing."""
    count = sum(application.project_id == project.pk for application in awaiting)
    words = []
    if count:
        verb = "vous attend" if count == 1 else "vous attendent"
        words.append(f"{french.counted(count, 'candidature', 'candidatures')} {verb}")
    if project.to_renew:  # type: ignore[attr-defined]
        words.append(f"{french.counted(project.to_renew, 'document', 'documents')} à renouveler")  # type: ignore[attr-defined]
    return ", ".join(words)
