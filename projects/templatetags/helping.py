"""{% helped %}: every page of a file that is filled for somebody says for whom and by whom."""

from django import template
from django.utils import timezone

from projects import access
from projects.models import Agreement, Project

register = template.Library()


@register.inclusion_tag("projects/_helped.html", takes_context=True)
def helped(context):
    """Looks for the page's project, itself or its application's; costs a query for such files only."""
    project = context.get("project") or getattr(context.get("application"), "project", None)
    if not isinstance(project, Project) or not project.helped:
        return {"mine": None, "others": []}
    user, now = context["user"], timezone.now()
    rows = list(Agreement.objects.readable(now).filter(project=project).select_related("helper", "actor", "person"))
    mine = next((row for row in rows if row.helper_id == user.pk), None)
    return {
        "mine": mine,
        "holds": mine is not None and mine.holds(now),
        "others": [row for row in rows if row.holds(now)],
        "owns": access.owns(user, project),
        "project": project,
    }
