"""What a helper posts to record an agreement."""

import datetime as dt

from django.utils import timezone

from tests.factories import StageFactory


def posted(cast, office, **changes):
    today = timezone.localdate()
    return {
        "first_name": "Léa", "last_name": "Roux", "email": "", "postal_address": "", "manner": "oral",
        "given_on": today, "scope": "write", "until": today + dt.timedelta(days=100), "actor": office.pk,
        "agreed": "on", "title": "Couture", "stage": StageFactory().pk, **changes,
    }  # fmt: skip
