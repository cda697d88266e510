"""Changing a project file: two people editing at once never overwrite each other in silence."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from programmes.models import Stage
from projects.models import Project, StageChange


class Stale(Exception):
    """Somebody saved the project since the form was opened; `stored` is the project as it stands."""

    def __init__(self, stored: Project):
        super().__init__("stale project")
        self.stored = stored


@transaction.atomic
def update(project: Project, version: int, values: dict) -> Project:
    """Save `values` if the project is still at `version`; raises Stale otherwise, and changes nothing."""
    stored = Project.objects.select_for_update(of=("self",)).select_related("department", "stage").get(pk=project.pk)
    if stored.version != version:
        raise Stale(stored)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.save()
    return stored


@transaction.atomic
def change_stage(project: Project, stage: Stage, *, by: User, now: datetime, note: str = "") -> StageChange | None:
    """Move the project forward or back, and keep the history; None when it is already there."""
    stored = Project.objects.select_for_update().get(pk=project.pk)
    if stored.stage_id == stage.pk:
        return None
    stored.stage = stage
    stored.version += 1
    stored.save(update_fields=["stage", "version", "updated_at"])
    return stored.stage_changes.create(stage=stage, by=by, at=now, note=note)
