"""A file filled for somebody."""

import datetime as dt

from django.utils import timezone

from accounts import links
from projects import helping
from projects.handover import LIFE
from projects.models import Handover
from tests.factories.base import StageFactory


def agreement_by(helper, actor, *, now=None, first_name="Léa", last_name="Roux", until=None, scope="write", **words):
    """The agreement of a person without an account, recorded now for a new project."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    told = {"manner": "oral", "given_on": today, "until": until or today + dt.timedelta(days=180), **words}
    return helping.begin(
        first_name,
        last_name,
        helping.Words(actor=actor, scope=scope, **told),
        by=helper,
        now=now,
        title="Couture du quartier",
        stage=StageFactory(),
    )


def handover_to(project, email="lea@example.org", *, now=None, **fields):
    """The token of a link sent now, as the mail holds it."""
    handover = Handover(project=project, email=email, **fields)
    token = links.renew(handover, now=now or timezone.now(), life=LIFE)
    handover.save()
    return token
