"""`/sante/`: whether this process can serve, for a load balancer, and whether the worker keeps up, for an alarm."""

import os

from django import db
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import storages
from django.db.models import Count, Min, Q
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Mail


@require_safe
@login_not_required
def health(request):
    mail, storage = mail_state(timezone.now()), storage_answers()
    working = mail is not None and storage
    answer = {"database": mail is not None, "storage": storage, "mail": mail}
    return JsonResponse(answer, status=200 if working else 503, headers={"Cache-Control": "no-store"})


def mail_state(now):
    """How late the worker is; None when the database does not answer."""
    due = Q(given_up_at=None, next_try_at__lte=now)
    try:
        counts = Mail.objects.filter(sent_at=None).aggregate(
            due=Count("pk", filter=due),
            oldest=Min("next_try_at", filter=due),
            given_up=Count("pk", filter=Q(given_up_at__isnull=False)),
        )
    except db.Error:
        return None
    oldest = counts.pop("oldest")
    return {**counts, "oldest_due_seconds": int((now - oldest).total_seconds()) if oldest else 0}


def storage_answers():
    """Whether private files can be reached and, on a disk of this machine, written."""
    storage = storages["private"]
    try:
        location = getattr(storage, "location", None)
        if location:
            os.makedirs(location, exist_ok=True)
            return os.access(location, os.W_OK)
        storage.exists("sante")
    except OSError:
        return False
    return True
